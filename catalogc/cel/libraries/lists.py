"""Functions of lists (kubernetes.io, CEL, Kubernetes list library)."""

import datetime as dt
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from catalogc.cel.libraries.opaque import Function

_SUMMABLE = ("int", "uint", "double", "google.protobuf.Duration")
_COMPARABLE = (*_SUMMABLE, "bool", "google.protobuf.Timestamp", "string", "bytes")
_EQUATABLE = (*_COMPARABLE, "list(dyn)", "map(dyn, dyn)")
_TYPES = (bool, int, float, str, bytes, dt.datetime, dt.timedelta)


def _sortable(items: list[Any]) -> list[Any]:
    kinds = {next((kind for kind in _TYPES if isinstance(item, kind)), None) for item in items}
    if None in kinds or len(kinds) > 1:
        message = "no such overload"
        raise ValueError(message)
    return items


def _is_sorted(items: list[Any]) -> bool:
    values = _sortable(items)
    return all(left <= right for left, right in pairwise(values))


def _sum(items: list[Any]) -> Any:
    values = _sortable(items)
    if not values:
        return 0
    if not isinstance(values[0], int | float | dt.timedelta) or isinstance(values[0], bool):
        message = "no such overload"
        raise ValueError(message)  # noqa: TRY004 - the engine takes a ValueError for an answer
    total = values[0]
    for value in values[1:]:
        total += value
    if isinstance(total, int) and not -(2**63) <= total < 2**64:
        message = "integer overflow"
        raise ValueError(message)
    return total


def _extreme(name: str, choose: Callable[[list[Any]], Any]) -> Callable[[list[Any]], Any]:
    def find(items: list[Any]) -> Any:
        if not items:
            message = f"{name} called on empty list"
            raise ValueError(message)
        return choose(_sortable(items))

    return find


def _equal(left: Any, right: Any) -> bool:
    """CEL's equality: true is no number."""
    if isinstance(left, bool) != isinstance(right, bool):
        return False
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(_equal, left, right))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(_equal(left[key], right[key]) for key in left)
    return bool(left == right)


def _index(items: list[Any], wanted: Any) -> int:
    return next((at for at, item in enumerate(items) if _equal(item, wanted)), -1)


def _last_index(items: list[Any], wanted: Any) -> int:
    last = _index(items[::-1], wanted)
    return last if last < 0 else len(items) - 1 - last


def _of_lists(
    name: str, elements: tuple[str, ...], result: str | None, implementation: Callable[..., Any]
) -> tuple[Function, ...]:
    return tuple(
        Function(name, (f"list({kind})",), result or kind, implementation, member=True)
        for kind in elements
    )


FUNCTIONS = (
    *_of_lists("isSorted", _COMPARABLE, "bool", _is_sorted),
    *_of_lists("sum", _SUMMABLE, None, _sum),
    *_of_lists("min", _COMPARABLE, None, _extreme("min", min)),
    *_of_lists("max", _COMPARABLE, None, _extreme("max", max)),
    *(
        Function(name, ("list(dyn)", kind), "int", implementation, member=True)
        for name, implementation in (("indexOf", _index), ("lastIndexOf", _last_index))
        for kind in _EQUATABLE
    ),
)
