"""GitLab's Code Quality report: a JSON array with one object a finding.

The fields are those that GitLab documents; it shows only the first of equal fingerprints.
"""

from collections.abc import Sequence
from typing import Any

from catalogc.model.finding import Finding, Severity, fingerprints
from catalogc.report.ascii_json import ascii_json
from catalogc.report.escape import escape
from catalogc.report.line_feeds import extent
from catalogc.report.prose import headline, shown
from catalogc.report.summary import Summary

# GitLab also knows critical and blocker; no finding outranks another error.
_SEVERITY = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def report(findings: Sequence[Finding], summary: Summary, *, colour: bool) -> str:
    """Write the array; an empty one tells GitLab that old findings are gone."""
    del summary, colour
    marks = fingerprints(findings)
    return ascii_json([_entry(*pair) for pair in zip(findings, marks, strict=True)])


def _entry(finding: Finding, fingerprint: str) -> dict[str, Any]:
    start, end = extent(finding.location)
    remedy = f"; {shown(finding.help, finding)}" if finding.help else ""
    return {
        # The merge request shows the description alone.
        "description": f"{escape(finding.rule)}: {headline(finding)}{remedy}",
        "check_name": finding.rule,
        "fingerprint": fingerprint,
        "severity": _SEVERITY[finding.severity],
        "location": {
            "path": finding.location.file.path,
            "lines": {"begin": start.line, "end": end.line},
        },
    }
