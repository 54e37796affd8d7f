"""The lines of a file that a span covers, with what to underline in each."""

from dataclasses import dataclass

from catalogc.model.finding import Finding
from catalogc.model.source import Location
from catalogc.report.redact import hidden_in, lines_of
from catalogc.report.row import Row, layout


@dataclass(frozen=True, slots=True)
class Line:
    """A numbered source line; ``gap`` tells that lines before it are left out."""

    number: int
    row: Row
    gap: bool = False


def excerpt(finding: Finding, location: Location) -> tuple[Line, ...]:
    """Return the first and the last line of a span; nothing for a file without text."""
    if not location.file.text:
        return ()
    first = location.span.line
    last, end = _last_line(location)
    start = location.span.column - 1
    if last == first:
        return (_line(finding, location, first, start, end),)
    text = lines_of(location.file)
    indent = len(text[last - 1]) - len(text[last - 1].lstrip())
    whole = len(text[first - 1].rstrip())
    opening = _line(finding, location, first, start, whole)
    closing = _line(finding, location, last, indent, end, gap=last > first + 1)
    return (opening, closing)


def _last_line(location: Location) -> tuple[int, int]:
    """The last line with text in the span, and the index after the span in it."""
    span = location.span
    text = lines_of(location.file)
    number, end = min(span.end_line, len(text)), span.end_column - 1
    while number > span.line and not text[number - 1][:end].strip():
        number -= 1
        end = len(text[number - 1].rstrip())
    return number, end


def _line(
    finding: Finding, location: Location, number: int, start: int, end: int, *, gap: bool = False
) -> Line:
    lines = lines_of(location.file)
    line = lines[number - 1] if number <= len(lines) else ""
    return Line(number, layout(line, start, end, hidden_in(finding, location, number)), gap)
