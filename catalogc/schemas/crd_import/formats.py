"""What an API server makes of ``format``, in words that every JSON Schema validator knows.

Source: apiextensions-apiserver's list of supported formats, and kube-openapi's strfmt. A format
whose checks differ between validators is left out: better no answer than a false refusal.
"""

from collections.abc import Mapping
from typing import Any

_OCTET = "0*(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])"
_BASE64 = "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$"
_HEX = "[0-9A-Fa-f]"

_TEXT: Mapping[str, Mapping[str, Any]] = {
    "byte": {"pattern": _BASE64},
    "date": {"format": "date"},
    "date-time": {"format": "date-time"},
    "datetime": {"format": "date-time"},
    "ipv4": {"pattern": rf"^{_OCTET}(\.{_OCTET}){{3}}$"},
    "ipv6": {"format": "ipv6"},
    "uuid": {"pattern": f"^{_HEX}{{8}}-?({_HEX}{{4}}-?){{3}}{_HEX}{{12}}$"},
}
_NUMBERS = {"double", "float", "int32", "int64"}


def checks_of(name: str) -> Mapping[str, Any] | None:
    """Return the keywords that check a format; None where a server may check it and we do not.

    Formats of numbers are not checked by a server either: 2147483648 is a valid ``int32``.
    """
    return {} if name in _NUMBERS else _TEXT.get(name)
