"""What stands around the actions of templates that print values."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from catalogc.model.adapter import Chart
from catalogc.origin.chart_check.paths import ANY, ValuePath
from catalogc.origin.chart_check.reads import Printed
from catalogc.origin.lines import TemplateLine

_BEFORE_SCALAR = re.compile(r"(?:^|[\s\"'])[^\s:]+:\s+\Z|^\s*-\s+\Z|:\s+\Z")
_ACTION = re.compile(r"\{\{.*?\}\}")
_ENCODING = frozenset({"urlquery", "b64enc", "sha256sum", "toJson", "toYaml", "include"})


class Place(NamedTuple):
    """A value, and a line that writes it."""

    value: ValuePath
    line: TemplateLine


class Surroundings(NamedTuple):
    """The line that an action stands in.

    Attributes:
        before: what the line holds before it; other actions are left as they are.
        after: what follows up to the end of the line.
    """

    before: str
    action: str
    after: str


def surroundings(chart: Chart, item: Printed) -> Surroundings:
    """Return the text around an action, not beyond the named template that it stands in."""
    text = chart.files.get(item.file, b"").decode(errors="replace")
    begin = max(text.rfind("\n", 0, item.start) + 1, item.own)
    end = text.find("\n", item.end)
    after = text[item.end : end if end >= 0 else len(text)]
    return Surroundings(text[begin : item.start], text[item.start : item.end], after)


def places(
    chart: Chart, printed: Iterable[Printed], is_such: Callable[[Printed, Surroundings], bool]
) -> Iterator[Place]:
    """Yield the values that certain actions print; only those that are known by name."""
    for item in printed:
        if is_such(item, surroundings(chart, item)):
            for value in sorted(item.values):
                if not any(ANY in part for part in value):
                    yield Place(value, TemplateLine(item.file, item.line))


def whole_plain(item: Printed, around: Surroundings) -> bool:
    """Whether an action is a whole scalar without quotes, and prints a value as it is."""
    alone = _BEFORE_SCALAR.search(around.before) is not None and not around.after.strip()
    return alone and not item.functions and len(item.values) == 1


def within_url(item: Printed, around: Surroundings) -> bool:
    """Whether an action stands behind ``scheme://``, or writes it in front of a value."""
    if _ENCODING & set(item.functions):
        return False
    return "://" in _ACTION.sub("", around.before) or "://" in around.action
