"""What a comparison finds: Applications, objects, fields, and effects."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from catalogc.diff.fields import FieldChange
from catalogc.model.leaf import LeafId
from catalogc.model.resource import Resource, ResourceKey
from catalogc.model.source import FieldPath


class EffectKind(StrEnum):
    """What applying a change does; the worst one first."""

    DATA_LOSS = "data-loss"
    REJECTED = "rejected"
    DOWNTIME = "downtime"
    DELETE = "delete"
    EXPOSURE = "exposure"
    SECRET_SCOPE = "secret-scope"  # noqa: S105 - the name of an effect
    UNKNOWN = "unknown"
    GPU_DEMAND = "gpu-demand"
    ROLLOUT_RESTART = "rollout-restart"
    LEFT_BEHIND = "left-behind"
    CREATE = "create"
    IN_PLACE = "in-place"
    NO_OP = "no-op"

    @property
    def rank(self) -> int:
        """Position in the order of how bad it is; 0 is the worst."""
        return _ORDER.index(self)


_ORDER = tuple(EffectKind)
_DOUBT = 3  # one rank is 2


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing that will happen.

    Attributes:
        message: lower case, what happens and why.
        sure: whether it follows from the objects alone; False where the cluster decides.
        path: the field that it comes from; empty for the whole object.
    """

    kind: EffectKind
    message: str
    sure: bool = True
    path: FieldPath = ()

    @property
    def sort_key(self) -> tuple[int, str]:
        """The worst first; what is not sure comes after the next kind that is."""
        return (2 * self.kind.rank + (0 if self.sure else _DOUBT), self.message)


class Pairing(StrEnum):
    """How an object or Application of the base was found again in the head."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    CONTENT_HASH = "content-hash"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class ResourceDiff:
    """One object before and after.

    Attributes:
        before: None where it is added.
        after: None where it is removed.
        changes: its fields; those that say nothing by themselves are marked.
        effects: sorted, the worst first; at least one.
    """

    before: Resource | None
    after: Resource | None
    pairing: Pairing
    changes: tuple[FieldChange, ...]
    effects: tuple[Effect, ...]

    @property
    def key(self) -> ResourceKey:
        """Identity in the head; in the base where it is removed."""
        found = self.after or self.before
        return found.key if found is not None else ResourceKey("", "", "", "")

    @property
    def headline(self) -> Effect:
        """The worst effect."""
        return self.effects[0]

    @property
    def told(self) -> tuple[FieldChange, ...]:
        """The changes that say something."""
        return tuple(change for change in self.changes if change.noise is None)


@dataclass(frozen=True, slots=True)
class Fact:
    """A number or name that changed, for people: an image, replicas, memory."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ApplicationDiff:
    """One Argo CD Application before and after.

    Attributes:
        before: identity in the base; None where it is added.
        after: identity in the head; None where it is removed.
        names: the Application's name before and after; empty where there is none.
        leaves: file of the leaf before and after; empty where there is none.
        resources: those that differ, the worst first.
        effects: those of the Application itself.
        unchanged: number of objects that are the same.
    """

    before: LeafId | None
    after: LeafId | None
    pairing: Pairing
    names: tuple[str, str]
    leaves: tuple[str, str]
    resources: tuple[ResourceDiff, ...]
    effects: tuple[Effect, ...] = ()
    facts: tuple[Fact, ...] = ()
    unchanged: int = 0

    @property
    def id(self) -> LeafId:
        """Identity in the head; in the base where it is removed."""
        return self.after or self.before or LeafId("", "", "")

    @property
    def all_effects(self) -> tuple[Effect, ...]:
        """Those of the Application and of all objects, the worst first."""
        found = [*self.effects, *(effect for item in self.resources for effect in item.effects)]
        return tuple(sorted(found, key=lambda effect: effect.sort_key))

    @property
    def headline(self) -> Effect:
        """The worst effect."""
        found = self.all_effects
        return found[0] if found else Effect(EffectKind.NO_OP, "nothing changes on the cluster")


@dataclass(frozen=True, slots=True)
class GpuDemand:
    """GPUs that the workloads of an environment can ask for, by where they may run.

    Attributes:
        pools: node pools that they may run in, joined by "or"; empty where that is not known.
        resource: extended resource, such as ``nvidia.com/gpu``.
        before: number of GPUs with the fewest and with the most replicas.
        after: the same for the head; the most is None where nothing bounds it.
        capacity: GPUs of these pools in the head's inventory; None where it is not known.
    """

    environment: str
    pools: str
    resource: str
    before: tuple[int, int | None]
    after: tuple[int, int | None]
    capacity: int | None = None

    @property
    def too_many(self) -> bool:
        """Whether even the fewest replicas ask for more than there is."""
        return self.capacity is not None and self.after[0] > self.capacity


@dataclass(frozen=True, slots=True)
class CatalogDiff:
    """What changes between two compilations.

    Attributes:
        applications: those that differ, the worst first, then by identity.
        unchanged: number of Applications that are the same.
        undecided: leaves that one side could not render, so that nothing is said of them.
        deletions: what needs to be acknowledged, sorted: Applications, and objects with data.
    """

    applications: tuple[ApplicationDiff, ...]
    gpus: tuple[GpuDemand, ...] = ()
    unchanged: int = 0
    undecided: tuple[LeafId, ...] = ()
    deletions: tuple[str, ...] = field(default=())

    @property
    def rejected(self) -> tuple[str, ...]:
        """Objects whose update the API server will surely refuse, sorted."""
        return tuple(
            sorted(
                f"{application.id}: {item.key.kind} {item.key.name}"
                for application in self.applications
                for item in application.resources
                if any(e.kind is EffectKind.REJECTED and e.sure for e in item.effects)
            )
        )

    @property
    def counts(self) -> Mapping[str, int]:
        """Number of Applications by their headline; kinds that none has are left out."""
        found: dict[str, int] = {}
        for kind in EffectKind:
            number = sum(item.headline.kind is kind for item in self.applications)
            if number:
                found[kind.value] = number
        return found
