"""Quantities of CPU and bytes, and when they are well-formed nonsense."""

import functools
import re
from enum import Enum
from fractions import Fraction
from typing import Any, NamedTuple

from catalogc.model.quantity import parse_quantity
from catalogc.model.source import FieldPath

_MI = 2**20
_TI = 2**40
_SUFFIX = re.compile(r"[A-Za-z]+\Z")
_FRACTIONS = {"m": "thousandth", "u": "millionth", "n": "billionth"}
_BYTES = re.compile(r"(?i)memory|storage|hugepages|\bsize|sizelimit|size\Z")


class Kind(Enum):
    """What a quantity counts."""

    CPU = "cores"
    MEMORY = "memory"
    STORAGE = "storage"


class Nonsense(NamedTuple):
    """Why an amount cannot be meant.

    Attributes:
        problem: what is wrong, to follow the field and its value.
        label: the same in a few words.
        remedy: what to write.
        instead: what was probably meant; empty if that is anybody's guess.
    """

    problem: str
    label: str
    remedy: str
    instead: str = ""


@functools.lru_cache(maxsize=4096)
def kind_of(path: FieldPath) -> Kind | None:
    """Tell by its name what the field at ``path`` counts; None where it may be anything."""
    names = [part for part in path if isinstance(part, str)]
    name = names[-1] if names else ""
    if name.lower().endswith("cpu"):
        return Kind.CPU
    if not _BYTES.search(name):
        return None
    is_memory = any("memory" in part.lower() for part in names) or name.startswith("hugepages")
    return Kind.MEMORY if is_memory else Kind.STORAGE


@functools.lru_cache(maxsize=4096)
def _parsed(text: str) -> Fraction | None:
    try:
        return parse_quantity(text)
    except ValueError:
        return None


def amount_of(value: Any) -> Fraction | None:
    """Read a quantity, in cores or bytes; None where it is not one."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        return _parsed(str(value))
    except ValueError:
        return None  # an integer of thousands of digits


def nonsense(kind: Kind, value: Any) -> Nonsense | None:
    """Judge an amount.

    Limits: 1m to 1024 cores, 1Mi to 64Ti of memory, 1Mi to 1Pi of storage. No node has more,
    and no container starts with less. Kubernetes counts CPU in thousandths of a core, and bytes
    whole (its documentation, "Resource units in Kubernetes").

    Returns:
        None where the amount can be meant, and for what is no quantity, which the schema reports.
    """
    return None if amount_of(value) is None else _judged(kind, str(value))


@functools.lru_cache(maxsize=4096)
def _judged(kind: Kind, text: str) -> Nonsense | None:
    amount = parse_quantity(text)
    return _cores(text, amount) if kind is Kind.CPU else _bytes(kind, text, amount)


def _cores(text: str, amount: Fraction) -> Nonsense | None:
    remedy = 'write cores, such as "2", or thousandths of a core, such as 500m'
    suffix = _suffix(text)
    if suffix and suffix not in _FRACTIONS:
        problem = f"and {suffix} is a unit of bytes; expected cores"
        return Nonsense(problem, "CPU is counted in cores", remedy)
    if amount <= 0:
        return Nonsense("which is no CPU at all", "no CPU", remedy)
    if amount < Fraction(1, 1000):
        return Nonsense("which is under 1m, the least that Kubernetes counts", "under 1m", remedy)
    if amount <= 1024:
        return None
    meant = f"{text}m" if amount <= 1024 * 1000 and text.isdecimal() else ""
    problem = "which is more than the 1024 cores that any node has"
    return Nonsense(problem, f"did you mean {meant}?" if meant else "too much", remedy, meant)


def _bytes(kind: Kind, text: str, amount: Fraction) -> Nonsense | None:
    remedy = "write bytes with a unit, such as 512Mi or 4Gi"
    suffix = _suffix(text)
    if suffix in _FRACTIONS:
        problem = f"and {suffix} is a {_FRACTIONS[suffix]}: {_decimal(amount)} bytes"
        meant = f"{text[:-1]}Mi" if suffix == "m" else ""
        label = f"did you mean {meant}?" if meant else "less than a byte"
        return Nonsense(problem, label, remedy, meant)
    if amount <= 0:
        return Nonsense("which is nothing", "nothing", remedy)
    if amount < _MI:
        meant = f"{text}Mi" if text.isdecimal() else ""
        problem = f"which is {_decimal(amount)} bytes, less than 1Mi"
        return Nonsense(problem, f"did you mean {meant}?" if meant else "too little", remedy, meant)
    limit, shown = (64 * _TI, "64Ti") if kind is Kind.MEMORY else (1024 * _TI, "1Pi")
    if amount > limit:
        return Nonsense(f"which is more than {shown}", "too much", remedy)
    return None


def _suffix(text: str) -> str:
    match = _SUFFIX.search(text)
    return match[0] if match else ""


def _decimal(amount: Fraction) -> str:
    return str(int(amount)) if amount.denominator == 1 else f"{float(amount):.6g}"
