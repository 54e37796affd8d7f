"""One line a finding, shaped as compilers do, so that editors and CI can jump to it."""

from collections.abc import Sequence

from catalogc.model.finding import Applicability, Finding
from catalogc.report.escape import escape
from catalogc.report.redact import redact
from catalogc.report.summary import Summary


def report(findings: Sequence[Finding], summary: Summary, *, colour: bool) -> str:
    """Write ``path:line:column: severity: message [rule]``; nothing where nothing was found.

    A ``[*]`` at the end marks a finding with a safe fix.
    """
    del summary, colour  # one line is one finding, for programs as well
    return "".join(_line(finding) + "\n" for finding in findings)


def _line(finding: Finding) -> str:
    span = finding.location.span
    place = f"{escape(finding.location.file.path)}:{span.line}:{span.column}"
    message = escape(redact(finding.message, finding))
    safe = any(fix.applicability is Applicability.SAFE for fix in finding.fixes)
    mark = " [*]" if safe else ""
    return f"{place}: {finding.severity}: {message} [{escape(finding.rule)}]{mark}"
