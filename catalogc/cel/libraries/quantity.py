"""``quantity``: amounts such as 500m and 64Gi (kubernetes.io, CEL, Kubernetes quantity library)."""

import math
import re
from fractions import Fraction
from functools import lru_cache

from catalogc.cel.libraries.opaque import QUANTITY, Function
from catalogc.model.quantity import parse_quantity

Amount = tuple[str, int | float]
"""A canonical text, and the form in which Kubernetes holds the amount.

Kubernetes asks for the form, not for the value, whether an amount is an integer: ``1000m`` is
none. The forms are zeros that are equal to the engine, so that equal amounts are equal.
"""
_WHOLE, _FRACTION, _BIG = 0, 0.0, -0.0
_INT64 = 2**63
_LONG_EXPONENT = re.compile(r"[+-]?[0-9.]*[0-9][0-9.]*[eE][+-]?[0-9]{3,9}\Z")
_PARTS = re.compile(r"[+-]?0*([0-9]*)(?:\.([0-9]*))?(.*)\Z")
_POWERS = {"n": -9, "u": -6, "m": -3, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}
_MOST_DIGITS = 18  # of a number that is surely below 2**63
_BINARY_DIGITS = 15  # Kubernetes' estimate for numbers with a binary suffix


@lru_cache(maxsize=1000)
def _quantity(text: str) -> Amount:
    try:
        value = parse_quantity(text)
    except ValueError:
        message = (
            "quantities must match the regular expression "
            "'^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
        )
        raise ValueError(message) from None
    nanos = abs(value) * 10**9  # finer amounts are rounded away from zero
    rounded = Fraction(math.ceil(nanos), 10**9)
    if text.endswith("i"):
        rounded = min(rounded, Fraction(_INT64 - 1))
    return str(-rounded if value < 0 else rounded), _form(text)


def _form(text: str) -> int | float:
    """Return the form of a written amount (apimachinery, resource.ParseQuantity)."""
    match = _PARTS.match(text)
    number, decimals, suffix = match.groups() if match else ("", "", "")
    decimals = decimals or ""
    digits = len(number or "0") + len(decimals)
    if suffix.endswith("i"):
        power = ("K", "M", "G", "T", "P", "E").index(suffix[0]) + 1
        fits = not decimals and digits + 3 * power + 1 <= _BINARY_DIGITS
        return _WHOLE if fits else _BIG
    exponent = (
        int(suffix[1:]) if suffix[:1] in ("e", "E") and suffix[1:] else _POWERS.get(suffix, 0)
    )
    scale = exponent - len(decimals)
    if digits > _MOST_DIGITS or scale < _POWERS["n"]:
        return _BIG
    return _WHOLE if scale >= 0 else _FRACTION


def _form_of_sum(left: Amount, right: Amount, total: Fraction) -> int | float:
    """Return the form of a sum (apimachinery, resource.Quantity.Add)."""
    if _is_big(left) or _is_big(right):
        return _BIG
    if right[0] == "0":
        return left[1]
    if left[0] == "0":
        return right[1]
    scaled = _FRACTION if isinstance(left[1], float) or isinstance(right[1], float) else _WHOLE
    return scaled if -_INT64 <= total < _INT64 else _BIG


def _is_big(amount: Amount) -> bool:
    return isinstance(amount[1], float) and math.copysign(1, amount[1]) < 0


def _is_quantity(text: str) -> bool:
    if _LONG_EXPONENT.match(text):
        return True
    try:
        parse_quantity(text)
    except ValueError:
        return False
    return True


def _is_integer(amount: Amount) -> bool:
    whole = not isinstance(amount[1], float)
    return whole and -_INT64 <= Fraction(amount[0]) < _INT64


def _as_integer(amount: Amount) -> int:
    if not _is_integer(amount):
        message = "cannot convert value to integer"
        raise ValueError(message)
    return int(amount[0])


@lru_cache(maxsize=1000)
def _order(left: str, right: str) -> int:
    one, other = Fraction(left), Fraction(right)
    return (one > other) - (one < other)


def _compare(left: Amount, right: Amount) -> int:
    return _order(left[0], right[0])


def _add(left: Amount, right: Amount | int, sign: int = 1) -> Amount:
    if isinstance(right, int):
        right = str(right), _WHOLE
    total = Fraction(left[0]) + sign * Fraction(right[0])
    return str(total), _form_of_sum(left, right, total)


def _subtract(left: Amount, right: Amount | int) -> Amount:
    return _add(left, right, -1)


_ONE = (QUANTITY,)
_TWO = (QUANTITY, QUANTITY)
FUNCTIONS = (
    Function("quantity", ("string",), QUANTITY, _quantity, since=28),
    Function("isQuantity", ("string",), "bool", _is_quantity, since=28),
    Function("sign", _ONE, "int", lambda amount: _order(amount[0], "0"), since=28),  # no member
    Function("isInteger", _ONE, "bool", _is_integer, member=True, since=28),
    Function("asInteger", _ONE, "int", _as_integer, member=True, since=28),
    Function(
        "asApproximateFloat",
        _ONE,
        "double",
        lambda amount: float(Fraction(amount[0])),
        member=True,
        since=28,
    ),
    Function("compareTo", _TWO, "int", _compare, member=True, since=28),
    Function(
        "isGreaterThan",
        _TWO,
        "bool",
        lambda left, right: _compare(left, right) > 0,
        member=True,
        since=28,
    ),
    Function(
        "isLessThan",
        _TWO,
        "bool",
        lambda left, right: _compare(left, right) < 0,
        member=True,
        since=28,
    ),
    Function("add", _TWO, QUANTITY, _add, member=True, since=28),
    Function("add", (QUANTITY, "int"), QUANTITY, _add, member=True, since=28),
    Function("sub", _TWO, QUANTITY, _subtract, member=True, since=28),
    Function("sub", (QUANTITY, "int"), QUANTITY, _subtract, member=True, since=28),
)
