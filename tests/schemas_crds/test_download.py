"""Downloads: https alone, so many bytes, and no secret in a message."""

import io
import urllib.error
import urllib.request

import pytest

from catalogc.schemas.crd_import import download
from catalogc.schemas.crd_import.definitions import ImportRefused
from catalogc.schemas.crd_import.download import fetch, shown_url

URL = "https://example.com/crd.yaml"


class Opener:
    """Answers with some bytes, or fails."""

    def __init__(self, content=b"", error=None):
        self.content, self.error, self.timeout = content, error, None

    def open(self, _, timeout):
        self.timeout = timeout
        if self.error:
            raise self.error
        return io.BytesIO(self.content)


def test_content_comes_up_to_the_limit():
    opener = Opener(b"x" * 300_000)
    assert fetch(URL, 500_000, opener) == b"x" * 300_000
    assert fetch(URL, 200_001, opener) == b"x" * 200_001
    assert opener.timeout == download.TIMEOUT


REFUSED = [
    ("http://example.com/crd.yaml", "http://example.com/crd.yaml: only https is downloaded"),
    ("file:///etc/passwd", "only https is downloaded"),
    ("https://", "only https is downloaded"),
    ("https://user:secret@example.com/crd.yaml", "a URL must not hold a user or a password"),
    ("https://token@example.com/crd.yaml", "a URL must not hold a user or a password"),
    ("https://example.com:x/crd.yaml", "URL: it is not a URL"),
]


@pytest.mark.parametrize(("url", "message"), REFUSED)
def test_other_urls_are_refused(url, message):
    with pytest.raises(ImportRefused) as refusal:
        fetch(url, 10, Opener(b"x"))
    assert message in str(refusal.value)
    assert not refusal.value.unreadable
    assert "secret" not in str(refusal.value)
    assert "token" not in str(refusal.value)


FAILURES = [
    (urllib.error.HTTPError(URL, 404, "Not Found", None, None), "the server answers 404"),
    (urllib.error.URLError("no route"), "it cannot be downloaded: no route"),
    (TimeoutError("timed out"), "it cannot be downloaded: timed out"),
    (ConnectionResetError(), "it cannot be downloaded: ConnectionResetError"),
]


@pytest.mark.parametrize(("error", "message"), FAILURES)
def test_failures_are_told(error, message):
    with pytest.raises(ImportRefused) as refusal:
        fetch(URL, 10, Opener(error=error))
    assert str(refusal.value) == f"{URL}: {message}"
    assert refusal.value.unreadable


def test_a_download_has_a_deadline(monkeypatch):
    monkeypatch.setattr(download, "DEADLINE", -1.0)
    with pytest.raises(ImportRefused, match="it takes longer than"):
        fetch(URL, 10, Opener(b"x"))


@pytest.mark.parametrize("target", ["http://example.com/x", "file:///etc/passwd", "ftp://a/b"])
def test_redirects_lead_to_https_alone(target):
    request = urllib.request.Request(URL)
    handler = download._HttpsOnly()
    with pytest.raises(urllib.error.URLError, match="not https"):
        handler.redirect_request(request, None, 302, "Found", {}, target)
    assert handler.redirect_request(request, None, 302, "Found", {}, "https://example.com/y")


def test_the_opener_knows_no_other_scheme():
    with pytest.raises(urllib.error.URLError, match="unknown url type: file"):
        download._opener().open("file:///etc/hostname")


def test_urls_are_shown_without_secrets():
    shown = shown_url("https://user:secret@Example.com:8443/a/b.yaml?token=x#y")
    assert shown == "https://example.com:8443/a/b.yaml"
