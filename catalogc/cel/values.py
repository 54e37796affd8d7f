"""Objects as the API server hands them to an expression."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from catalogc.cel.kinds import Served

_INT64 = 2**63
_AMOUNTS = frozenset({"limits", "requests", "hard", "capacity", "overhead"})
_AMOUNT = frozenset({"sizeLimit", "divisor", "averageValue"})


def plain(value: Any) -> Any:
    """Return data that the engine takes: JSON, with whole numbers that fit 64 bits."""
    kind = type(value)
    if kind is str or value is None or kind is bool or kind is float:
        return value
    if kind is int:
        return value if -_INT64 <= value < _INT64 else _float(value)
    if kind is dict or isinstance(value, Mapping):
        return {key if type(key) is str else str(key): plain(item) for key, item in value.items()}
    if kind is list or isinstance(value, tuple):
        return [plain(item) for item in value]
    return str(value)


def _float(value: int) -> float:
    try:
        return float(value)
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")


def admitted(manifest: Mapping[str, Any], served: Served, namespace: str) -> dict[str, Any]:
    """Return an object as admission sees it.

    A kind that is built in has been read into its type: fields that are null are gone, and
    quantities are texts. An object without a namespace has got one.
    """
    known: dict[str, Any] = _typed(manifest) if served.built_in else plain(manifest)
    if served.namespaced and namespace:
        metadata = known.get("metadata")
        metadata = metadata if isinstance(metadata, dict) else {}
        known["metadata"] = {**metadata, "namespace": metadata.get("namespace") or namespace}
    return known


def _typed(value: Any) -> Any:
    kind = type(value)
    if kind is str:
        return value
    if kind is list:
        return [_typed(item) for item in value]
    if kind is not dict and not isinstance(value, Mapping):
        return plain(value)
    typed = {}
    for key, item in value.items():
        if item is None:
            continue
        typed[key if type(key) is str else str(key)] = inner = _typed(item)
        if key in _AMOUNTS and type(inner) is dict:
            typed[key] = {name: _quantity(amount) for name, amount in inner.items()}
        elif key in _AMOUNT:
            typed[key] = _quantity(inner)
    return typed


def _quantity(value: Any) -> Any:
    """Return a number as the quantity that Kubernetes writes for it."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    try:
        exact = Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        return value
    for factor, suffix in ((1, ""), (1000, "m"), (10**6, "u"), (10**9, "n")):
        if (exact * factor).denominator == 1:
            return f"{exact * factor}{suffix}"
    return value
