"""``url``: parts of URLs, read as Go's net/url does (kubernetes.io, CEL, URL library)."""

import re
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from catalogc.cel.libraries.opaque import URL, Function

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_BAD_ESCAPE = re.compile(r"%(?![0-9a-fA-F]{2})")
_USER = re.compile(r"[A-Za-z0-9\-._:~!$&'()*+,;=%@]*\Z")
_HOST = re.compile(r"[A-Za-z0-9\-._~!$&'()*+,;=:\[\]<>\"%\u0080-\U0010ffff]*\Z")
_HOST_ESCAPE = re.compile(r"%(?![89a-fA-F][0-9a-fA-F])")  # only bytes that are no ASCII
_PORT = re.compile(r"(?::[0-9]*)?\Z")
_PATH_AS_IS = re.compile(r"[A-Za-z0-9\-._~!$&'()*+,;=:@/\[\]%]*\Z")
_PATH_SAFE = frozenset(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~$&+,/:;=@"
)


class _Parts(NamedTuple):
    scheme: str = ""
    host: str = ""
    path: str = ""
    query: str = ""


def _error(detail: str) -> ValueError:
    return ValueError(f"URL parse error during conversion from string: {detail}")


def _parse(text: str, *, request: bool) -> _Parts:
    """Read a URL as ``url.ParseRequestURI`` (request) or ``url.Parse`` does."""
    if _CONTROL.search(text):
        raise _error("invalid control character in URL")
    rest = text if request else text.partition("#")[0]
    if not rest and request:
        raise _error("empty url")
    scheme, rest = _scheme(rest)
    rest, _, query = rest.partition("?")
    if not rest.startswith("/"):
        if scheme:
            return _Parts(scheme, query=query)  # mailto:someone
        if request:
            raise _error("invalid URI for request")
    host = ""
    if rest.startswith("//") and (scheme or not (request or rest.startswith("///"))):
        authority, slash, path = rest[2:].partition("/")
        host, rest = _authority(authority), slash + path
    if _BAD_ESCAPE.search(rest):
        raise _error("invalid URL escape")
    return _Parts(scheme, host, rest, query)


def _scheme(text: str) -> tuple[str, str]:
    match = _SCHEME.match(text)
    if match:
        return match[1].lower(), text[match.end() :]
    if text.startswith(":"):
        raise _error("missing protocol scheme")
    return "", text


def _authority(text: str) -> str:
    user, at, host = text.rpartition("@")
    if at and (not _USER.match(user) or _BAD_ESCAPE.search(user)):
        raise _error("net/url: invalid userinfo")
    closing = host.rfind("]")
    if host.startswith("["):
        if closing < 0:
            raise _error("missing ']' in host")
        port = host[closing + 1 :]
    else:
        port = host[host.rfind(":") :] if ":" in host else ""
    if not _PORT.match(port):
        raise _error(f'invalid port "{port}" after host')
    plain = host[:closing].partition("%25")[0] + host[closing:] if closing > 0 else host
    if not _HOST.match(plain) or _HOST_ESCAPE.search(plain):
        raise _error("invalid character in host name")
    return unquote_to_bytes(host).decode("utf-8", "replace") if "%" in host else host


def _url(text: str) -> str:
    _parse(text, request=True)
    _parse(text, request=False)
    return text


def _is_url(text: str) -> bool:
    try:
        _parse(text, request=True)
    except ValueError:
        return False
    return True


def _hostname(text: str) -> str:
    host = _host(text)
    if host.startswith("["):
        return host[1 : host.rfind("]")]
    return host.rpartition(":")[0] if ":" in host else host


def _port(text: str) -> str:
    host = _host(text)
    tail = host[host.rfind("]") + 1 :]
    return tail.rpartition(":")[2] if ":" in tail else ""


def _escaped_path(text: str) -> str:
    path = _parse(text, request=False).path
    if _PATH_AS_IS.match(path):
        return path
    raw = unquote_to_bytes(path)
    return "".join(chr(byte) if byte in _PATH_SAFE else f"%{byte:02X}" for byte in raw)


def _query(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for pair in _parse(text, request=False).query.split("&"):
        if not pair or ";" in pair or _BAD_ESCAPE.search(pair):
            continue
        key, _, value = pair.partition("=")
        found.setdefault(_unescaped(key), []).append(_unescaped(value))
    return found


def _unescaped(text: str) -> str:
    return unquote_to_bytes(text.replace("+", " ")).decode("utf-8", "replace")


def _host(text: str) -> str:
    return _parse(text, request=False).host


def _scheme_of(text: str) -> str:
    return _parse(text, request=False).scheme


FUNCTIONS = (
    Function("url", ("string",), URL, _url),
    Function("isURL", ("string",), "bool", _is_url),
    Function("getScheme", (URL,), "string", _scheme_of, member=True),
    Function("getHost", (URL,), "string", _host, member=True),
    Function("getHostname", (URL,), "string", _hostname, member=True),
    Function("getPort", (URL,), "string", _port, member=True),
    Function("getEscapedPath", (URL,), "string", _escaped_path, member=True),
    Function("getQuery", (URL,), "map(string, list(string))", _query, member=True),
)
