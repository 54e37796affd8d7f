"""Every object that a run rendered, found by what it is."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from catalogc.model.catalog import RenderedRelease
from catalogc.model.leaf import LeafId
from catalogc.model.record import Looked
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
        whole: environments of which all releases were rendered; what is not here of another may
            be the object of a leaf that was left out.
        looked: for each leaf, what was asked.
    """

    whole: frozenset[str]
    _objects: Mapping[Place, list[tuple[RenderedRelease, Resource]]] = field(repr=False)
    looked: dict[LeafId, set[Looked]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, rendered: Iterable[RenderedRelease], whole: Iterable[str]) -> "ResourceIndex":
        """Index the objects of a run."""
        objects: dict[Place, list[tuple[RenderedRelease, Resource]]] = defaultdict(list)
        for item in rendered:
            environment = item.release.environment.name
            for resource in item.resources:
                namespace = resource.namespace or item.release.namespace
                place = Place(environment, namespace, resource.group, resource.kind)
                objects[place].append((item, resource))
        return cls(frozenset(whole), objects)

    def is_whole(self, rendered: RenderedRelease) -> bool:
        """Tell whether all objects of a release's environment are here."""
        return rendered.release.environment.name in self.whole

    def note(self, asking: RenderedRelease, namespace: str, group: str, kind: str) -> None:
        """Keep in mind that the answer for a release depends on objects of a place.

        Whoever keeps answers of this index for later must still note who asks.
        """
        found = self.looked.setdefault(asking.release.id, set())
        found.add(Looked(namespace, group, kind))

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
