"""Origins of one release: every rendered field with its values and its template line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from catalogc.model.resource import ResourceKey
from catalogc.model.source import FieldPath
from catalogc.origin.lines import TemplateLine
from catalogc.origin.trees import Change


@dataclass(frozen=True, slots=True)
class FieldOrigin:
    """Where a rendered field comes from.

    Attributes:
        values: paths of the values that change its content, those whose text it holds first.
        governed_by: paths of the values that decide whether it is there, the nearest first.
        template: the line that writes it, or the nearest one above that is known.
    """

    values: tuple[FieldPath, ...] = ()
    governed_by: tuple[FieldPath, ...] = ()
    template: TemplateLine | None = None

    @property
    def is_constant(self) -> bool:
        """Whether the chart alone decides what it is."""
        return not self.values


_UNKNOWN = FieldOrigin()


@dataclass(frozen=True, slots=True)
class Origins:
    """Origins of every scalar that a release rendered, and what each value reaches."""

    fields: Mapping[ResourceKey, Mapping[FieldPath, FieldOrigin]]
    reach: Mapping[FieldPath, Sequence[Change]] = field(repr=False)

    def of(self, resource: ResourceKey, path: FieldPath) -> FieldOrigin:
        """Return the origin of a field.

        Of a mapping or list it is that of the first scalar below that a value made; of a field
        that is not there, that of its nearest parent.
        """
        below = self.below(resource, path)
        return next((origin for origin in below if origin.values), below[0] if below else _UNKNOWN)

    def below(self, resource: ResourceKey, path: FieldPath) -> list[FieldOrigin]:
        """Return the origins of all scalars at or below a field, or else its nearest parent."""
        fields = self.fields.get(resource, {})
        for depth in range(len(path), -1, -1):
            below = [origin for inner, origin in fields.items() if inner[:depth] == path[:depth]]
            if below:
                return below
        return []

    def reached_by(self, value: FieldPath) -> list[Change]:
        """Return what a value, or any value below a mapping or list, changes when it changes."""
        depth = len(value)
        return [
            change
            for path, changes in self.reach.items()
            if path[:depth] == value
            for change in changes
        ]
