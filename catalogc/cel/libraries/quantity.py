"""``quantity``: amounts such as 500m and 64Gi (kubernetes.io, CEL, Kubernetes quantity library)."""

import math
import re
from fractions import Fraction

from catalogc.cel.libraries.opaque import QUANTITY, Function
from catalogc.model.quantity import parse_quantity

_INT64 = 2**63


_LONG_EXPONENT = re.compile(r"[+-]?[0-9.]*[0-9][0-9.]*[eE][+-]?[0-9]{3,9}\Z")


def _quantity(text: str) -> str:
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
    return str(-rounded if value < 0 else rounded)


def _is_quantity(text: str) -> bool:
    if _LONG_EXPONENT.match(text):
        return True
    try:
        parse_quantity(text)
    except ValueError:
        return False
    return True


def _is_integer(text: str) -> bool:
    value = Fraction(text)
    return value.denominator == 1 and -_INT64 <= value < _INT64


def _as_integer(text: str) -> int:
    if not _is_integer(text):
        message = "cannot convert value to integer"
        raise ValueError(message)
    return int(text)


def _compare(left: str, right: str) -> int:
    one, other = Fraction(left), Fraction(right)
    return (one > other) - (one < other)


def _add(left: str, right: str | int) -> str:
    return str(Fraction(left) + Fraction(right))


def _subtract(left: str, right: str | int) -> str:
    return str(Fraction(left) - Fraction(right))


_ONE = (QUANTITY,)
_TWO = (QUANTITY, QUANTITY)
FUNCTIONS = (
    Function("quantity", ("string",), QUANTITY, _quantity, since=28),
    Function("isQuantity", ("string",), "bool", _is_quantity, since=28),
    Function("sign", _ONE, "int", lambda text: _compare(text, "0"), since=28),  # no member
    Function("isInteger", _ONE, "bool", _is_integer, member=True, since=28),
    Function("asInteger", _ONE, "int", _as_integer, member=True, since=28),
    Function(
        "asApproximateFloat",
        _ONE,
        "double",
        lambda text: float(Fraction(text)),
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
