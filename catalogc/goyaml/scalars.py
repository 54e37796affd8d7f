"""Plain scalars as Helm reads them: the rules of sigs.k8s.io/yaml (goyaml.v2, resolve.go)."""

import math
import re
import struct
from decimal import Decimal
from typing import Any

Scalar = str | int | float | bool | None

_TRUE = ("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON")
_FALSE = ("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF")
_NULL = ("", "~", "null", "Null", "NULL")
_SPECIAL: dict[str, Scalar] = (
    dict.fromkeys(_TRUE, True) | dict.fromkeys(_FALSE, False) | dict.fromkeys(_NULL)
)
_SPECIAL |= dict.fromkeys((".nan", ".NaN", ".NAN"), math.nan)
_SPECIAL |= dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), math.inf)
_SPECIAL |= dict.fromkeys(("-.inf", "-.Inf", "-.INF"), -math.inf)

_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z", re.ASCII)
# Go's ParseInt with base 0: 0x, 0o, 0b, a leading 0 for octal, else decimal.
_INTEGER = re.compile(
    r"([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[oO]([0-7]+)|0[bB]([01]+)|(0)([0-7]*)|([1-9][0-9]*))\Z",
    re.ASCII,
)
_DATE = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}", re.ASCII)

# YAML 1.2 core schema.
_CORE_SPECIAL: dict[str, Scalar] = dict.fromkeys(_NULL) | {
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_CORE_INTEGER = re.compile(r"[-+]?[0-9]+\Z", re.ASCII)
_CORE_PREFIXED = re.compile(r"0o([0-7]+)\Z|0x([0-9a-fA-F]+)\Z", re.ASCII)

_MAYBE_SPECIAL = frozenset("yYnNtTfFoO~.+-0123456789")
_EXACT = 2**53
"""Up to here every whole number is a 64-bit float."""

_EXPONENT_LIMIT = Decimal(10) ** 21
"""From here on Go's JSON writes a float with an exponent."""


def read_plain(text: str) -> Scalar:
    """Return what Helm makes of a plain (unquoted) scalar, after its trip through JSON."""
    value = _resolve(text)
    return json_number(value) if isinstance(value, float) else value


def read_key(text: str) -> str | None:
    """Return the JSON key that a plain key becomes; None for one that Helm refuses."""
    value = _resolve(text)
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value) if -(2**63) <= value < 2**63 else None
    return None if value is None else _short_float(value)


def _resolve(text: str) -> Scalar:
    if text and text[0] not in _MAYBE_SPECIAL:
        return text
    if text in _SPECIAL:
        return _SPECIAL[text]
    if text[0] == ".":
        return _float(text) if _FLOAT.match(text) else text
    if text[0] in "yYnNtTfFoO~":
        return text
    return _number(text)


def _number(text: str) -> Scalar:
    if _DATE.match(text):  # a time for Go, which it gives back as the text
        return text
    plain = text.replace("_", "")
    match = _INTEGER.match(plain)
    if match:
        sign, hexadecimal, octal, binary, zero, old_octal, decimal = match.groups()
        value = _magnitude(hexadecimal, octal, binary, zero, old_octal, decimal)
        signed = -value if sign == "-" else value
        if -(2**63) <= signed < 2**63 or (not sign and signed < 2**64):
            return signed
    if _FLOAT.match(plain):
        return _float(plain, text)
    return text


def _magnitude(*groups: str | None) -> int:
    hexadecimal, octal, binary, zero, old_octal, decimal = groups
    if hexadecimal:
        return int(hexadecimal, 16)
    if octal:
        return int(octal, 8)
    if binary:
        return int(binary, 2)
    if zero:
        return int(old_octal or "0", 8)
    return int(decimal or "0")


def _float(plain: str, text: str | None = None) -> Scalar:
    value = float(plain)
    if math.isinf(value):  # out of range: Go leaves it a text
        return plain if text is None else text
    return value


def helm_number(value: Scalar) -> Scalar:
    """Return what Helm keeps of a number: all of them become 64-bit floats in its values."""
    if isinstance(value, int) and abs(value) > _EXACT:
        return json_number(float(value))
    return value


def json_number(value: float) -> int | float:
    """Return a float as JSON gives it back: a whole number below 1e21 has no point."""
    if math.isfinite(value) and value == int(value):
        exact = Decimal(repr(value))
        if abs(exact) < _EXPONENT_LIMIT:
            return int(exact)
    return value


def read_core(text: str) -> Scalar:
    """Return what the YAML 1.2 core schema makes of a plain scalar."""
    if text in _CORE_SPECIAL:
        return _CORE_SPECIAL[text]
    if _CORE_INTEGER.match(text):
        return int(text) if len(text) < 4000 else text
    prefixed = _CORE_PREFIXED.match(text)
    if prefixed:
        octal, hexadecimal = prefixed.groups()
        return int(octal, 8) if octal else int(hexadecimal, 16)
    if _FLOAT.match(text):
        return json_number(float(text))
    special = _SPECIAL.get(text)
    return special if isinstance(special, float) else text


def same(one: Any, other: Any) -> bool:
    """Tell whether two readings are the same value of the same kind."""
    if isinstance(one, float) and isinstance(other, float) and math.isnan(one):
        return math.isnan(other)
    return isinstance(one, bool) is isinstance(other, bool) and bool(one == other)


def _short_float(value: float) -> str:
    """Go's FormatFloat(value, 'g', -1, 32)."""
    if math.isnan(value):
        return ".nan"
    try:
        single = struct.unpack("f", struct.pack("f", value))[0]
    except OverflowError:
        single = math.copysign(math.inf, value)
    if math.isinf(single):
        return ".inf" if single > 0 else "-.inf"
    digits = next(
        text
        for precision in range(1, 18)
        if struct.pack("f", float(text := f"{single:.{precision}g}")) == struct.pack("f", single)
    )
    sign, numerals, exponent = Decimal(digits).as_tuple()
    point = len(numerals) + int(exponent) - 1
    mark = "-" if sign else ""
    if single != 0 and (point < -4 or point >= 6):
        shown = "".join(map(str, numerals)).rstrip("0") or "0"
        fraction = f".{shown[1:]}" if len(shown) > 1 else ""
        return f"{mark}{shown[0]}{fraction}e{'-' if point < 0 else '+'}{abs(point):02d}"
    plain = format(Decimal(digits), "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
