"""Render one release many times, each time with some of its values changed."""

import copy
import hashlib
import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from catalogc.model.adapter import Chart
from catalogc.model.catalog import RenderedRelease
from catalogc.model.release import Release
from catalogc.model.resource import Resource, ResourceKey
from catalogc.model.source import FieldPath, get_in
from catalogc.origin.effective import REMOVED, EffectiveValues, change_order
from catalogc.origin.hints import Hints, read_hints
from catalogc.origin.trees import Change, at, child, compare, differences
from catalogc.render.protocol import Renderer, RenderFailure, RenderJob, RenderResult
from catalogc.render.runs import MOST_FAILURES
from catalogc.render.variants import (
    MOST_VARIANTS,
    Variant,
    VariantAnswer,
    VariantPatch,
    VariantsJob,
    VariantsRenderer,
)

Changes = Mapping[FieldPath, Any]
"""New values by path; REMOVED takes an item of a list or a key of the leaf away."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What a variant changed; nothing, and why, where it cannot be rendered.

    Attributes:
        beside: what a variant that fails changes in objects of the templates that do not fail;
            None where that is not known.
    """

    changes: tuple[Change, ...] = ()
    failure: RenderFailure | None = None
    beside: tuple[Change, ...] | None = None


@dataclass(slots=True)
class Variants:
    """A rendered release and the renderer that made it.

    Attributes:
        kube_version: Kubernetes version of its cluster; empty for that of the renderer.
        count: number of renders so far.
    """

    base: RenderedRelease
    renderer: Renderer
    kube_version: str = ""
    count: int = 0
    _effective: EffectiveValues | None = field(default=None, init=False, repr=False)
    _objects: dict[tuple[ResourceKey, str], Resource] = field(
        default_factory=dict, init=False, repr=False
    )

    def differences(self, variants: Sequence[Changes]) -> list[Difference]:
        """Render each variant and compare it with the release as it is.

        Raises:
            RendererUnavailableError: the engine cannot be started.
        """
        return self.differences_beside(variants, ())[0]

    def differences_beside(
        self, variants: Sequence[Changes], beside: Sequence[RenderJob], *, exact: bool = True
    ) -> tuple[list[Difference], list[RenderResult]]:
        """The same, with other jobs at the same time; and what became of those.

        Args:
            variants: the changes of each.
            beside: the other jobs.
            exact: whether failures must be Helm's own words and name a line.

        Raises:
            RendererUnavailableError: the engine cannot be started.
        """
        known, results = self._at_once(variants, beside, exact=exact)
        left = [index for index in range(len(variants)) if index not in known]
        for result in self.results(self._alone(variants, left)):
            known[result.index] = self._difference(result)
        return [known[index] for index in range(len(variants))], results

    def _at_once(
        self, variants: Sequence[Changes], beside: Sequence[RenderJob], *, exact: bool
    ) -> tuple[dict[int, Difference], list[RenderResult]]:
        """Render many at a time what can be, and all else beside; differences by their numbers."""
        if not isinstance(self.renderer, VariantsRenderer):
            return {}, list(self.results(beside))
        values = [self._variant(changes) for changes in variants]
        numbered = {index: variant for index, variant in enumerate(values) if variant is not None}
        known = dict(self._removals(variants))
        told = len(known)
        alone = [
            index for index, variant in enumerate(values) if variant is None and index not in known
        ]
        hints = read_hints(self.base.release.adapter.chart.files)
        shares = _dealt(
            sorted(numbered, key=lambda index: _safety(variants[index], hints)),
            self.renderer.parallel,
            len(beside) + len(alone),
        )
        # What takes longest comes first, so that no worker waits for another one in the end.
        jobs: list[RenderJob | VariantsJob] = [
            *(self._share([numbered[index] for index in share]) for share in shares),
            *beside,
            *self._alone(variants, alone),
        ]
        single: list[RenderResult] = []
        waiting = iter(shares)
        for result in self.renderer.render_mixed(jobs):
            if isinstance(result, RenderResult):
                single.append(result)
                continue
            for index, answer in zip(next(waiting), result.answers, strict=True):
                if answer is not None and (answer.is_exact or not exact):
                    known[index] = self._answered(answer)
        known.update((result.index, self._difference(result)) for result in single[len(beside) :])
        self.count += len(beside) + len(known) - told
        return known, single[: len(beside)]

    def _removals(self, variants: Sequence[Changes]) -> Iterator[tuple[int, Difference]]:
        """Tell of variants without a chart below what they change: its objects are gone."""
        removable = self._values().below.removable
        for index, changes in enumerate(variants):
            for path, value in changes.items() if len(changes) == 1 else ():
                is_on = get_in(self._values().unchanged, path) is True
                if value is False and is_on and path in removable:
                    prefix = removable[path]
                    gone = [r for r in self.base.resources if r.template.startswith(prefix)]
                    yield index, Difference(tuple(compare(gone, ())))

    def without_what_fails(
        self, failed: Sequence[tuple[Changes, RenderFailure]]
    ) -> list[tuple[Change, ...]]:
        """What each variant that fails changes beside the templates that fail.

        Raises:
            RendererUnavailableError: the engine cannot be started.
        """
        chart = self.base.release.adapter.chart
        found: list[tuple[Change, ...]] = [()] * len(failed)
        left_out: list[set[str]] = [set() for _ in failed]
        pending = {index: _rendered_file(failure) for index, (_, failure) in enumerate(failed)}
        for _ in range(MOST_FAILURES):
            # What is left out once and fails again is asked for by another template.
            pending = {
                index: name
                for index, name in pending.items()
                if name in chart.files and name not in left_out[index]
            }
            for index, name in pending.items():
                left_out[index].add(name)
            jobs = [
                self.job(failed[index][0], index, _without(chart, left_out[index]))
                for index in pending
            ]
            pending = {}
            for result in self.results([replace(job, once=True) for job in jobs]):
                if result.failure is not None:
                    pending[result.index] = _rendered_file(result.failure)
                    continue
                left = left_out[result.index]
                kept = [item for item in self.base.resources if item.template not in left]
                found[result.index] = tuple(compare(kept, result.resources))
        return found

    def _alone(self, variants: Sequence[Changes], numbers: Iterable[int]) -> list[RenderJob]:
        return [replace(self.job(variants[index], index), once=True) for index in numbers]

    def _share(self, variants: Sequence[Variant]) -> VariantsJob:
        unchanged = Variant(*self._identity({}), self._values().unchanged)
        return VariantsJob(self.job({}), unchanged, tuple(variants))

    def _variant(self, changes: Changes) -> Variant | None:
        """The variant with effective values; None where only Helm can tell them."""
        values = self._values().changed(changes)
        if values is None:
            return None
        identity = self._identity(changes)
        same = identity == self._identity({})
        return Variant(*identity, values, tuple(changes) if same else None)

    def _values(self) -> EffectiveValues:
        if self._effective is None:
            self._effective = EffectiveValues.of(self.base.release)
        return self._effective

    def _answered(self, answer: VariantAnswer) -> Difference:
        found = (*self._compared(answer.changed), *self._patched(answer.patches))
        if answer.failure is not None:
            return Difference(failure=answer.failure, beside=found)
        return Difference(found)

    def _compared(self, changed: Mapping[str, Sequence[Resource]]) -> list[Change]:
        if not changed:
            return []
        before = [item for item in self.base.resources if item.template in changed]
        return compare(before, [item for items in changed.values() for item in items])

    def _patched(self, patches: Sequence[VariantPatch]) -> Iterator[Change]:
        if patches and not self._objects:
            self._objects = {(item.key, item.template): item for item in self.base.resources}
        for key, template, path, value in patches:
            old = at(self._objects[key, template].manifest, path)
            yield from (Change(key, *found) for found in differences(old, value, path))

    def results(self, jobs: Iterable[RenderJob]) -> Iterator[RenderResult]:
        """Render jobs; results in their order."""
        for result in self.renderer.render(jobs):
            self.count += 1
            yield result

    def job(self, changes: Changes, index: int = 0, chart: Chart | None = None) -> RenderJob:
        """The job of a variant; what Helm calls the release follows the values, as for a leaf."""
        release = self.base.release
        return RenderJob(
            index,
            *self._identity(changes),
            changed_values(release, changes),
            chart or release.adapter.chart,
            self.kube_version,
        )

    def _identity(self, changes: Changes) -> tuple[str, str]:
        """What Helm calls the release, and the namespace that it goes to."""
        release = self.base.release

        def text(name: str, values: Mapping[str, Any]) -> str:
            found = changes.get((name,), values.get(name))
            return found if isinstance(found, str) else ""

        written = release.leaf.values.data
        namespace = text("namespace", release.effective.data) or text("serviceCatalog", written)
        return text("serviceName", written) or release.name, namespace or release.namespace

    def _difference(self, result: RenderResult) -> Difference:
        if result.failure is not None:
            return Difference(failure=result.failure)
        return Difference(tuple(compare(self.base.resources, result.resources)))


_OF_ONE_JOB = 0.12
"""What another render takes, in the time of all variants: from charts with and without parts."""


def _dealt(numbers: Sequence[int], parallel: int, others: int) -> list[list[int]]:
    """Give every worker its share, each with a part of what comes first.

    Args:
        others: how many other jobs follow; who does one more of them gets fewer variants.
    """
    least = -(-len(numbers) // MOST_VARIANTS)
    count = min(max(parallel, least), len(numbers))
    shares: list[list[int]] = [[] for _ in range(count)]
    more = others % count if count else 0
    load = [_OF_ONE_JOB * len(numbers) * (place < more) for place in range(count)]
    for number in numbers:
        is_free = (place for place in range(count) if len(shares[place]) < MOST_VARIANTS)
        place = min(is_free, key=load.__getitem__)
        shares[place].append(number)
        load[place] += 1
    return shares


def _rendered_file(failure: RenderFailure) -> str:
    return failure.caller or failure.template


def _safety(changes: Changes, hints: Hints) -> int:
    """How unlikely a chart refuses a change: the earlier it fails, the less is lost."""
    is_drastic = any(
        isinstance(value, bool) or value in (None, REMOVED, "") for value in changes.values()
    )
    return -is_drastic - all(hints.may_be_refused(path) for path in changes)


def _without(chart: Chart, templates: Collection[str]) -> Chart:
    files = {path: text for path, text in chart.files.items() if path not in templates}
    digest = hashlib.sha256(repr((chart.digest, sorted(templates))).encode()).hexdigest()
    return replace(chart, files=files, digest=digest)


def changed_values(release: Release, changes: Changes) -> dict[str, Any]:
    """Return the leaf's values with changes: what is a default until now is then set.

    A list is changed as a whole, because Helm does not merge lists.
    """
    values: dict[str, Any] = copy.deepcopy(release.leaf.values.data)
    # Items are taken away from the end, so that the places of the others stay true.
    for path, value in sorted(changes.items(), key=change_order, reverse=True):
        _change(values, release.effective.data, path, value)
    return values


def _change(values: dict[str, Any], effective: Any, path: FieldPath, value: Any) -> None:
    node: Any = values
    for part, following in itertools.pairwise(path):
        effective = child(effective, part)
        if isinstance(node, dict) and part not in node:
            whole = isinstance(following, int)
            node[part] = copy.deepcopy(effective) if whole and effective is not None else {}
        node = node[part]
    last = path[-1]
    if value is not REMOVED:
        node[last] = value
    elif isinstance(node, list) and isinstance(last, int):
        del node[last]
    else:
        node.pop(last, None)
