"""Waivers: comments that accept a finding, with a reason and, at will, an end.

``# catalogc: ignore[probe-delay] until=2027-06-30 reason=...`` stands behind the line that a
finding is about, or alone on the line before it. ``ignore-file[...]`` is about the whole file.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from catalogc.model.display import show
from catalogc.model.document import Document
from catalogc.model.finding import Applicability, Edit, Finding, Fix, Severity
from catalogc.model.source import Location, SourceFile, Span
from catalogc.model.suggestion import nearest

_MARK = re.compile(r"(?:^|(?<=\s))#[ \t]*catalogc[ \t]*:[^\r\n]*")
_FORM = re.compile(
    r"#\s*catalogc\s*:\s*ignore(?P<file>-file)?\s*\[(?P<rules>[^\]]*)\](?P<rest>.*)\Z"
)
_UNTIL = re.compile(r"(?:^|\s)until=(\S*)")
_REASON = re.compile(r"(?:^|\s)reason=(.*)\Z")
_EXAMPLE = "# catalogc: ignore[probe-delay] until=2027-06-30 reason=why it is accepted"


@dataclass(slots=True)
class Waiver:
    """One comment.

    Attributes:
        line: what it is about; 0 for the whole file.
        used: rules that it has accepted a finding of.
    """

    rules: tuple[str, ...]
    line: int
    until: date | None
    location: Location
    used: set[str] = field(default_factory=set)

    def covers(self, finding: Finding) -> bool:
        """Tell whether it is about a finding."""
        return finding.rule in self.rules and self.line in (0, finding.location.span.line)


def read_waivers(
    documents: Iterable[Document], known: Collection[str]
) -> tuple[dict[str, list[Waiver]], list[Finding]]:
    """Find the waivers of each file, and what is wrong with them.

    Args:
        known: the rules that there are.
    """
    waivers: dict[str, list[Waiver]] = {}
    findings: list[Finding] = []
    for document in documents:
        if "catalogc:" not in document.file.text.replace(" ", ""):
            continue
        for location, alone in _comments(document):
            try:
                waiver = _read(location, known, alone=alone)
            except ValueError as error:
                findings.append(_invalid(location, str(error)))
                continue
            waivers.setdefault(document.file.path, []).append(waiver)
    return waivers, findings


def _comments(document: Document) -> Iterator[tuple[Location, bool]]:
    """Yield comments with our mark, and whether they stand alone; text of values is none."""
    scalars = [span.value for path, span in document.spans.items() if _is_scalar(document, path)]
    offset = 0
    lines = document.file.lines()
    for number, line in enumerate(lines, 1):
        match = _MARK.search(line)
        if match:
            start = document.file.text.index(line, offset) + match.start()
            end = start + len(match[0].rstrip())
            column = match.start() + 1
            span = Span(number, column, number, column + end - start, start, end)
            if not any(value.start <= start < value.end for value in scalars):
                yield Location(document.file, span), not line[: match.start()].strip()
        offset = document.file.text.index(line, offset) + len(line) if line else offset


def _is_scalar(document: Document, path: tuple[str | int, ...]) -> bool:
    node = document.data
    for part in path:
        node = node[part]
    return not isinstance(node, dict | list)


def _read(location: Location, known: Collection[str], *, alone: bool) -> Waiver:
    """Read one comment.

    Raises:
        ValueError: it is not written as a waiver is; the message says why.
    """
    form = _FORM.match(location.text)
    if form is None:
        message = "this is no waiver that catalogc knows"
        raise ValueError(message)
    rules = tuple(filter(None, (rule.strip() for rule in form["rules"].split(","))))
    for rule in rules:
        if rule not in known:
            guess = nearest(rule, known)
            message = f"there is no rule {rule}" + (f"; did you mean {guess}?" if guess else "")
            raise ValueError(message)
    reason = _REASON.search(form["rest"])
    if not rules or reason is None or not reason[1].strip():
        message = "a waiver names its rules" if not rules else "a waiver needs a reason"
        raise ValueError(message)
    rest = form["rest"][: reason.start()]
    until = _UNTIL.search(rest)
    if _UNTIL.sub("", rest).strip():
        message = f"{show(rest.strip())} is neither until=<date> nor reason=<text>"
        raise ValueError(message)
    line = 0 if form["file"] else _target(location, alone=alone)
    return Waiver(rules, line, _day(until[1]) if until else None, location)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = f"until={text} is no date; write it as 2027-06-30"
        raise ValueError(message) from None


def _target(location: Location, *, alone: bool) -> int:
    """Return the line that a comment is about: its own, or the next one with content."""
    line = location.span.line
    if not alone:
        return line
    following = enumerate(location.file.lines()[line:], line + 1)
    content = (number for number, text in following if text.strip() and text.strip()[0] != "#")
    return next(content, line)


def _invalid(location: Location, problem: str) -> Finding:
    return Finding(
        rule="invalid-waiver",
        severity=Severity.ERROR,
        message=problem,
        location=location,
        help=f"write it as {_EXAMPLE}",
    )


def expired(waiver: Waiver) -> Finding:
    """Report a waiver whose time is over."""
    return Finding(
        rule="expired-waiver",
        severity=Severity.WARNING,
        message=f"this waiver of {', '.join(waiver.rules)} ended on {waiver.until}",
        location=waiver.location,
        help="correct what it accepted, or give it a new end and a reason",
    )


def unused(waiver: Waiver, rules: Iterable[str]) -> Finding:
    """Report a waiver that accepts nothing."""
    return Finding(
        rule="unused-waiver",
        severity=Severity.WARNING,
        message=f"this waiver accepts no finding of {', '.join(rules)}",
        location=waiver.location,
        help="remove it",
        fixes=_removal(waiver),
    )


def _removal(waiver: Waiver) -> tuple[Fix, ...]:
    """Remove the comment, with its line where it stands alone."""
    file, span = waiver.location.file, waiver.location.span
    start = file.text.rfind("\n", 0, span.start) + 1
    alone = not file.text[start : span.start].strip()
    end = span.end
    if alone:
        end = file.text.find("\n", span.end) + 1 or len(file.text)
    else:
        start = len(file.text[: span.start].rstrip(" \t"))
    place = _location(file, start, end)
    edit = Edit(place, "")
    return (Fix("remove the waiver", Applicability.SAFE, (edit,)),)


def _location(file: SourceFile, start: int, end: int) -> Location:
    def position(offset: int) -> tuple[int, int]:
        before = SourceFile(file.path, file.text[:offset]).lines()
        return len(before), len(before[-1]) + 1

    (line, column), (end_line, end_column) = position(start), position(end)
    return Location(file, Span(line, column, end_line, end_column, start, end))
