"""The format for programs: JSON, version 1.

Lines and columns count from 1, columns in code points; the end is exclusive. Keys are only
ever added within a version. Everything is ASCII, so nothing in it can steer a terminal.
"""

import json
from collections.abc import Sequence
from typing import Any

from catalogc.model.finding import Finding, Fix, fingerprints
from catalogc.model.leaf import LeafId
from catalogc.model.source import Location, format_path
from catalogc.report.links import rule_url
from catalogc.report.redact import hidden_in, redact, shows_secret
from catalogc.report.summary import Summary

VERSION = 1


def report(findings: Sequence[Finding], summary: Summary, *, colour: bool) -> str:
    """Write one JSON object. Wall time is left out: equal runs write equal bytes."""
    del colour
    marks = fingerprints(findings)
    content = {
        "version": VERSION,
        "summary": {
            "leaves": summary.leaves,
            "rendered": summary.rendered,
            "resources": summary.resources,
            "validated": summary.validated,
            "skipped": summary.skipped,
            "errors": summary.errors,
            "warnings": summary.warnings,
            "suppressed": summary.suppressed,
        },
        "findings": [_finding(*pair) for pair in zip(findings, marks, strict=True)],
    }
    return json.dumps(content, indent=2).replace("\x7f", "\\u007f") + "\n"


def _finding(finding: Finding, fingerprint: str) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "message": redact(finding.message, finding),
        **_place(finding.location),
        "field": format_path(finding.field),
        "leaf": _leaf(finding.leaf),
        "related": [
            {**_place(label.location), "message": redact(label.message, finding)}
            for label in finding.related
        ],
        "help": redact(finding.help, finding),
        "url": rule_url(finding.rule),
        "fixes": [_fix(fix, finding) for fix in finding.fixes if not _shows_secret(fix, finding)],
        "fingerprint": fingerprint,
    }


def _place(location: Location) -> dict[str, Any]:
    span = location.span
    return {
        "path": location.file.path,
        "line": span.line,
        "column": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }


def _leaf(leaf: LeafId | None) -> dict[str, str] | None:
    if leaf is None:
        return None
    return {
        "environment": leaf.environment,
        "serviceCatalog": leaf.service_catalog,
        "serviceName": leaf.service_name,
    }


def _fix(fix: Fix, finding: Finding) -> dict[str, Any]:
    return {
        "title": redact(fix.title, finding),
        "applicability": fix.applicability.value,
        "edits": [{**_place(edit.location), "replacement": edit.replacement} for edit in fix.edits],
    }


def _shows_secret(fix: Fix, finding: Finding) -> bool:
    """Whether the text of a fix repeats a secret; masked, it would destroy the file."""
    return any(
        shows_secret(edit.replacement)
        or redact(edit.replacement, finding) != edit.replacement
        or hidden_in(finding, edit.location, edit.location.span.line) is not None
        for edit in fix.edits
    )
