"""Workflow commands of GitHub Actions, which become annotations of a pull request.

The runner reads a command from a line that starts with ``::``; how values are escaped, and
that columns go with one line only, are rules of the runner's command parser (actions/runner,
``ActionCommand.cs`` and ``ActionCommandManager.cs``).
"""

from collections.abc import Iterator, Sequence

from catalogc.model.finding import Finding, Severity
from catalogc.report.escape import escape
from catalogc.report.line_feeds import extent
from catalogc.report.prose import headline, remarks
from catalogc.report.summary import Summary
from catalogc.report.text import closing_line

LIMIT = 10
"""Annotations of one kind that GitHub shows of a step."""

# Worst first: what is beyond the limit of a step is not shown.
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def report(findings: Sequence[Finding], summary: Summary, *, colour: bool) -> str:
    """Write one command a finding, at most ``LIMIT`` of a kind, then plain lines with counts."""
    del colour
    lines: list[str] = []
    left: list[str] = []
    for severity, command in _COMMANDS.items():
        found = [finding for finding in findings if finding.severity is severity]
        lines.extend(_command(finding, command) for finding in found[:LIMIT])
        more = len(found) - LIMIT
        if more > 0:
            left.append(f"{more} {command}{'s' * (more > 1)}")
    if left:
        lines.append(
            f"Not annotated, because GitHub shows {LIMIT} of a kind a step: {', '.join(left)}; "
            "--format text shows all."
        )
    lines.append(closing_line(findings, summary))
    return "".join(f"{line}\n" for line in lines)


def _command(finding: Finding, command: str) -> str:
    properties = ",".join(f"{key}={_property(value)}" for key, value in _properties(finding))
    message = "\n".join((headline(finding), *remarks(finding)))
    return f"::{command} {properties}::{_data(message)}"


def _properties(finding: Finding) -> Iterator[tuple[str, str]]:
    start, end = extent(finding.location)
    yield "file", escape(finding.location.file.path)
    yield "line", str(start.line)
    if start.line == end.line:
        yield "col", str(start.column)
        yield "endLine", str(end.line)
        yield "endColumn", str(end.column)
    else:
        yield "endLine", str(end.line)  # the runner drops columns of several lines
    yield "title", f"catalogc ({escape(finding.rule)})"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
