"""One changed object with all that its effects depend on."""

from collections.abc import Iterator
from dataclasses import dataclass

from catalogc.diff.fields import FieldChange, Noise, touches
from catalogc.diff.result import Pairing
from catalogc.model.catalog import RenderedRelease
from catalogc.model.configuration import Environment
from catalogc.model.resource import Resource
from catalogc.model.source import FieldPath

_MEANINGLESS = frozenset({Noise.QUANTITY, Noise.DEFAULT})


@dataclass(frozen=True, slots=True)
class ApplicationPair:
    """An Application before and after.

    Attributes:
        names: its name in Argo CD before and after; empty where there is none.
        environment: whose sync policy decides on what is removed: the head's, where it is known.
    """

    before: RenderedRelease | None
    after: RenderedRelease | None
    pairing: Pairing
    names: tuple[str, str]
    environment: Environment

    @property
    def is_deleted(self) -> bool:
        """Whether the Application object of the base goes away."""
        return self.before is not None and self.names[0] != self.names[1]

    @property
    def same_place(self) -> bool:
        """Whether both sides deploy to one cluster."""
        if self.before is None or self.after is None:
            return True
        before, after = self.before.release.environment, self.after.release.environment
        return dict(before.destination) == dict(after.destination)

    @property
    def old_resources(self) -> tuple[Resource, ...]:
        """Objects of the base."""
        return self.before.resources if self.before is not None else ()

    @property
    def new_resources(self) -> tuple[Resource, ...]:
        """Objects of the head."""
        return self.after.resources if self.after is not None else ()


@dataclass(frozen=True, slots=True)
class ResourceChange:
    """An object before and after, with the fields that differ."""

    application: ApplicationPair
    before: Resource | None
    after: Resource | None
    pairing: Pairing
    changes: tuple[FieldChange, ...] = ()

    @property
    def names(self) -> tuple[tuple[str, str], ...]:
        """What is called otherwise in the head: the object and its service; old and new."""
        found = set()
        if self.before is not None and self.after is not None:
            found.add((self.before.name, self.after.name))
        pair = self.application
        if pair.before is not None and pair.after is not None:
            ids = (pair.before.release.id, pair.after.release.id)
            found.add((ids[0].service_name, ids[1].service_name))
        different = [names for names in found if names[0] and names[0] != names[1]]
        return tuple(sorted(different, key=lambda names: (-len(names[0]), names)))

    def renamed(self, text: str) -> str:
        """Return a text of the base as the head would write it."""
        for old, new in self.names:
            if old in text:
                return text.replace(old, new)
        return text

    @property
    def either(self) -> Resource:
        """The object after, or before where it is removed.

        Raises:
            ValueError: there is neither, which nobody builds.
        """
        found = self.after or self.before
        if found is None:
            message = "a change of nothing"
            raise ValueError(message)
        return found

    @property
    def kind(self) -> tuple[str, str]:
        """API group and kind."""
        return (self.either.group, self.either.kind)

    @property
    def is_update(self) -> bool:
        """Whether the API server sees an update of one object."""
        return self.pairing is Pairing.SAME

    @property
    def removed(self) -> Resource | None:
        """The object of the base that goes away, also where another takes its place."""
        return None if self.is_update else self.before

    @property
    def added(self) -> Resource | None:
        """The object of the head that is new, also where it takes the place of another."""
        return None if self.is_update else self.after

    def real(self, *paths: FieldPath) -> Iterator[FieldChange]:
        """Yield what the API server stores differently, at, below or above one of ``paths``.

        Labels and checksums count: they are stored. Without paths, all such changes.
        """
        for change in self.changes:
            if change.noise not in _MEANINGLESS and (
                not paths or any(touches(change, path) for path in paths)
            ):
                yield change
