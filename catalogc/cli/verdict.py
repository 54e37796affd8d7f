"""From findings to an exit code."""

from collections.abc import Iterable

from catalogc import CONFIG_FILE
from catalogc.cli.exit_codes import ExitCode
from catalogc.model.finding import Finding, Severity

_ENVIRONMENT_RULES = frozenset({"unreadable-file"})


_USAGE_RULES = frozenset({"invalid-waiver"})


def exit_code(
    findings: Iterable[Finding],
    fail_on: Severity = Severity.ERROR,
    policies: Iterable[str] = (),
) -> ExitCode:
    """Choose the exit code of a run that ended by itself; the highest that applies.

    Args:
        policies: folders of policies; like catalogc.yaml they are configuration.
    """
    configuration = tuple(f"{folder}/" for folder in policies)
    code = ExitCode.CLEAN
    for finding in findings:
        if finding.rule in _ENVIRONMENT_RULES:
            return ExitCode.ENVIRONMENT
        path = finding.location.file.path
        is_usage = path == CONFIG_FILE or path.startswith(configuration)
        if finding.severity is Severity.ERROR and (is_usage or finding.rule in _USAGE_RULES):
            code = ExitCode.USAGE
        elif finding.severity is Severity.ERROR or (
            finding.severity is Severity.WARNING and fail_on is Severity.WARNING
        ):
            code = max(code, ExitCode.FINDINGS)
    return code
