"""Render one release many times, each time with some of its values changed."""

import copy
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from catalogc.model.adapter import Chart
from catalogc.model.catalog import RenderedRelease
from catalogc.model.release import Release
from catalogc.model.source import FieldPath
from catalogc.origin.effective import REMOVED, change_order, effective_values
from catalogc.origin.trees import Change, at, compare, differences
from catalogc.render.protocol import Renderer, RenderFailure, RenderJob, RenderResult
from catalogc.render.variants import (
    MOST_VARIANTS,
    Variant,
    VariantAnswer,
    VariantPatch,
    VariantsJob,
    VariantsRenderer,
    VariantsResult,
)

Changes = Mapping[FieldPath, Any]
"""New values by path; REMOVED takes an item of a list or a key of the leaf away."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What a variant changed; nothing, and why, where it cannot be rendered."""

    changes: tuple[Change, ...] = ()
    failure: RenderFailure | None = None


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

    def differences(self, variants: Sequence[Changes]) -> list[Difference]:
        """Render each variant and compare it with the release as it is.

        Raises:
            RendererUnavailableError: the engine cannot be started.
        """
        return self.differences_beside(variants, ())[0]

    def differences_beside(
        self, variants: Sequence[Changes], beside: Sequence[RenderJob]
    ) -> tuple[list[Difference], list[RenderResult]]:
        """The same, with other jobs at the same time; and what became of those.

        Raises:
            RendererUnavailableError: the engine cannot be started.
        """
        known, results = self._at_once(variants, beside)
        left = [index for index in range(len(variants)) if index not in known]
        jobs = (replace(self.job(variants[index], index), once=True) for index in left)
        for result in self.results(jobs):
            known[result.index] = self._difference(result)
        return [known[index] for index in range(len(variants))], results

    def _at_once(
        self, variants: Sequence[Changes], beside: Sequence[RenderJob]
    ) -> tuple[dict[int, Difference], list[RenderResult]]:
        """Render what can be rendered many at a time; differences by the variant's number."""
        if not isinstance(self.renderer, VariantsRenderer):
            return {}, list(self.results(beside))
        numbered = {
            index: variant
            for index, changes in enumerate(variants)
            if (variant := self._variant(changes)) is not None
        }
        jobs = self._shares(list(numbered.values()))
        results = list(self.renderer.render_mixed([*beside, *jobs]))
        answers = [
            answer
            for result in results
            if isinstance(result, VariantsResult)
            for answer in result.answers
        ]
        known = {
            index: self._answered(answer)
            for index, answer in zip(numbered, answers, strict=True)
            if answer is not None
        }
        self.count += len(beside) + len(known)
        return known, [result for result in results if isinstance(result, RenderResult)]

    def _shares(self, variants: Sequence[Variant]) -> Iterator[VariantsJob]:
        """Give every worker its share."""
        if not variants or not isinstance(self.renderer, VariantsRenderer):
            return
        unchanged = Variant(*self._identity({}), self.base.release.effective.data)
        share = min(-(-len(variants) // self.renderer.parallel), MOST_VARIANTS)
        for start in range(0, len(variants), share):
            part = tuple(variants[start : start + share])
            yield VariantsJob(self.job({}), unchanged, part)

    def _variant(self, changes: Changes) -> Variant | None:
        """The variant with effective values; None where only Helm can tell them."""
        values = effective_values(self.base.release, changes)
        if values is None:
            return None
        identity = self._identity(changes)
        same = identity == self._identity({})
        return Variant(*identity, values, tuple(changes) if same else None)

    def _answered(self, answer: VariantAnswer) -> Difference:
        if answer.failure is not None:
            return Difference(failure=answer.failure)
        before = [item for item in self.base.resources if item.template in answer.changed]
        after = [item for items in answer.changed.values() for item in items]
        return Difference((*compare(before, after), *self._patched(answer.patches)))

    def _patched(self, patches: Sequence[VariantPatch]) -> Iterator[Change]:
        for key, template, path, value in patches:
            (old,) = (
                item.manifest
                for item in self.base.resources
                if item.key == key and item.template == template
            )
            yield from (Change(key, *found) for found in differences(at(old, path), value, path))

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
        effective = _child(effective, part)
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


def _child(node: Any, part: str | int) -> Any:
    if isinstance(node, dict):
        return node.get(part)
    if isinstance(node, list) and isinstance(part, int) and part < len(node):
        return node[part]
    return None
