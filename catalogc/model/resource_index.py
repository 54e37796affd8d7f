"""Every object that a run rendered, found by what it is."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from catalogc.model.catalog import RenderedRelease
from catalogc.model.resource import Resource


class Place(NamedTuple):
    """Where objects can see each other: by name, within a namespace of an environment."""

    environment: str
    namespace: str
    group: str
    kind: str


@dataclass(frozen=True, slots=True)
class ResourceIndex:
    """Objects by environment, namespace, group and kind.

    Attributes:
        complete: whether all releases of the catalog were rendered; what is not here may
            otherwise be the object of a leaf that was left out.
    """

    complete: bool
    _objects: Mapping[Place, list[tuple[RenderedRelease, Resource]]] = field(repr=False)

    @classmethod
    def of(cls, rendered: Iterable[RenderedRelease], *, complete: bool) -> "ResourceIndex":
        """Index the objects of a run."""
        objects: dict[Place, list[tuple[RenderedRelease, Resource]]] = defaultdict(list)
        for item in rendered:
            environment = item.release.environment.name
            for resource in item.resources:
                namespace = resource.namespace or item.release.namespace
                place = Place(environment, namespace, resource.group, resource.kind)
                objects[place].append((item, resource))
        return cls(complete, objects)

    def objects(
        self, environment: str, namespace: str, group: str, kind: str
    ) -> Iterator[tuple[RenderedRelease, Resource]]:
        """Yield the objects of one kind in one namespace."""
        yield from self._objects.get(Place(environment, namespace, group, kind), ())

    def anywhere(
        self, environment: str, group: str, kind: str
    ) -> Iterator[tuple[RenderedRelease, Resource]]:
        """Yield the objects of one kind in all namespaces, such as those that are in none."""
        for place, found in self._objects.items():
            if (place.environment, place.group, place.kind) == (environment, group, kind):
                yield from found
