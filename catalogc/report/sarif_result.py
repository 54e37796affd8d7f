"""One finding as a SARIF result."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from catalogc.model.finding import Edit, Finding, Fix, Severity
from catalogc.model.source import FieldPath, Location, SourceFile, format_path
from catalogc.report.fixes import shown_fixes
from catalogc.report.prose import shown
from catalogc.report.redact import redact

ROOT = "SRCROOT"
"""Names the folder that all paths are relative to."""

LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}

FINGERPRINT = "catalogcFinding/v1"

# GitHub's code scanning refuses a result with more; one is the primary location.
MAX_RELATED = 999


def result(finding: Finding, rule_index: int, fingerprint: str) -> dict[str, Any]:
    """Describe a finding; ``rule_index`` is that of its rule in ``tool.driver.rules``."""
    related = list(_related(finding))
    fixes = list(_distinct(_fix(fix, finding) for fix in shown_fixes(finding)))
    content = {
        "ruleId": finding.rule,
        "ruleIndex": rule_index,
        "level": LEVEL[finding.severity],
        "message": {"text": _message(finding, len(related))},
        "locations": [_primary(finding)],
        "relatedLocations": related[:MAX_RELATED],
        "partialFingerprints": {FINGERPRINT: fingerprint},
        "fixes": fixes,
        "properties": _leaf(finding),
    }
    return {key: value for key, value in content.items() if value not in ([], {})}


def sarif_text(text: str) -> str:
    """Return plain text that no SARIF viewer takes for a placeholder or a link.

    Braces are doubled, as section 3.11.5 demands; what would be a link (3.11.6) is broken.
    """
    return text.replace("{", "{{").replace("}", "}}").replace("](", "] (")


def _message(finding: Finding, related: int) -> str:
    lines = [shown(finding.message, finding)]
    if finding.help:
        lines.append(f"help: {shown(finding.help, finding)}")
    if related > MAX_RELATED:
        lines.append(f"{related - MAX_RELATED} of {related} related places are left out")
    return sarif_text("\n".join(lines))


def _primary(finding: Finding) -> dict[str, Any]:
    location: dict[str, Any] = {"physicalLocation": _place(finding.location)}
    if finding.field:
        location["logicalLocations"] = [_logical(finding.field)]
    if finding.label:
        location["message"] = {"text": sarif_text(shown(finding.label, finding))}
    return location


def _related(finding: Finding) -> Iterator[dict[str, Any]]:
    places = [(label.location, shown(label.message, finding)) for label in finding.related]
    if finding.policy:
        places.append((finding.policy, "the policy"))
    for number, (location, message) in enumerate(places, 1):
        yield {
            "id": number,
            "physicalLocation": _place(location),
            "message": {"text": sarif_text(message)},
        }


def _place(location: Location) -> dict[str, Any]:
    return {"artifactLocation": _artifact(location.file), "region": _region(location)}


def _artifact(file: SourceFile) -> dict[str, str]:
    return {"uri": quote(file.path.encode("utf-8", "surrogateescape")), "uriBaseId": ROOT}


def _region(location: Location) -> dict[str, int]:
    span = location.span
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }


def _logical(field: FieldPath) -> dict[str, str]:
    """Describe a field; the kinds are those of section 3.33.7 for JSON."""
    return {
        "name": str(field[-1]),
        "fullyQualifiedName": format_path(field),
        "kind": "value" if isinstance(field[-1], int) else "property",
    }


def _fix(fix: Fix, finding: Finding) -> dict[str, Any]:
    changes: dict[SourceFile, list[Edit]] = {}
    for edit in fix.edits:
        changes.setdefault(edit.location.file, []).append(edit)
    return {
        "description": {"text": sarif_text(shown(fix.title, finding))},
        "artifactChanges": [
            {
                "artifactLocation": _artifact(file),
                "replacements": [_replacement(edit) for edit in edits],
            }
            for file, edits in changes.items()
        ],
        "properties": {"applicability": fix.applicability.value},
    }


def _replacement(edit: Edit) -> dict[str, Any]:
    return {
        "deletedRegion": _region(edit.location),
        "insertedContent": {"text": edit.replacement},
    }


def _distinct(fixes: Iterator[dict[str, Any]]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for fix in fixes:
        if fix not in found:
            found.append(fix)
    return found


def _leaf(finding: Finding) -> dict[str, Any]:
    if finding.leaf is None:
        return {}
    leaf = finding.leaf
    identity = {
        "environment": leaf.environment,
        "serviceCatalog": leaf.service_catalog,
        "serviceName": leaf.service_name,
    }
    return {"leaf": {key: redact(value, finding) for key, value in identity.items()}}
