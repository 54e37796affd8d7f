"""Kubernetes quantities (``500m``, ``64Gi``, ``1e3``)."""

import re
from fractions import Fraction

_QUANTITY = re.compile(
    r"([+-]?[0-9]+(?:\.[0-9]*)?|[+-]?\.[0-9]+)(?:([eE][+-]?[0-9]{1,2})|([numkMGTPE]i?))?\Z"
)
_DECIMAL = {"n": -9, "u": -6, "m": -3, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}
_BINARY = {"Ki": 10, "Mi": 20, "Gi": 30, "Ti": 40, "Pi": 50, "Ei": 60}


def parse_quantity(text: str) -> Fraction:
    """Read a quantity exactly (Kubernetes, apimachinery/pkg/api/resource/quantity.go).

    Raises:
        ValueError: it is not a quantity.
    """
    match = _QUANTITY.match(text.replace("Ki", "ki"))
    if match is None:
        message = f"not a Kubernetes quantity: {text!r}"
        raise ValueError(message)
    number, exponent, suffix = match.groups()
    value = Fraction(number)
    if exponent:
        return value * Fraction(10) ** int(exponent[1:])
    if not suffix:
        return value
    suffix = "Ki" if suffix == "ki" else suffix
    if suffix in _BINARY:
        return value * Fraction(2) ** _BINARY[suffix]
    if suffix in _DECIMAL:
        return value * Fraction(10) ** _DECIMAL[suffix]
    message = f"not a Kubernetes quantity: {text!r}"
    raise ValueError(message)
