"""Whether a browser can read a URL: the URL Standard's parser, as far as it can fail.

Names with characters outside ASCII are taken to be domains. https://url.spec.whatwg.org/
"""

import ipaddress
import re
from urllib.parse import unquote

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(.*)", re.DOTALL)
_SPECIAL = frozenset({"ftp", "http", "https", "ws", "wss"})
_EDGES = "".join(map(chr, range(33)))
_FORBIDDEN = re.compile(r"[\x00\t\n\r #/:<>?@\[\\\]^|]")
_FORBIDDEN_IN_DOMAIN = re.compile(r"[\x00-\x20\x7f#%/:<>?@\[\\\]^|]")
_PORT = re.compile(r"0*[0-9]{0,5}")
_NUMBER = re.compile(r"[0-9]+|0[xX][0-9a-fA-F]*")


def is_url(text: str) -> bool:
    """Tell whether ``new URL(text)`` of a browser, or of Node.js, takes an absolute URL."""
    match = _SCHEME.fullmatch(re.sub(r"[\t\n\r]", "", text.strip(_EDGES)))
    if match is None:
        return False
    scheme, rest = match[1].lower(), match[2]
    if scheme in _SPECIAL:
        return _is_authority(re.split(r"[/\\?#]", rest.lstrip("/\\"), maxsplit=1)[0])
    if scheme == "file":
        rest = rest.replace("\\", "/")
    if not rest.startswith("//"):
        return True
    authority = re.split(r"[/?#]", rest[2:], maxsplit=1)[0]
    if scheme == "file":
        is_drive = re.fullmatch(r"[A-Za-z][:|]", authority) is not None
        return not authority or is_drive or _is_host(authority, special=True)
    return not authority or _is_authority(authority, special=False)


def _is_authority(authority: str, *, special: bool = True) -> bool:
    host = authority.rpartition("@")[2]
    port = ""
    colon = host.find(":", host.find("]") + 1 if host.startswith("[") else 0)
    if colon >= 0:
        host, port = host[:colon], host[colon + 1 :]
    if _PORT.fullmatch(port) is None or int(port.lstrip("0") or "0") > 65535:
        return False
    return _is_host(host, special=special)


def _is_host(host: str, *, special: bool) -> bool:
    if not host:
        return False
    if host.startswith("["):
        return host.endswith("]") and _is_ipv6(host[1:-1])
    if not special:
        return _FORBIDDEN.search(host) is None
    domain = unquote(host, errors="replace")
    if _FORBIDDEN_IN_DOMAIN.search(domain):
        return False
    parts = domain.removesuffix(".").split(".")
    return _NUMBER.fullmatch(parts[-1]) is None or _is_ipv4(parts)


def _is_ipv6(text: str) -> bool:
    try:
        ipaddress.IPv6Address(text)
    except ValueError:
        return False
    return "%" not in text


def _is_ipv4(parts: list[str]) -> bool:
    """Each part is decimal, octal or hexadecimal; the last one stands for all that are left."""
    if len(parts) > 4:
        return False
    numbers = [_number(part) for part in parts]
    *first, last = numbers
    fits = all(number is not None and number <= 255 for number in first)
    return fits and last is not None and last < 256 ** (5 - len(parts))


def _number(text: str) -> int | None:
    base, digits = 10, text
    if text[:2].lower() == "0x":
        base, digits = 16, text[2:] or "0"
    elif len(text) > 1 and text.startswith("0"):
        base = 8
    try:
        return int(digits, base) if digits.isalnum() and digits.isascii() else None
    except ValueError:
        return None
