"""The Reviewdog Diagnostic Format, for code review comments with suggestions.

Its definition is reviewdog's ``proto/rdf/reviewdog.proto``: columns are bytes of UTF-8 from 1,
and the end is exclusive. A byte order mark is not counted.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from catalogc.model.finding import Applicability, Finding, Fix, Severity
from catalogc.model.source import Location
from catalogc.report.ascii_json import ascii_json
from catalogc.report.fixes import repeats_secret, shown_fixes
from catalogc.report.line_feeds import Point, extent
from catalogc.report.links import HOME_PAGE, rule_url
from catalogc.report.prose import headline, remarks, shown
from catalogc.report.summary import Summary

_SEVERITY = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.INFO: "INFO"}


def report(findings: Sequence[Finding], summary: Summary, *, colour: bool) -> str:
    """Write one ``DiagnosticResult``."""
    del summary, colour
    return ascii_json(
        {
            "source": {"name": "catalogc", "url": HOME_PAGE},
            "diagnostics": [_diagnostic(finding) for finding in findings],
        }
    )


def _diagnostic(finding: Finding) -> dict[str, Any]:
    suggestions = [
        suggestion for fix in shown_fixes(finding) for suggestion in _suggestion(fix, finding)
    ]
    lines = (headline(finding), *remarks(finding), *_fix_titles(finding))
    diagnostic = {
        "message": "\n".join(lines),
        "location": {
            "path": finding.location.file.path,
            "range": _range(*extent(finding.location)),
        },
        "severity": _SEVERITY[finding.severity],
        "code": {"value": finding.rule, "url": rule_url(finding.rule)},
    }
    return {**diagnostic, "suggestions": suggestions} if suggestions else diagnostic


def _fix_titles(finding: Finding) -> Iterator[str]:
    for fix in finding.fixes:
        unsafe = " (unsafe)" if fix.applicability is Applicability.UNSAFE else ""
        yield f"fix: {shown(fix.title, finding)}{unsafe}"


def _suggestion(fix: Fix, finding: Finding) -> Iterator[dict[str, Any]]:
    """Yield a fix as one replacement, as each suggestion is accepted on its own.

    Nothing, where the fix edits another file or edits overlap, or where the text between its
    edits holds a secret.
    """
    file = finding.location.file
    edits = sorted(fix.edits, key=lambda edit: edit.location.span.start)
    spans = [edit.location.span for edit in edits]
    if any(edit.location.file != file for edit in edits):
        return
    if any(first.end > second.start for first, second in pairwise(spans)):
        return
    text = edits[0].replacement
    for (before, after), edit in zip(pairwise(spans), edits[1:], strict=True):
        text += file.text[before.end : after.start] + edit.replacement
    if not repeats_secret(text, finding):
        start, end = extent(edits[0].location)[0], _last(edits[-1].location)
        yield {"range": _range(start, end), "text": text}


def _last(location: Location) -> Point:
    return extent(location)[1]


def _range(start: Point, end: Point) -> dict[str, Any]:
    return {
        "start": {"line": start.line, "column": start.byte},
        "end": {"line": end.line, "column": end.byte},
    }
