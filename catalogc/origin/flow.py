"""Which values make which fields: values are changed, the release is rendered, trees compared.

Most values are marked at once, in one render: a field that holds nothing but marks where values
stood before is explained by them. What is not explained is looked for by taking the set of marks
apart. Values that decide, or that are transformed, are changed one at a time, to lawful others.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from catalogc.model.resource import ResourceKey
from catalogc.model.source import FieldPath, get_in
from catalogc.origin.effective import REMOVED
from catalogc.origin.hints import Hints, read_hints
from catalogc.origin.lawful import Law
from catalogc.origin.marks import Marks, can_mark
from catalogc.origin.trees import ABSENT, Change, at, scalars
from catalogc.origin.variants import Changes, Difference, Variants
from catalogc.render.protocol import RenderFailure, RenderJob, RenderResult

_MOST_ITEMS = 8
"""Of a longer list, the first items stand for all."""
_MOST_MARKS = 9000
_PARTS = 6


class Crash(NamedTuple):
    """A lawful value that the chart cannot be rendered with."""

    value: FieldPath
    changed_to: Any
    failure: RenderFailure


@dataclass(slots=True)
class Flow:
    """What reaches what.

    Attributes:
        effects: by value path, what a change of it changes; ``after`` holds marks where the
            value was marked.
        marked: values and fields whose text holds their marks.
        crashes: values that the chart cannot be rendered with.
    """

    effects: dict[FieldPath, dict[tuple[Any, ...], Change]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    marked: set[tuple[FieldPath, ResourceKey, FieldPath]] = field(default_factory=set)
    crashes: list[Crash] = field(default_factory=list)

    def add(self, value: FieldPath, change: Change) -> None:
        """Note an effect; of several on one field, one that keeps it there, or else the first."""
        known = self.effects[value].get((change.resource, change.path))
        if known is None or (known.after is ABSENT and change.after is not ABSENT):
            self.effects[value][change.resource, change.path] = change


def find_flow(variants: Variants) -> Flow:
    """Find what each value of a release reaches.

    Raises:
        RendererUnavailableError: the engine cannot be started.
    """
    return find_flow_beside(variants, ())[0]


def find_flow_beside(
    variants: Variants, beside: Sequence[RenderJob], *, marks_only: bool = False
) -> tuple[Flow, list[RenderResult]]:
    """The same, with other jobs at the same time; and what became of those.

    Args:
        variants: of the release.
        beside: the other jobs.
        marks_only: whether to find no more than one render with all marks tells.

    Raises:
        RendererUnavailableError: the engine cannot be started.
    """
    release = variants.base.release
    hints = read_hints(release.adapter.chart.files)
    law = _law(release.adapter.schema)
    values = dict(scalars(release.effective.data))
    flow = Flow()
    together = [
        (path, value)
        for path, value in values.items()
        if can_mark(value) and not (hints.transformed(path) and law.has_other(path, value))
    ][:_MOST_MARKS]
    tried = _Trials(release.effective.data, release.adapter.chart.defaults.data, hints, law)
    marks = Marks.of(together)
    trials = [] if marks_only else _distinct(tried.of(values.items(), set(marks.changes)))
    differences, results = variants.differences_beside(
        [marks.changes, *trials], beside, exact=False
    )
    explained = _explain(marks, differences[0], flow)
    if not marks_only:
        alone = _follow_marks(variants, [] if explained else list(_parts(marks)), flow)
        _note(variants, trials, differences[1:], flow)
        others = [item for path in alone for item in tried.others(path, values[path])]
        _note(variants, others, variants.differences_beside(others, (), exact=False)[0], flow)
    return flow, results


_LAWS: dict[int, tuple[Mapping[str, Any], Law]] = {}
"""By the identity of the schema, which is kept with it: its validators serve all releases."""
_MOST_LAWS = 64


def _law(schema: Mapping[str, Any]) -> Law:
    known = _LAWS.get(id(schema))
    if known is None:
        if len(_LAWS) >= _MOST_LAWS:
            _LAWS.clear()
        known = _LAWS[id(schema)] = (schema, Law(schema))
    return known[1]


def _follow_marks(variants: Variants, pending: Sequence[Marks], flow: Flow) -> Iterable[FieldPath]:
    """Render with parts of the marks, as long as something is unexplained.

    Returns:
        The values that marks do not tell enough about.
    """
    alone: dict[FieldPath, None] = {}
    while pending:
        alone.update(
            (path, None) for part in pending if len(part.changes) == 1 for path in part.changes
        )
        pending = [part for part in pending if len(part.changes) > 1]
        results = variants.differences([group.changes for group in pending])
        pending = [
            part
            for group, difference in zip(pending, results, strict=True)
            if not _explain(group, difference, flow)
            for part in _parts(group)
        ]
    return alone


def _explain(group: Marks, difference: Difference, flow: Flow) -> bool:
    """Note what a render shows; False where it must be looked at in parts."""
    explained = difference.failure is None
    for change in difference.changes:
        values = group.explain(change.before, change.after)
        if values is None:
            explained = False
        for value in values or ():
            flow.add(value, change)
            flow.marked.add((value, change.resource, change.path))
    return explained


def _distinct(trials: Iterable[Changes]) -> list[Changes]:
    return list({repr(changes): changes for changes in trials}.values())


def _parts(group: Marks) -> Iterator[Marks]:
    """A few parts: variants of one round are cheaper than one more round."""
    paths = list(group.changes)
    size = max(1, -(-len(paths) // _PARTS))
    for start in range(0, len(paths), size):
        yield group.only(paths[start : start + size])


def _note(
    variants: Variants, trials: Sequence[Changes], differences: Sequence[Difference], flow: Flow
) -> None:
    failed: list[tuple[Changes, RenderFailure]] = []
    for changes, difference in zip(trials, differences, strict=True):
        ((path, value),) = changes.items()
        if difference.failure is not None:
            if difference.beside is None:
                failed.append((changes, difference.failure))
            if value is not REMOVED:
                flow.crashes.append(Crash(path, value, difference.failure))
        for change in difference.beside or difference.changes:
            flow.add(path, change)
    # One template that refuses a value hides what the value does to all others.
    for (changes, _), effects in zip(failed, variants.without_what_fails(failed), strict=True):
        (path,) = changes
        for change in effects:
            flow.add(path, change)


@dataclass(frozen=True, slots=True)
class _Trials:
    """Single changes: others of what was not marked, and nothing in place of what decides."""

    values: Any
    defaults: Any
    hints: Hints
    law: Law

    def of(
        self, values: Iterable[tuple[FieldPath, Any]], marked: set[FieldPath]
    ) -> Iterator[Changes]:
        """Yield the trials of values, and of the lists that they stand in."""
        lists: dict[FieldPath, None] = {}
        for path, value in values:
            lists.update((path[:depth], None) for depth, part in enumerate(path) if part == 0)
            if isinstance(value, bool):
                yield {path: not value}
            else:
                yield from self._scalar(path, value, path in marked)
        for path in lists:
            yield from self._list(path)

    def others(self, path: FieldPath, value: Any) -> Iterator[Changes]:
        """Yield the trials of a value in place of its mark."""
        if self.hints.decides(path) or self.hints.transformed(path) or not _is_empty(value):
            yield from ({path: other} for other in self._others(path, value))

    def _scalar(self, path: FieldPath, value: Any, marked: bool) -> Iterator[Changes]:
        decides = self.hints.decides(path)
        if not marked:
            yield from self.others(path, value)
        if _is_empty(value) or not (decides or self.hints.listed(path)):
            return
        nothing = list(self.law.nothing(path, value)) if decides else []
        yield from ({path: found} for found in nothing)
        if not nothing and isinstance(path[-1], str):
            # A null takes away what the chart's defaults would put back.
            if get_in(self.defaults, path, ABSENT) is ABSENT:
                yield {path: REMOVED}
            elif self.hints.listed(path):
                yield {path: None}
        if not nothing and self.hints.transformed(path):
            yield from ({path: least} for least in self.law.least(path, value))

    def _list(self, path: FieldPath) -> Iterator[Changes]:
        if not self.hints.decides(path):
            return
        length = len(at(self.values, path))
        yield from ({(*path, index): REMOVED} for index in range(min(length, _MOST_ITEMS)))
        if length > 1:
            yield {path: []}

    def _others(self, path: FieldPath, value: Any) -> Iterator[Any]:
        """One other value, or every one that matters: of an enumeration, or compared with."""
        members = self.law.part(path).get("enum", ())
        if isinstance(value, str) and not members:
            rivals = self.hints.rivals(path)
            yield from (text for text in rivals if text != value and self.law.accepts(path, text))
        for count, other in enumerate(self.law.others(path, value)):
            if count and other not in members:
                return
            yield other


def _is_empty(value: Any) -> bool:
    return value is None or value in ("", [], {})
