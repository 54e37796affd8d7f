"""Sentences of a finding, as people may read them anywhere."""

from collections.abc import Iterator

from catalogc.model.finding import Finding
from catalogc.model.source import Location
from catalogc.report.escape import escape
from catalogc.report.redact import redact


def shown(text: str, finding: Finding) -> str:
    """Return text of a finding in one line: secrets masked, control characters visible."""
    return escape(redact(text, finding))


def headline(finding: Finding) -> str:
    """Return the message and what the caret would say: ``gpu.count is 4 (too many)``."""
    message = shown(finding.message, finding)
    return f"{message} ({shown(finding.label, finding)})" if finding.label else message


def remarks(finding: Finding) -> Iterator[str]:
    """Tell the other places of a finding, then its policy and its remedy, one a line."""
    for label in finding.related:
        yield f"see {position(label.location)}: {shown(label.message, finding)}"
    if finding.policy:
        yield f"policy: {position(finding.policy)}"
    if finding.help:
        yield f"help: {shown(finding.help, finding)}"


def position(location: Location) -> str:
    """Return ``path:line:column``."""
    return f"{escape(location.file.path)}:{location.span.line}:{location.span.column}"
