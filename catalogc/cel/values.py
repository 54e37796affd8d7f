"""Objects as the API server hands them to an expression."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from catalogc.cel.kinds import Served

_INT64 = 2**63
_AMOUNTS = frozenset({"limits", "requests", "hard", "capacity", "overhead"})
NOT_PLAIN, NOT_TYPED = 1, 2
_SCALARS = (str, bool, float)
_AMOUNT = frozenset({"sizeLimit", "divisor", "averageValue"})


def oddities(value: Any) -> int:
    """Return what of a value must be changed before an expression sees it, as flags.

    One look is a fifth of the price of two copies; objects are rarely odd.

    Returns:
        0, or ``NOT_PLAIN`` (``plain`` changes it) and ``NOT_TYPED`` (``admitted`` does).
    """
    kind = type(value)
    if kind is dict:
        found = 0
        for key, item in value.items():
            if type(key) is not str:
                found |= NOT_PLAIN
            if type(item) is not str:
                found |= _odd_field(key, item)
        return found
    if kind is list:
        found = 0
        for item in value:
            if type(item) is not str:
                found |= oddities(item)
        return found
    if kind is int:
        return 0 if -_INT64 <= value < _INT64 else NOT_PLAIN
    return 0 if value is None or kind in _SCALARS else NOT_PLAIN


def _odd_field(key: Any, item: Any) -> int:
    if item is None:
        return NOT_TYPED
    kind = type(item)
    if kind is dict and key in _AMOUNTS:
        texts = all(type(amount) is str for amount in item.values())
        return oddities(item) | (0 if texts else NOT_TYPED)
    return oddities(item) | (NOT_TYPED if key in _AMOUNT else 0)


def plainly(value: Any) -> Any:
    """Return ``plain(value)``, which most often is the value itself."""
    return plain(value) if oddities(value) & NOT_PLAIN else value


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


def admitted(
    manifest: Mapping[str, Any], served: Served, namespace: str, odd: int
) -> Mapping[str, Any]:
    """Return an object as admission sees it; the object itself where that is no other.

    A kind that is built in has been read into its type: fields that are null are gone, and
    quantities are texts. An object without a namespace has got one.

    Args:
        odd: what ``oddities`` says of the manifest.
    """
    known: Mapping[str, Any] = manifest
    if odd and served.built_in:
        known = _typed(manifest)
    elif odd & NOT_PLAIN:
        known = plain(manifest)
    if served.namespaced and namespace:
        metadata = known.get("metadata")
        metadata = metadata if isinstance(metadata, dict) else {}
        if not metadata.get("namespace"):
            known = {**known, "metadata": {**metadata, "namespace": namespace}}
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
