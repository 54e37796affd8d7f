"""Render one release many times, each time with some of its values changed."""

import copy
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from catalogc.model.adapter import Chart
from catalogc.model.catalog import RenderedRelease
from catalogc.model.release import Release
from catalogc.model.source import FieldPath
from catalogc.origin.trees import Change, compare
from catalogc.render.protocol import Renderer, RenderFailure, RenderJob, RenderResult

Changes = Mapping[FieldPath, Any]
"""New values by path; REMOVED takes an item of a list or a key of the leaf away."""


class _Removed:
    def __repr__(self) -> str:
        return "REMOVED"


REMOVED: Any = _Removed()


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
        jobs = (self.job(changes, index) for index, changes in enumerate(variants))
        return [self._difference(result) for result in self.results(jobs)]

    def results(self, jobs: Iterable[RenderJob]) -> Iterator[RenderResult]:
        """Render jobs; results in their order."""
        for result in self.renderer.render(jobs):
            self.count += 1
            yield result

    def job(self, changes: Changes, index: int = 0, chart: Chart | None = None) -> RenderJob:
        """The job of a variant; what Helm calls the release follows the values, as for a leaf."""
        release = self.base.release
        values = changed_values(release, changes)
        name = values.get("serviceName")
        namespace = changes.get(("namespace",), release.effective.data.get("namespace"))
        if not isinstance(namespace, str) or not namespace:
            namespace = values.get("serviceCatalog", release.namespace)
        return RenderJob(
            index,
            name if isinstance(name, str) and name else release.name,
            namespace if isinstance(namespace, str) and namespace else release.namespace,
            values,
            chart or release.adapter.chart,
            self.kube_version,
        )

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
    for path, value in sorted(changes.items(), key=_order, reverse=True):
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


def _order(item: tuple[FieldPath, Any]) -> tuple[tuple[bool, int, str], ...]:
    return tuple(
        (isinstance(part, int), part if isinstance(part, int) else 0, str(part)) for part in item[0]
    )
