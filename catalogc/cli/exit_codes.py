"""Exit codes, the same in every format."""

from collections.abc import Iterable
from enum import IntEnum

from catalogc.config import FILE_NAME
from catalogc.model.finding import Finding, Severity


class ExitCode(IntEnum):
    """What a run ends with."""

    CLEAN = 0
    FINDINGS = 1
    USAGE = 2
    ENVIRONMENT = 3
    BUG = 4
    INTERRUPTED = 130


_ENVIRONMENT_RULES = frozenset({"unreadable-file"})


def exit_code(findings: Iterable[Finding], fail_on: Severity = Severity.ERROR) -> ExitCode:
    """Choose the exit code of a run that ended by itself; the highest that applies."""
    code = ExitCode.CLEAN
    for finding in findings:
        if finding.rule in _ENVIRONMENT_RULES:
            return ExitCode.ENVIRONMENT
        if finding.severity is Severity.ERROR and finding.location.file.path == FILE_NAME:
            code = ExitCode.USAGE
        elif finding.severity is Severity.ERROR or (
            finding.severity is Severity.WARNING and fail_on is Severity.WARNING
        ):
            code = max(code, ExitCode.FINDINGS)
    return code
