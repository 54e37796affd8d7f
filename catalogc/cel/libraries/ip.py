"""``ip`` and ``cidr`` (kubernetes.io, CEL, Kubernetes IP address and CIDR libraries)."""

import ipaddress
import re
from collections.abc import Callable
from contextlib import suppress

from catalogc.cel.libraries.opaque import CIDR, IP, Function

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_CIDR = re.compile(r"(.+)/(0|[1-9][0-9]{0,2})\Z", re.DOTALL)


def _parse(text: str) -> _Address:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        message = f'IP Address "{text}" parse error during conversion from string'
        raise ValueError(message) from None
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id is not None:
            message = f'IP address "{text}" with zone value is not allowed'
            raise ValueError(message)
        if address.ipv4_mapped is not None:
            message = f'IPv4-mapped IPv6 address "{text}" is not allowed'
            raise ValueError(message)
    return address


def _split(text: str) -> tuple[_Address, int]:
    match = _CIDR.match(text)
    address = None
    with suppress(ValueError):
        address = _parse(match[1]) if match else None
    if match is None or address is None:
        message = f'network address parse error during conversion from string: "{text}"'
        raise ValueError(message)
    bits = int(match[2])
    if bits > address.max_prefixlen:
        message = "network address parse error during conversion from string: prefix length"
        raise ValueError(f"{message} {bits} out of range")
    return address, bits


def _network(address: _Address, bits: int) -> int:
    return int(address) >> (address.max_prefixlen - bits)


def _cidr(text: str) -> str:
    address, bits = _split(text)
    return f"{address}/{bits}"


def _masked(text: str) -> str:
    address, bits = _split(text)
    return f"{ipaddress.ip_network((address, bits), strict=False)}"


def _contains_ip(text: str, other: str) -> bool:
    address, bits = _split(text)
    member = _parse(other)
    if address.version != member.version:
        return False
    return _network(address, bits) == _network(member, bits)


def _contains_cidr(text: str, other: str) -> bool:
    (address, bits), (member, longer) = _split(text), _split(other)
    if address.version != member.version or bits > longer:
        return False
    return _network(address, bits) == _network(member, bits)


def _valid(read: Callable[[str], object]) -> Callable[[str], bool]:
    def valid(text: str) -> bool:
        try:
            read(text)
        except ValueError:
            return False
        return True

    return valid


def _is_link_local_multicast(text: str) -> bool:
    address = ipaddress.ip_address(text)
    if address.version == 4:
        return int(address) >> 8 == 0xE00000  # 224.0.0.0/24
    return (int(address) >> 112) & 0xFF0F == 0xFF02


def _is_global_unicast(text: str) -> bool:
    address = ipaddress.ip_address(text)
    if text in ("0.0.0.0", "255.255.255.255", "::"):  # noqa: S104 - no socket is bound
        return False
    return not (address.is_loopback or address.is_multicast or _is_link_local_unicast(text))


def _is_link_local_unicast(text: str) -> bool:
    address = ipaddress.ip_address(text)
    if address.version == 4:
        return int(address) >> 16 == 0xA9FE  # 169.254.0.0/16
    return int(address) >> 118 == 0xFE80 >> 6  # fe80::/10


def _of_ip(name: str, result: str, implementation: Callable[[str], object]) -> Function:
    return Function(name, (IP,), result, implementation, member=True, since=30)


def _of_cidr(
    name: str, result: str, implementation: Callable[..., object], *others: str
) -> Function:
    return Function(name, (CIDR, *others), result, implementation, member=True, since=30)


FUNCTIONS = (
    Function("ip", ("string",), IP, lambda text: str(_parse(text)), since=30),
    Function("isIP", ("string",), "bool", _valid(_parse), since=30),
    Function("ip.isCanonical", ("string",), "bool", lambda s: str(_parse(s)) == s, since=30),
    _of_ip("family", "int", lambda text: ipaddress.ip_address(text).version),
    _of_ip("isUnspecified", "bool", lambda text: ipaddress.ip_address(text).is_unspecified),
    _of_ip("isLoopback", "bool", lambda text: ipaddress.ip_address(text).is_loopback),
    _of_ip("isLinkLocalMulticast", "bool", _is_link_local_multicast),
    _of_ip("isLinkLocalUnicast", "bool", _is_link_local_unicast),
    _of_ip("isGlobalUnicast", "bool", _is_global_unicast),
    Function("cidr", ("string",), CIDR, _cidr, since=30),
    Function("isCIDR", ("string",), "bool", _valid(_split), since=30),
    _of_cidr("containsIP", "bool", _contains_ip, IP),
    _of_cidr("containsIP", "bool", _contains_ip, "string"),
    _of_cidr("containsCIDR", "bool", _contains_cidr, CIDR),
    _of_cidr("containsCIDR", "bool", _contains_cidr, "string"),
    _of_cidr("ip", IP, lambda text: str(_split(text)[0])),
    _of_cidr("masked", CIDR, _masked),
    _of_cidr("prefixLength", "int", lambda text: _split(text)[1]),
)
