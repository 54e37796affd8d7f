"""What keeps a value from being read: the toggles that are off."""

from collections.abc import Sequence
from typing import NamedTuple

from catalogc.model.source import FieldPath, format_path
from catalogc.origin.chart_check.reads import (
    ChartReads,
    Formula,
    Lookup,
    Read,
    Same,
    Truth,
    holds,
)


class Gate(NamedTuple):
    """A value, and what it would have to be."""

    path: FieldPath
    wanted: str


def dormant_gates(reads: ChartReads, path: FieldPath, lookup: Lookup) -> tuple[Gate, ...]:
    """Return what keeps every read of a value from happening; empty where one may happen.

    Args:
        lookup: the values as templates see them.
    """
    if not reads.complete:
        return ()
    return closed_gates(reads.of(path), path, lookup)


def closed_gates(reads: Sequence[Read], path: FieldPath, lookup: Lookup) -> tuple[Gate, ...]:
    """The same, of some reads."""
    gates: dict[Gate, None] = {}
    for read in reads:
        closed = _closed(read, path, lookup)
        if not closed:
            return ()
        gates.update(dict.fromkeys(closed))
    return tuple(gates)


def wording(gates: Sequence[Gate]) -> str:
    """Say what has to be done for one of the gates to open."""
    return " or ".join(f"{format_path(gate.path)} {gate.wanted}" for gate in gates[:3])


def _closed(read: Read, path: FieldPath, lookup: Lookup) -> list[Gate]:
    """What keeps one read from happening; any of these is enough to open it."""
    for condition in read.conditions:
        if holds(condition, lookup) is False:
            found = _blocking(condition, lookup, wanted=True)
            # A value is no gate of itself.
            gates = [gate for gate in found if gate.path != path[: len(gate.path)]]
            if gates:
                return gates
    return []


def _blocking(formula: Formula | None, lookup: Lookup, *, wanted: bool) -> list[Gate]:
    """The single conditions that make a formula other than wanted."""
    if formula is None or holds(formula, lookup) is wanted:
        return []
    if isinstance(formula, Truth):
        return [Gate(formula.path, "is set" if wanted else "is not set")]
    if isinstance(formula, Same):
        return [Gate(formula.path, f"is {formula.text}" if wanted else f"is not {formula.text}")]
    inner = not wanted if formula.word == "not" else wanted
    parts = [_blocking(part, lookup, wanted=inner) for part in formula.parts]
    one_is_enough = (formula.word == "or") is wanted
    if one_is_enough:
        return [gate for part in parts for gate in part]
    return next(filter(None, parts), [])
