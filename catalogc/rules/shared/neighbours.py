"""Objects of other releases that an object can see: by name, and pods by their labels."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from catalogc.model.catalog import RenderedRelease
from catalogc.model.resource import Resource
from catalogc.model.resource_index import ResourceIndex
from catalogc.rules.shared.nodes import Node, mapping
from catalogc.rules.shared.pods import POD_TEMPLATES, Kind, Pod, pods_of
from catalogc.rules.shared.well_known import CLUSTER_SCOPED

T = TypeVar("T")
Label = tuple[str, str]

MANY_NAMES = 64
"""Of more names, none is suggested: the search takes time, and a good guess is rare."""


class _Tables(NamedTuple):
    """What was asked of one index so far, so that no question is quadratic in the leaves."""

    of: ResourceIndex
    names: dict[tuple[str, str, str, str], dict[str, Resource]]
    pods: dict[tuple[str, str], dict[Label, list[Pod]]]
    services: dict[tuple[str, str], dict[Label, list[Resource]]]
    answers: dict[tuple[str, str, str, str], dict[str, Any]]


_last: _Tables | None = None  # one run has one index


def _tables(index: ResourceIndex) -> _Tables:
    global _last  # noqa: PLW0603 - a cache of one, exchanged as a whole
    last = _last
    if last is None or last.of is not index:
        last = _last = _Tables(index, {}, {}, {}, {})
    return last


def cached_for(index: ResourceIndex) -> dict[tuple[str, str, str, str], dict[str, Any]]:
    """Return a table to keep what was worked out of an index, by the place that it is about."""
    return _tables(index).answers


def names_of(
    index: ResourceIndex, rendered: RenderedRelease, namespace: str, kind: Kind
) -> dict[str, Resource]:
    """Return the objects of a kind in a namespace of the release's environment, by name."""
    environment = rendered.release.environment.name
    known = _tables(index).names
    is_wide = kind in CLUSTER_SCOPED
    place = (environment, "" if is_wide else namespace, *kind)
    index.note(rendered, *place[1:])
    if place not in known:
        found = (
            index.anywhere(environment, *kind)
            if is_wide
            else index.objects(environment, namespace, *kind)
        )
        known[place] = {resource.name: resource for _, resource in found}
    return known[place]


def pods_with(
    index: ResourceIndex, rendered: RenderedRelease, namespace: str, labels: Node
) -> list[Pod]:
    """Return the pods of a namespace that may have all of some labels: those with the rarest."""
    environment = rendered.release.environment.name
    known = _tables(index).pods
    place = (environment, namespace)
    for kind in POD_TEMPLATES:
        index.note(rendered, namespace, *kind)
    if place not in known:
        found = (
            pod
            for kind in POD_TEMPLATES
            for _, resource in index.objects(environment, namespace, *kind)
            for pod in pods_of(resource)
        )
        known[place] = _by_label((pod, pod.labels) for pod in found)
    return _rarest(known[place], labels)


def services_with(
    index: ResourceIndex, rendered: RenderedRelease, namespace: str, labels: Node
) -> list[Resource]:
    """Return the Services of a namespace that may have all of some labels, in the same way."""
    known = _tables(index).services
    place = (rendered.release.environment.name, namespace)
    services = names_of(index, rendered, namespace, ("", "Service"))
    if place not in known:
        found = services.values()
        known[place] = _by_label(
            (service, mapping(service.manifest, "metadata", "labels")) for service in found
        )
    return _rarest(known[place], labels)


def _by_label(found: Iterable[tuple[T, Node]]) -> dict[Label, list[T]]:
    by_label: dict[Label, list[T]] = defaultdict(list)
    for labelled, labels in found:
        for key, value in labels.items():
            if isinstance(key, str) and isinstance(value, str):
                by_label[key, value].append(labelled)
    return dict(by_label)


def _rarest(by_label: dict[Label, list[T]], labels: Node) -> list[T]:
    wanted = [label for label in labels.items() if isinstance(label[1], str)]
    return min((by_label.get(label, []) for label in wanted), key=len, default=[])


def near_names(names: Iterable[str]) -> list[str]:
    """Return names to choose a suggestion from, sorted; none where they are too many to read."""
    found = list(islice(names, MANY_NAMES + 1))
    return sorted(found) if len(found) <= MANY_NAMES else []
