"""Build findings from the text that they point at."""

from typing import Any

from catalogc.model.finding import Finding, Severity
from catalogc.model.source import Location, SourceFile, Span


def place(text: str, token: str, path: str = "catalog/a/b/dev.yaml") -> Location:
    """Locate ``token``, which stands once in ``text``."""
    assert text.count(token) == 1, token
    start = text.index(token)
    return between(text, start, start + len(token), path)


def between(text: str, start: int, end: int, path: str = "catalog/a/b/dev.yaml") -> Location:
    """Locate the code points from ``start`` up to ``end``."""
    line, column = _position(text, start)
    end_line, end_column = _position(text, end)
    return Location(SourceFile(path, text), Span(line, column, end_line, end_column, start, end))


def finding(location: Location, message: str = "wrong", **more: Any) -> Finding:
    return Finding("a-rule", more.pop("severity", Severity.ERROR), message, location, **more)


def _position(text: str, offset: int) -> tuple[int, int]:
    before = text[:offset].replace("\r\n", "\r\0").replace("\r", "\n").replace("\0", "")
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
