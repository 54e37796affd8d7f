"""Data that goes away with an object, or that pods no longer see.

Sources: Kubernetes, persistent volumes (reclaiming, claims of a StatefulSet and their retention
policy), namespaces and custom resources: what is in them goes with them.
"""

from collections.abc import Iterator

from catalogc.diff.change import ResourceChange
from catalogc.diff.effects.rejected import refused
from catalogc.diff.fields import ABSENT
from catalogc.diff.removal import Fate, fate_of, is_replaced_by_force
from catalogc.diff.result import Effect, EffectKind
from catalogc.diff.workloads import amount
from catalogc.model.resource import Resource
from catalogc.model.source import FieldPath
from catalogc.rules.shared.models_of_kserve import as_whole
from catalogc.rules.shared.nodes import Node, entries, mapping, text
from catalogc.rules.shared.pods import POD_TEMPLATES, STATEFUL_SET, Kind

CLAIM: Kind = ("", "PersistentVolumeClaim")
VOLUME: Kind = ("", "PersistentVolume")
NAMESPACE: Kind = ("", "Namespace")
DEFINITION: Kind = ("apiextensions.k8s.io", "CustomResourceDefinition")

_CONTENT = {
    CLAIM: "its volume goes with it, unless the storage class retains it",
    NAMESPACE: "everything in the namespace goes with it",
    DEFINITION: "all objects of its kind go with it, in all namespaces",
    ("postgresql.cnpg.io", "Cluster"): "the databases and their volumes go with it",
    ("kafka.strimzi.io", "KafkaTopic"): "the messages of the topic go with it",
    ("kafka.strimzi.io", "Kafka"): "the topics may go with it, as its storage says",
}
"""Kinds that hold data, and what becomes of it."""

_CLAIMS: FieldPath = ("spec", "volumeClaimTemplates")
_RETENTION = ("spec", "persistentVolumeClaimRetentionPolicy")
_RECLAIM: FieldPath = ("spec", "persistentVolumeReclaimPolicy")


def holds_data(resource: Resource) -> bool:
    """Tell whether data goes with an object, so that its removal needs to be acknowledged."""
    kind = (resource.group, resource.kind)
    return kind in _CONTENT or (kind == STATEFUL_SET and bool(_claims(resource)))


def find(change: ResourceChange) -> Iterator[Effect]:
    """Yield what becomes of data."""
    if change.removed is not None:
        yield from _removed(change, change.removed)
    if not change.is_update or change.before is None or change.after is None:
        return
    if change.kind == CLAIM:
        yield from _shrunk(change)
    if change.kind in _CONTENT and is_replaced_by_force(change.after) and refused(change):
        yield _loss(f"Argo CD replaces it by force: {_CONTENT[change.kind]}")
    if change.kind == STATEFUL_SET:
        yield from _stateful(change, change.before, change.after)
    if change.kind == VOLUME:
        for item in change.real(_RECLAIM):
            if item.after == "Delete":
                yield _loss("the volume is deleted once its claim is", sure=False, path=_RECLAIM)
    yield from _other_volumes(change, change.before, change.after)


def _loss(message: str, *, sure: bool = True, path: FieldPath = ()) -> Effect:
    return Effect(EffectKind.DATA_LOSS, message, sure, path)


def _removed(change: ResourceChange, resource: Resource) -> Iterator[Effect]:
    fate = fate_of(change)
    if fate in (Fate.KEPT, Fate.BY_HAND):
        return
    content = _CONTENT.get((resource.group, resource.kind))
    if content is not None:
        sure = fate is Fate.DELETED and "may go" not in content
        when = "" if fate is Fate.DELETED else "once somebody confirms, "
        yield _loss(f"{resource.kind} {resource.name} is deleted: {when}{content}", sure=sure)
    elif (resource.group, resource.kind) == STATEFUL_SET and _claims(resource):
        if mapping(resource.manifest, *_RETENTION).get("whenDeleted") == "Delete":
            when = "" if fate is Fate.DELETED else "once somebody confirms, "
            yield _loss(
                f"{when}the claims of its pods go with it (whenDeleted: Delete)",
                sure=fate is Fate.DELETED,
            )
        else:
            yield _loss(
                "the claims of its pods stay, and no pod uses them any more: one of another name "
                "starts empty",
                sure=False,
            )


def _shrunk(change: ResourceChange) -> Iterator[Effect]:
    path = ("spec", "resources", "requests", "storage")
    for item in change.real(path):
        both = item.path == path and ABSENT not in (item.before, item.after)
        if both and amount(item.after) < amount(item.before):
            yield _loss("a smaller claim can only be a new, empty one", sure=False, path=path)


def _stateful(change: ResourceChange, before: Resource, after: Resource) -> Iterator[Effect]:
    lost = sorted(_claims(before) - _claims(after))
    if lost:
        names = ", ".join(lost)
        yield _loss(
            f"volumeClaimTemplate {names} goes: a StatefulSet that is made anew for it leaves the "
            "old claims unused",
            sure=False,
            path=_CLAIMS,
        )
    old, new = (_replicas(side) for side in (before, after))
    policy = mapping(after.manifest, *_RETENTION)
    if _claims(before) and new < old and policy.get("whenScaled") == "Delete":
        yield _loss(f"the claims of {old - new} pods are deleted with them (whenScaled: Delete)")
    if policy.get("whenDeleted") == "Delete":
        for item in change.real((*_RETENTION, "whenDeleted")):
            yield _loss(
                "from now on the claims go with the StatefulSet", sure=False, path=item.path
            )


def _other_volumes(change: ResourceChange, before: Resource, after: Resource) -> Iterator[Effect]:
    """Yield volumes of pods that were claims and are something else now."""
    for path in POD_TEMPLATES.get(change.kind, ()):
        old, new = (_volumes(mapping(side.manifest, *path, "spec")) for side in (before, after))
        for name in sorted(old.keys() & new.keys()):
            was, now = old[name], new[name]
            claim = text(mapping(was, "persistentVolumeClaim"), "claimName")
            other = text(mapping(now, "persistentVolumeClaim"), "claimName")
            if claim and claim != other and not _is_renamed(change, claim, other):
                into = f"claim {other}" if other else _source(now)
                where = (*path, "spec", "volumes")
                message = (
                    f"volume {name} is {into} instead of claim {claim}: its files are not there"
                )
                yield _loss(message, sure=False, path=where)


def _is_renamed(change: ResourceChange, claim: str, other: str) -> bool:
    """Tell whether the claim itself goes, which is told at the claim."""
    names = {item.name for item in change.application.new_resources if item.kind == CLAIM[1]}
    return bool(other) and claim not in names and other in names


def _source(volume: Node) -> str:
    return next((str(key) for key in volume if key != "name"), "nothing")


def _volumes(spec: Node) -> dict[str, Node]:
    return {text(volume, "name"): volume for _, volume in entries(spec, "volumes")}


def _claims(resource: Resource) -> set[str]:
    spec = mapping(resource.manifest, "spec")
    return {
        text(mapping(item, "metadata"), "name") for _, item in entries(spec, "volumeClaimTemplates")
    }


def _replicas(resource: Resource) -> int:
    found = as_whole(mapping(resource.manifest, "spec").get("replicas", 1))
    return 1 if found is None else found
