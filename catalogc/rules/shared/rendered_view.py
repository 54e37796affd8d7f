"""What rules ask of a rendered release, worked out once for all of them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from catalogc.model.catalog import RenderedRelease
from catalogc.model.resource import Resource
from catalogc.rules.shared.pods import Kind, Pod, pods_of

_NONE: list[Resource] = []


@dataclass(frozen=True, slots=True)
class View:
    """The objects of a release by kind, and the pods that they make."""

    rendered: RenderedRelease
    by_kind: Mapping[Kind, list[Resource]]
    pods: tuple[Pod, ...]

    def of_kind(self, *kinds: Kind) -> list[Resource]:
        """Return the objects of some kinds."""
        known = self.by_kind
        if known.keys().isdisjoint(kinds):
            return _NONE
        return [resource for kind in kinds for resource in known.get(kind, _NONE)]

    def namespace(self, resource: Resource) -> str:
        """Return where an object of this release will be."""
        return resource.namespace or self.rendered.release.namespace


_last: View | None = None  # rules run one after another on the same release


def view_of(rendered: RenderedRelease) -> View:
    """Return the view of a release; that of the last one is kept."""
    global _last  # noqa: PLW0603 - a cache of one, exchanged as a whole
    last = _last
    if last is None or last.rendered is not rendered:
        by_kind: dict[Kind, list[Resource]] = defaultdict(list)
        for resource in rendered.resources:
            by_kind[resource.group, resource.kind].append(resource)
        pods = tuple(pod for resource in rendered.resources for pod in pods_of(resource))
        last = _last = View(rendered, dict(by_kind), pods)
    return last
