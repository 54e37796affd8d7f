"""The fixes of a finding that may be shown."""

from catalogc.model.finding import Edit, Finding, Fix
from catalogc.report.redact import hidden_in, redact, shows_secret


def shown_fixes(finding: Finding) -> tuple[Fix, ...]:
    """Return the fixes with edits that repeat no secret; masked, one would destroy the file."""
    return tuple(
        fix
        for fix in finding.fixes
        if fix.edits and not any(_shows_secret(edit, finding) for edit in fix.edits)
    )


def _shows_secret(edit: Edit, finding: Finding) -> bool:
    return (
        repeats_secret(edit.replacement, finding)
        or hidden_in(finding, edit.location, edit.location.span.line) is not None
    )


def repeats_secret(text: str, finding: Finding) -> bool:
    """Tell whether text that is to be written into a file holds a secret value."""
    return shows_secret(text) or redact(text, finding) != text
