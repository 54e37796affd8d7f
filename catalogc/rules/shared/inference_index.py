"""What leaves make for the inference platform, by where it can be named."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from catalogc.model.configuration import Config
from catalogc.model.release import Release
from catalogc.rules.shared.inference_objects import (
    ACCOUNT,
    CLUSTER_SCOPED,
    GATEWAY,
    GATEWAY_CLASS,
    NAMESPACE,
    RELEASE,
    RUNTIME,
    SECRET,
    Made,
    Reference,
    made,
    made_for_inference,
)
from catalogc.rules.shared.placement import Place, place_of

BY_HAND = frozenset({ACCOUNT, GATEWAY_CLASS, RELEASE, RUNTIME, SECRET})
"""Kinds that clusters have without a leaf, too."""

_Scope = tuple[Place, str, str]


@dataclass(slots=True)
class InferenceIndex:
    """Objects by cluster, namespace and kind, and where else something may come from."""

    config: Config
    _made: dict[_Scope, dict[str, Made]] = field(default_factory=dict)
    _charts: set[tuple[Place, str]] = field(default_factory=set)

    def add(self, release: Release) -> None:
        """Add what a release makes."""
        place = place_of(release, self.config)
        if release.is_third_party:
            self._charts |= {(place, release.namespace), (place, "")}
        for item in made(release):
            scope = self._scope(release, item.kind, release.namespace)
            self._made.setdefault(scope, {}).setdefault(item.name, item)

    def around(self, reference: Reference, kind: str = "") -> dict[str, Made]:
        """Return the objects of the reference's kind, or another, where it looks for one."""
        found = self._scope(reference.release, kind or reference.kind, reference.namespace)
        return self._made.get(found, {})

    def elsewhere(self, reference: Reference) -> Made | None:
        """Return the object of this name in another namespace of the cluster."""
        place = place_of(reference.release, self.config)
        for (where, _, kind), known in self._made.items():
            if (where, kind) == (place, reference.kind) and reference.name in known:
                return known[reference.name]
        return None

    def may_be_brought(self, reference: Reference) -> bool:
        """Whether a third-party chart may make the object, or a person may have made it.

        Where leaves already make such objects for others, people are not expected to.
        """
        if reference.kind == NAMESPACE:
            return self.config.catalogs is None
        place = place_of(reference.release, self.config)
        where = "" if reference.kind in CLUSTER_SCOPED else reference.namespace
        if (place, where) in self._charts and reference.kind != RELEASE:
            return True
        return reference.kind in BY_HAND and not any(self._offered(reference))

    def closest(self, reference: Reference) -> Made | None:
        """Return, of what is there for others to name, what is spelt most like the reference."""
        from difflib import SequenceMatcher  # only a name that leads nowhere pays for it

        def likeness(item: Made) -> float:
            return SequenceMatcher(None, item.name, reference.name).ratio()

        return max(self._offered(reference), key=likeness, default=None)

    def _offered(self, reference: Reference) -> Iterator[Made]:
        for item in self.around(reference).values():
            if reference.kind == RELEASE or (
                is_meant(item) and item in made_for_inference(item.release)
            ):
                yield item

    def is_shared(self, reference: Reference) -> bool:
        """Whether catalogc.yaml names the Gateway, or the namespace."""
        shared = self.config.gateways or ()
        if reference.kind == NAMESPACE:
            return reference.name in self._namespaces()
        wanted = (reference.name, reference.namespace)
        return reference.kind == GATEWAY and wanted in {
            (item.name, item.namespace) for item in shared
        }

    def lacks_namespace(self, reference: Reference) -> bool:
        """Whether the reference looks into a namespace that is itself a reference to nothing."""
        if not reference.elsewhere:
            return False
        where = reference._replace(kind=NAMESPACE, name=reference.elsewhere, elsewhere="")
        return where.name not in self.around(where) and not self.is_shared(where)

    def _namespaces(self) -> set[str]:
        limits = (self.config.catalogs or {}).values()
        owned = {name for item in limits for name in item.namespaces}
        gateways = {item.namespace for item in self.config.gateways or ()}
        return owned | gateways | set(self.config.reserved_namespaces)

    def _scope(self, release: Release, kind: str, namespace: str) -> _Scope:
        where = "" if kind in CLUSTER_SCOPED else namespace
        return place_of(release, self.config), where, kind


def is_meant(item: Made) -> bool:
    """Tell whether others may name it: a runtime that its release keeps to itself is not."""
    return item.kind != RUNTIME or item.release.effective.get(item.path) == item.name
