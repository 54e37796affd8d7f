"""From findings to an exit code."""

from collections.abc import Iterable

from catalogc import CONFIG_FILE
from catalogc.cli.exit_codes import ExitCode
from catalogc.model.finding import Finding, Severity

_ENVIRONMENT_RULES = frozenset({"unreadable-file"})


def exit_code(findings: Iterable[Finding], fail_on: Severity = Severity.ERROR) -> ExitCode:
    """Choose the exit code of a run that ended by itself; the highest that applies."""
    code = ExitCode.CLEAN
    for finding in findings:
        if finding.rule in _ENVIRONMENT_RULES:
            return ExitCode.ENVIRONMENT
        if finding.severity is Severity.ERROR and finding.location.file.path == CONFIG_FILE:
            code = ExitCode.USAGE
        elif finding.severity is Severity.ERROR or (
            finding.severity is Severity.WARNING and fail_on is Severity.WARNING
        ):
            code = max(code, ExitCode.FINDINGS)
    return code
