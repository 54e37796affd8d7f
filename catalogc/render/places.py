"""Where in a chart's files a render failure lies."""

import re

from catalogc.model.adapter import Chart
from catalogc.model.source import START_OF_FILE, Location, SourceFile, Span
from catalogc.render.protocol import FailureKind, RenderFailure

_MIN_LITERAL = 3


def template_location(chart: Chart, failure: RenderFailure) -> Location | None:
    """Locate a failure in a template; None where its file is not one of the chart's.

    The span is the failing expression where it can be found, else the line, else the start
    of the file.
    """
    file = _template_file(chart, failure.template)
    if file is None:
        return None
    lines = file.text.split("\n")
    if failure.kind is FailureKind.INVALID_MANIFEST:
        return _line_location(file, lines, _printed_by(lines, failure.expression))
    if not 0 < failure.line <= len(lines):
        return Location(file, START_OF_FILE)
    line = lines[failure.line - 1]
    if not failure.column:
        return _line_location(file, lines, failure.line)
    start = len(line.encode()[: failure.column - 1].decode(errors="ignore"))
    start, end = _expression(line, start, failure.expression)
    return Location(file, _span(lines, failure.line, start, end))


def template_start(chart: Chart, template: str) -> Location | None:
    """Locate the start of a template; None where it is not one of the chart's files."""
    file = _template_file(chart, template)
    return Location(file, START_OF_FILE) if file else None


def _template_file(chart: Chart, template: str) -> SourceFile | None:
    content = chart.files.get(template)
    if content is None:
        return None
    return SourceFile(f"{chart.path}/{template}", content.decode(errors="replace"))


def _expression(line: str, near: int, expression: str) -> tuple[int, int]:
    """Find the expression that contains or follows a column; Go points into its middle."""
    starts = [match.start() for match in re.finditer(re.escape(expression), line)]
    for start in starts if expression else ():
        if start <= near <= start + len(expression):
            return start, start + len(expression)
    word = re.compile(r"[.$\w]*").match(line, near)
    end = word.end() if word else near
    return near, max(end, min(near + 1, len(line)))


def _printed_by(lines: list[str], printed: str) -> int:
    """Guess the one template line whose literal start a printed line shares; 0 if unsure."""
    numbers = []
    for number, line in enumerate(lines, start=1):
        literal = line.partition("{{")[0].strip()
        if len(literal) >= _MIN_LITERAL and printed.strip().startswith(literal):
            numbers.append(number)
    return numbers[0] if len(numbers) == 1 else 0


def _line_location(file: SourceFile, lines: list[str], number: int) -> Location:
    if not number:
        return Location(file, START_OF_FILE)
    line = lines[number - 1]
    indent = len(line) - len(line.lstrip())
    return Location(file, _span(lines, number, indent, len(line.rstrip())))


def _span(lines: list[str], number: int, start: int, end: int) -> Span:
    """A span inside one line; ``start`` and ``end`` count code points from 0."""
    end = max(start, end)
    offset = sum(len(line) + 1 for line in lines[: number - 1])
    return Span(number, start + 1, number, end + 1, offset + start, offset + end)
