"""The only place where catalogc itself opens a connection: an https URL that somebody typed."""

import http.client
import time
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlsplit

from catalogc.schemas.crd_import.definitions import ImportRefused

TIMEOUT = 30.0
"""Seconds without a byte after which a download is given up."""

DEADLINE = 120.0
"""Seconds that a whole download may take."""

_CHUNK = 1 << 16


def is_url(source: str) -> bool:
    """Tell whether a source is a URL and no path."""
    return "://" in source


def shown_url(url: str) -> str:
    """Return a URL without what may be a secret: user, password, query and fragment."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "URL"
    return f"{parts.scheme}://{host}{port}{parts.path}"


def fetch(url: str, limit: int, opener: Any = None) -> bytes:
    """Get at most ``limit`` bytes of an https URL.

    Args:
        opener: what opens requests, for tests; by default urllib's, which follows redirects to
            https alone.

    Raises:
        ImportRefused: another scheme, a URL with a password, or nothing came.
    """
    name = shown_url(url)
    _check(url, name)
    request = urllib.request.Request(url, headers={"User-Agent": "catalogc"})  # noqa: S310 - https
    try:
        with (opener or _opener()).open(request, timeout=TIMEOUT) as answer:
            return _read(answer, limit)
    except urllib.error.HTTPError as error:
        raise ImportRefused(name, f"the server answers {error.code}", unreadable=True) from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        text = f"it cannot be downloaded: {str(reason) or type(error).__name__}"
        raise ImportRefused(name, text, unreadable=True) from None


def _check(url: str, name: str) -> None:
    remedy = "download it yourself, and name the file"
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise ImportRefused(name, "it is not a URL", remedy) from None
    if parts.scheme != "https" or not parts.hostname:
        raise ImportRefused(name, "only https is downloaded", remedy)
    if parts.username or parts.password:
        raise ImportRefused(name, "a URL must not hold a user or a password", remedy)


def _read(answer: Any, limit: int) -> bytes:
    """Read in small parts: one large read would wait for a slow server without an end."""
    parts = []
    left = limit
    end = time.monotonic() + DEADLINE
    while left and (part := answer.read1(min(left, _CHUNK))):
        if time.monotonic() > end:
            raise TimeoutError(f"it takes longer than {DEADLINE:.0f} s")
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


class _HttpsOnly(urllib.request.HTTPRedirectHandler):
    def redirect_request(
        self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> Any:
        if urlsplit(newurl).scheme != "https":
            raise urllib.error.URLError("it leads to a URL that is not https")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _opener() -> urllib.request.OpenerDirector:
    """Return an opener that knows https and its errors alone: neither file: nor ftp:."""
    opener = urllib.request.OpenerDirector()
    for part in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        _HttpsOnly(),
        urllib.request.HTTPSHandler(),
        urllib.request.UnknownHandler(),
    ):
        opener.add_handler(part)
    return opener
