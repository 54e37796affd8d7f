"""What a gate says, as a page of Markdown: for a job's summary or a comment.

All that comes from a change stands in code spans, where nothing is a link, an image, a mention
or HTML.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from catalogc.model.finding import Finding
from catalogc.report.escape import escape
from catalogc.report.prose import headline, position
from catalogc.report.summary import Summary

LIMIT = 50
"""Rows of a list that are shown."""

LARGEST = 20_000
"""Characters of a page; a comment may have 65,536 on GitHub, and a diff follows."""

_LONGEST = 300


@dataclass(frozen=True, slots=True)
class GatePage:
    """What is told beside findings and numbers; paths are sorted.

    Attributes:
        passed: whether the gate is open.
        judged_by: whose rules judged, in words.
        code: changed files that leaves are compiled and judged by.
        gate: changed files that say how changes are judged.
        behind: files of code that the base has changed meanwhile.
        removed: output files of Applications that go.
        removal_allowed: whether they may.
        waivers: path and text of every waiver that is added.
    """

    passed: bool
    judged_by: str
    code: Sequence[str] = ()
    gate: Sequence[str] = ()
    behind: Sequence[str] = ()
    removed: Sequence[str] = ()
    removal_allowed: bool = True
    waivers: Sequence[tuple[str, str]] = ()


def gate_page(page: GatePage, findings: Sequence[Finding], summary: Summary) -> str:
    """Write the page; it ends with a line break."""
    numbers = (
        f"{summary.leaves} leaves, {summary.resources} resources, {summary.errors} errors, "
        f"{summary.warnings} warnings, {summary.suppressed} waived."
    )
    lines = [
        f"## catalogc: {'passed' if page.passed else 'failed'}",
        "",
        f"{numbers} Judged by {page.judged_by}.",
        *_removed(page),
        *_protected(page),
        *_behind(page),
        *_waivers(page),
        *_findings(findings),
    ]
    return _cut("".join(f"{line}\n" for line in lines))


def _cut(text: str) -> str:
    if len(text) <= LARGEST:
        return text
    whole_lines = text[:LARGEST].rpartition("\n")[0]
    return f"{whole_lines}\n\nThis page is cut; the log has all of it.\n"


def _removed(page: GatePage) -> Iterator[str]:
    if not page.removed:
        return
    yield from ("", f"### Applications removed: {len(page.removed)}", "")
    if page.removal_allowed:
        yield "Their removal is acknowledged."
    else:
        yield "Argo CD deletes what they deployed. Nobody has acknowledged that (`--allow-delete`)."
    yield from ("", *_list(page.removed))


def _protected(page: GatePage) -> Iterator[str]:
    if page.code:
        yield from ("", f"### Changed rules: {len(page.code)} files", "")
        yield "Leaves were judged without these changes, and output with them. An owner reviews:"
        yield from ("", *_list(page.code))
    if page.gate:
        yield from ("", f"### Changed gate: {len(page.gate)} files", "")
        yield "They say how changes are judged, and by whom. An owner reviews:"
        yield from ("", *_list(page.gate))


def _behind(page: GatePage) -> Iterator[str]:
    if page.behind:
        yield from ("", f"### Out of date: {len(page.behind)} files", "")
        yield "The base has other charts, policies or settings by now: update the branch, build."
        yield from ("", *_list(page.behind))


def _waivers(page: GatePage) -> Iterator[str]:
    if page.waivers:
        yield from ("", f"### New waivers: {len(page.waivers)}", "")
        yield from _list([f"{path}: {text}" for path, text in page.waivers])


def _findings(findings: Sequence[Finding]) -> Iterator[str]:
    if not findings:
        return
    yield from ("", f"### Findings: {len(findings)}", "")
    yield from ("| | rule | place | message |", "|---|---|---|---|")
    # The worst first, whatever the limit cuts off.
    order = ("error", "warning", "info")
    for finding in sorted(findings, key=lambda item: order.index(item.severity))[:LIMIT]:
        cells = (finding.rule, position(finding.location), headline(finding))
        row = " | ".join(_code(cell).replace("|", "\\|") for cell in cells)
        yield f"| {finding.severity} | {row} |"
    yield from _more(len(findings))


def _list(texts: Sequence[str]) -> Iterator[str]:
    yield from (f"- {_code(text)}" for text in texts[:LIMIT])
    yield from _more(len(texts))


def _more(count: int) -> Iterator[str]:
    if count > LIMIT:
        yield from ("", f"and {count - LIMIT} more.")


def _code(text: str) -> str:
    """Write text as a code span that no text can end."""
    clean = escape(text).replace("`", "'")
    return f"`{clean if len(clean) <= _LONGEST else f'{clean[:_LONGEST]}...'}`"
