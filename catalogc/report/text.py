"""The format for people: a frame around the source line of every finding."""

from collections.abc import Iterator, Sequence

from catalogc.model.display import listing
from catalogc.model.finding import Applicability, Finding, Severity
from catalogc.model.source import Location, format_path
from catalogc.report.colour import Paint
from catalogc.report.escape import escape
from catalogc.report.excerpt import Line, excerpt
from catalogc.report.redact import redact
from catalogc.report.summary import Summary

_OPTION = {Applicability.SAFE: "--fix", Applicability.UNSAFE: "--unsafe-fixes"}


def report(findings: Sequence[Finding], summary: Summary, *, colour: bool) -> str:
    """Write every finding as a frame, in the order given, and a closing line."""
    return f"{frames(findings, colour=colour)}{closing_line(findings, summary)}\n"


def frames(findings: Sequence[Finding], *, colour: bool) -> str:
    """Write every finding as a frame, in the order given, with an empty line after each."""
    paint = Paint(colour)
    return "".join("\n".join(_frame(finding, paint)) + "\n\n" for finding in findings)


def closing_line(findings: Sequence[Finding], summary: Summary) -> str:
    """Say in one sentence what was checked and what was found."""
    infos = sum(finding.severity is Severity.INFO for finding in findings)
    counts = [
        _count(summary.errors, "error"),
        _count(summary.warnings, "warning"),
        _count(infos, "info", "infos"),
    ]
    fixable = sum(_is_fixable(finding) for finding in findings)
    details = [
        f"[*] {fixable} fixable with --fix" if fixable else "",
        _count(summary.suppressed, "suppressed", "suppressed"),
        _not_validated(summary),
        _count(summary.third_party, "leaf rendered by Argo CD", "leaves rendered by Argo CD"),
    ]
    found = ", ".join(filter(None, counts))
    more = ", ".join(filter(None, details))
    end = f" ({more})." if more else "."
    if found:
        leaves = _count(summary.leaves, "leaf", "leaves") or "0 leaves"
        what = f"{leaves} and {_resources(summary)}" if summary.validated else leaves
        return f"Checked {what} in {duration(summary.seconds)}: {found}{end}"
    return _clean(summary) + end


def duration(seconds: float) -> str:
    """Write a wall time: ``40ms``, ``0.6s``, ``75.0s``."""
    return f"{seconds * 1000:.0f}ms" if seconds < 0.1 else f"{seconds:.1f}s"


def _clean(summary: Summary) -> str:
    if summary.leaves == 0 and summary.since:
        return f"No leaf can have changed since {summary.since}"
    if summary.leaves == 0:
        return "No leaves were found, so none was checked"
    is_one = summary.leaves == 1
    reached = " that changes can reach" if summary.since else ""
    what = ("1 leaf" if is_one else f"All {summary.leaves} leaves") + reached
    if summary.validated:
        return f"{what} and {'its' if is_one else 'their'} {_resources(summary)} are clean"
    return f"{what} {'is' if is_one else 'are'} clean"


def _resources(summary: Summary) -> str:
    return _count(summary.validated, "resource")


def _not_validated(summary: Summary) -> str:
    unknown = _count(summary.skipped, "resource")
    kinds = escape(listing(list(summary.without_schema)))
    return f"{unknown} not validated{f': no schema of {kinds}' if kinds else ''}" if unknown else ""


def _count(number: int, singular: str, plural: str = "") -> str:
    if number == 0:
        return ""
    return f"{number} {singular if number == 1 else plural or singular + 's'}"


def _is_fixable(finding: Finding) -> bool:
    return any(fix.applicability is Applicability.SAFE for fix in finding.fixes)


def _frame(finding: Finding, paint: Paint) -> Iterator[str]:
    places = [(finding.location, finding.label, "^")]
    places += [(label.location, label.message, "-") for label in finding.related]
    excerpts = [excerpt(finding, location) for location, _, _ in places]
    numbers = [line.number for lines in excerpts for line in lines]
    gutter = len(str(max(numbers, default=0)))
    bar = paint.frame(" " * gutter + " |")

    head = paint.severity(f"{finding.severity}[{escape(finding.rule)}]", finding.severity)
    yield head + paint.bold(f": {_prose(finding.message, finding)}")
    for index, ((location, message, mark), lines) in enumerate(zip(places, excerpts, strict=True)):
        if index and excerpts[index - 1]:
            yield bar
        arrow = paint.frame(" " * gutter + (":::" if index else "-->"))
        yield f"{arrow} {_position(location)}"
        label = _prose(message, finding)
        if lines:
            yield bar
            yield from _excerpt(lines, gutter, mark, label, finding.severity, paint)
        elif label:
            yield f"{paint.frame(' ' * gutter + ' =')} note: {label}"
    for note in _notes(finding):
        yield f"{paint.frame(' ' * gutter + ' =')} {note}"


def _excerpt(
    lines: Sequence[Line], gutter: int, mark: str, label: str, severity: Severity, paint: Paint
) -> Iterator[str]:
    bar = paint.frame(" " * gutter + " |")
    for line in lines:
        if line.gap:
            yield paint.frame("...")
        yield f"{paint.frame(f'{line.number:>{gutter}} |')} {line.row.text}".rstrip()
        underline = mark * line.row.length
        if line is lines[-1] and label:
            underline += f" {label}"
        coloured = paint.severity(underline, severity) if mark == "^" else paint.frame(underline)
        yield f"{bar} {' ' * line.row.start}{coloured}"


def _notes(finding: Finding) -> Iterator[str]:
    about = []
    if finding.field:
        about.append(f"field: {escape(format_path(finding.field))}")
    if finding.leaf:
        about.append(f"leaf: {escape(str(finding.leaf))}")
    if about:
        yield "   ".join(about)
    if finding.policy:
        yield f"policy: {escape(finding.policy.file.path)}:{finding.policy.span.line}"
    if finding.help:
        yield f"help: {_prose(finding.help, finding)}"
    for fix in finding.fixes:
        yield f"fix: {_prose(fix.title, finding)} ({_OPTION[fix.applicability]})"


def _position(location: Location) -> str:
    return f"{escape(location.file.path)}:{location.span.line}:{location.span.column}"


def _prose(text: str, finding: Finding) -> str:
    return escape(redact(text, finding))
