"""Values of leaves that change nothing in what is rendered.

What a chart reads is known by its digest; a leaf then costs one look-up a value. Only what seems
to be unread is tried out, by rendering.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from catalogc.model.catalog import RenderedRelease
from catalogc.model.configuration import Environment
from catalogc.model.finding import Finding, Severity
from catalogc.model.release import Release
from catalogc.model.source import FieldPath, format_path
from catalogc.model.suggestion import nearest
from catalogc.origin.cache import OriginCache
from catalogc.origin.chart_check.gates import Gate, closed_gates, wording
from catalogc.origin.chart_check.reads import (
    DEAD,
    DORMANT,
    READ_MARK,
    ChartReads,
    Read,
    live_names,
    lookup_in,
)
from catalogc.origin.chart_check.stored_reads import stored_reads
from catalogc.origin.effective import REMOVED
from catalogc.origin.lawful import Law
from catalogc.origin.trees import compare, scalars
from catalogc.render.protocol import Renderer, RendererUnavailableError

COMPILER_READS = frozenset({
    "workloadType", "serviceName", "serviceCatalog", "environment", "namespace", "dependsOn",
})  # fmt: skip
"""What catalogc itself reads of a leaf, whatever its chart does."""

_ALWAYS: tuple[Read, ...] = ()


@dataclass(slots=True)
class _Knowledge:
    """What is known about one chart.

    Attributes:
        passed_on: fields that the compiler itself moves, or hands to a subchart.
    """

    reads: ChartReads
    law: Law
    passed_on: frozenset[FieldPath]
    by_path: dict[FieldPath, tuple[Read, ...] | None] = field(default_factory=dict)

    def reads_of(self, path: FieldPath) -> tuple[Read, ...] | None:
        """Reads under conditions; none of a value that is always read, None of an unread one."""
        if path not in self.by_path:
            self.by_path[path] = self._reads_of(path)
        return self.by_path[path]

    def _reads_of(self, path: FieldPath) -> tuple[Read, ...] | None:
        names = tuple(part for part in path if isinstance(part, str))
        marks = (self.law.part(names[:depth]).get(READ_MARK) for depth in range(1, len(names) + 1))
        passed_on = any(path[:depth] in self.passed_on for depth in range(1, len(path) + 1))
        if names[0] in COMPILER_READS or passed_on or True in marks:
            return _ALWAYS
        if not self.reads.is_read(path):
            return None
        found = tuple(self.reads.of(path))
        return _ALWAYS if any(not read.conditions for read in found) else found


@dataclass(slots=True)
class DeadValues:
    """Finds dead and dormant values of leaves.

    Attributes:
        renderer: an open one.
        kube_version: of an environment's cluster.
    """

    renderer: Renderer
    kube_version: Callable[[Environment], str]
    cache: OriginCache
    _charts: dict[str, _Knowledge] = field(default_factory=dict)

    def findings(self, rendered: Sequence[RenderedRelease]) -> list[Finding]:
        """Judge the values that leaves themselves write.

        It does not fail: without a renderer nothing is said to be dead.
        """
        return [finding for item in rendered for finding in self._of(item)]

    def _of(self, item: RenderedRelease) -> Iterator[Finding]:
        release = item.release
        if release.is_third_party or not item.resources:
            return
        known = self._knowledge(release)
        suspects: list[FieldPath] = []
        lookup = lookup_in(release.effective.data)
        for path, value in scalars(release.leaf.document.data):
            if not path or value is None:
                continue
            reads = known.reads_of(path)
            if reads is None:
                suspects.append(path)
            elif reads and (gates := closed_gates(reads, path, lookup)):
                yield _dormant(release, path, gates)
        if suspects:
            names = live_names(known.reads)
            yield from (_dead(release, path, names) for path in self._dead(item, suspects))

    def _knowledge(self, release: Release) -> _Knowledge:
        chart = release.adapter.chart
        if chart.digest not in self._charts:
            reads = stored_reads(chart, self.cache.folder)
            adapter = release.adapter
            passed_on = {move.old for move in adapter.moved_fields}
            passed_on |= {given.source for given in adapter.handed_down}
            law = Law(adapter.schema)
            self._charts[chart.digest] = _Knowledge(reads, law, frozenset(passed_on))
        return self._charts[chart.digest]

    def _dead(self, item: RenderedRelease, suspects: list[FieldPath]) -> list[FieldPath]:
        """Those whose change changes nothing indeed."""
        from catalogc.origin.chart_check.subject import without_schema
        from catalogc.origin.variants import Variants

        version = self.kube_version(item.release.environment)
        variants = Variants(item, self.renderer, version)
        chart = without_schema(item.release.adapter.chart)
        values = item.release.leaf.values
        # A mapping may be asked whether anything is in it, so each is also left out.
        tried = [
            (path, other) for path in suspects for other in (REMOVED, *_others(values.get(path)))
        ]
        jobs = [
            variants.job({path: other}, index, chart) for index, (path, other) in enumerate(tried)
        ]
        try:
            results = list(variants.results(jobs))
        except RendererUnavailableError:
            return []
        alive = {
            path
            for (path, _), result in zip(tried, results, strict=True)
            if result.failure is not None or list(compare(item.resources, result.resources))
        }
        return [path for path in suspects if path not in alive]


def _others(value: Any) -> Iterator[Any]:
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int | float):
        yield value + 1000
    elif isinstance(value, str):
        yield f"{value}x"
    else:
        yield {"x": "x"} if isinstance(value, dict) else ["x"]


def _dead(release: Release, path: FieldPath, names: list[str]) -> Finding:
    guess = nearest(format_path(path), names)
    return Finding(
        DEAD,
        Severity.ERROR,
        f"no template of chart {release.adapter.chart.name} reads {format_path(path)}",
        release.leaf.document.at_key(path),
        label="changes nothing in what is rendered",
        field=path,
        leaf=release.id,
        help=f"did you mean {guess}?" if guess else "remove it",
    )


def _dormant(release: Release, path: FieldPath, gates: tuple[Gate, ...]) -> Finding:
    written = release.leaf.values.get(gates[0].path) is not None
    return Finding(
        DORMANT,
        Severity.INFO if written else Severity.WARNING,
        f"{format_path(path)} has no effect: it is read only when {wording(gates)}",
        release.leaf.document.at_key(path),
        label="has no effect here",
        field=path,
        leaf=release.id,
        help=f"see to it that {wording(gates)}, or remove {format_path(path)}",
    )
