"""Which amounts of resources Kubernetes accepts (pkg/apis/core/validation/validation.go)."""

import functools
from typing import Any, NamedTuple

from catalogc.model.display import show
from catalogc.rules.shared.amounts import amount_of

_STANDARD = frozenset({"cpu", "memory", "ephemeral-storage"})
_PAGES = "hugepages-"


class Problem(NamedTuple):
    """What is wrong with an amount.

    Attributes:
        text: follows the field and its value.
        label: the same in a few words.
        remedy: what to write.
    """

    text: str
    label: str
    remedy: str


def amount_problem(value: Any) -> Problem | None:
    """Judge the syntax and the sign; null is nothing, and lists are reported by the schema."""
    return None if isinstance(value, dict | list) else _amount_problem(value)


@functools.lru_cache(maxsize=4096, typed=True)
def _amount_problem(value: Any) -> Problem | None:
    if value is None:
        return None
    remedy = "write a number with a unit, such as 500m, 2 or 4Gi"
    amount = amount_of(value)
    if amount is None:
        return Problem("which is not a quantity", "not a quantity", remedy)
    return Problem("which is less than nothing", "negative", remedy) if amount < 0 else None


def name_problem(name: str, value: Any) -> Problem | None:
    """Judge the name of a resource of a container, and what it is counted in."""
    if name in _STANDARD or name.startswith(_PAGES):
        return None
    if "/" not in name:
        return Problem(
            f"but {show(name)} is no resource of a container",
            "unknown resource",
            "write cpu, memory, ephemeral-storage, hugepages-<size> or a name with a domain, "
            "such as nvidia.com/gpu",
        )
    amount = amount_of(value)
    if amount is None or amount.denominator == 1 or not _is_extended(name):
        return None
    return Problem(
        f"but {name} is counted whole",
        "not a whole number",
        "write a whole number; a share of a device is another resource",
    )


def imbalance(name: str, request: Any, limit: Any) -> Problem | None:
    """Compare a request with its limit, which is None where there is none.

    That of an extended resource, such as ``nvidia.com/gpu``, and of huge pages is its limit.
    """
    if isinstance(request, dict | list) or isinstance(limit, dict | list):
        return None
    return _imbalance(name, request, limit)


@functools.lru_cache(maxsize=4096, typed=True)
def _imbalance(name: str, request: Any, limit: Any) -> Problem | None:
    asked, allowed = amount_of(request), amount_of(limit)
    if asked is None or asked < 0:
        return None
    must_equal = _is_extended(name) or name.startswith(_PAGES)
    remedy = f"write {show(request)} as the limit"
    if allowed is None:
        missing = must_equal and limit is None
        return Problem("without a limit", "no limit", remedy) if missing else None
    if must_equal and asked != allowed:
        remedy += f"; {name} is not shared between containers"
        return Problem(f"not its limit of {show(limit)}", "not its limit", remedy)
    over = 0 <= allowed < asked
    text = f"over its limit of {show(limit)}"
    return Problem(text, "over its limit", f"{remedy} or more") if over else None


def _is_extended(name: str) -> bool:
    return "/" in name and "kubernetes.io/" not in name
