"""A line break that nobody sees is part of the value."""

import re
from collections.abc import Iterator

from catalogc.model.finding import Applicability, Edit, Finding, Fix, Severity
from catalogc.model.release import Release
from catalogc.model.source import FieldPath, Location, Span, format_path
from catalogc.rules.base import Context, Reporter, Rule
from catalogc.rules.shared.argv import shell_texts
from catalogc.rules.shared.examples import SHOP
from catalogc.rules.shared.leaf_text import CHART_VALUES, gist, is_argument, is_variable, texts

SLUG = "newline"

# Files and queries: here a line break is only the end of a line.
_FILES = frozenset({"modelfile", "query"})
_NAMES = frozenset({"host", "name", "id", "revision", "model", "tag", "repository", "namespace"})
_HEADER = re.compile(r"[|>]([0-9]?)\+?([0-9]?)")


def check(release: Release, context: Context) -> Iterator[Finding]:
    """Look for line breaks at the end of texts, and inside of those that are one line.

    One line are names, hosts, arguments and environment variables. Scripts are left to
    ``shell``; ``values`` of a third-party chart may hold files.
    """
    values = release.leaf.values
    if "\n" not in gist(values):
        return
    reporter = Reporter(SLUG, release, context)
    scripts = {found.word.path for found in shell_texts(values)}
    for path, text in texts(values):
        if "\n" not in text or path in scripts or path[0] == CHART_VALUES or path[-1] in _FILES:
            continue
        if "\n" in text.rstrip("\n"):
            if is_variable(path) or is_argument(path) or path[-1] in _NAMES:
                yield _inner(path, reporter)
        else:
            yield _trailing(path, reporter)


def _trailing(path: FieldPath, reporter: Reporter) -> Finding:
    place = reporter.release.leaf.values.at(path)
    return reporter.finding(
        path,
        f"{format_path(path)} ends in a line break",
        location=_first_line(place),
        label="the line break is part of the value",
        remedy="write it on one line, or with |- instead of |",
        fixes=_fixes(place),
    )


def _inner(path: FieldPath, reporter: Reporter) -> Finding:
    lines = str(reporter.release.leaf.values.get(path)).rstrip("\n").count("\n") + 1
    return reporter.finding(
        path,
        f"{format_path(path)} has {lines} lines",
        location=_first_line(reporter.release.leaf.values.at(path)),
        label="a line break is part of the value",
        remedy="write it on one line (>- folds lines into one); put longer text into a file of "
        "the image",
    )


def _first_line(place: Location) -> Location:
    """Point at the header of a block scalar, not at all of its text."""
    header = place.text.partition("\n")[0].partition(" #")[0].rstrip()
    if len(header) == len(place.text):
        return place
    span = place.span
    end, column = span.start + len(header), span.column + len(header)
    return Location(place.file, Span(span.line, span.column, span.line, column, span.start, end))


def _fixes(place: Location) -> tuple[Fix, ...]:
    """Strip the line break of a block scalar; of its text, only the header changes."""
    header = _HEADER.match(place.text)
    if header is None:
        return ()
    start, line, column = place.span.start, place.span.line, place.span.column
    length = header.end()
    span = Span(line, column, line, column + length, start, start + length)
    indicator = f"{place.text[0]}{header[1] or header[2]}-"
    edit = Edit(Location(place.file, span), indicator)
    return (Fix(f"write {indicator}", Applicability.SAFE, (edit,)),)


_BAD = (
    SHOP
    + """\
  environment:
    - name: GREETING
      value: |
        hello
"""
)

RULE = Rule(
    SLUG,
    "a value ends in a line break, or has one inside",
    check,
    rationale="A block scalar with | keeps its last line break. A program that compares the "
    "value, or sends it in a header, fails on a character that nobody sees.",
    severity=Severity.WARNING,
    fixable=Applicability.SAFE,
    bad=_BAD,
    good=_BAD.replace("|", "|-"),
)
