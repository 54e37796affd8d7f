"""Updates that the API server refuses, so that the sync of the Application fails."""

from collections.abc import Callable, Iterator
from typing import Any

from catalogc.diff.change import ResourceChange
from catalogc.diff.effects.immutable_fields import FROZEN, Frozen
from catalogc.diff.fields import ABSENT, FieldChange, format_field, touches
from catalogc.diff.removal import is_replaced_by_force
from catalogc.diff.result import Effect, EffectKind
from catalogc.diff.workloads import amount
from catalogc.model.resource import Resource
from catalogc.model.source import FieldPath
from catalogc.rules.shared.nodes import mapping, text
from catalogc.rules.shared.pods import JOB, Kind

_HOOKS = ("argocd.argoproj.io/hook", "helm.sh/hook")
_CLUSTER_IP: tuple[FieldPath, ...] = (("spec", "clusterIP"), ("spec", "clusterIPs"))
_CLASS: FieldPath = ("spec", "loadBalancerClass")
_REQUESTS: FieldPath = ("spec", "resources", "requests")
# A suspended Job may be scheduled elsewhere (Kubernetes 1.27, KEP-2926).
_SCHEDULING = frozenset({"nodeSelector", "tolerations", "affinity", "schedulingGates"})


def find(change: ResourceChange) -> Iterator[Effect]:
    """Yield one effect a field that cannot change."""
    before, after = change.before, change.after
    if not change.is_update or before is None or after is None:
        return
    if is_replaced_by_force(after) or is_hook(after):
        return
    frozen = FROZEN.get(change.kind)
    if frozen is not None:
        yield from _frozen(change, frozen, before)
    special = _SPECIAL.get(change.kind)
    if special is not None:
        yield from special(change, before, after)


def refused(change: ResourceChange) -> bool:
    """Tell whether the update would surely be refused, also where it is replaced by force."""
    frozen = FROZEN.get(change.kind)
    if frozen is None or change.before is None or not change.is_update:
        return False
    return any(effect.sure for effect in _frozen(change, frozen, change.before))


def is_hook(resource: Resource) -> bool:
    """Tell whether Argo CD deletes and makes it anew at every sync, as hooks are by default."""
    annotations = mapping(resource.manifest, "metadata", "annotations")
    return any(annotations.get(hook) for hook in _HOOKS)


def _frozen(change: ResourceChange, frozen: Frozen, before: Resource) -> Iterator[Effect]:
    for item in change.real(*frozen.fields):
        if any(item.path[: len(free)] == free for free in frozen.free):
            continue
        defaulted = ABSENT in (item.before, item.after) and item.path in frozen.defaulted
        sure = not defaulted and not _may_be_scheduled(change, item, before)
        yield _effect(
            item, f"{format_field(item.path)} of a {before.kind} cannot change", sure=sure
        )


def _may_be_scheduled(change: ResourceChange, item: FieldChange, before: Resource) -> bool:
    if change.kind != JOB or mapping(before.manifest, "spec").get("suspend") is not True:
        return False
    return item.path[:4] == ("spec", "template", "spec", item.path[3]) and (
        item.path[3] in _SCHEDULING
    )


def _effect(item: FieldChange, why: str, *, sure: bool = True) -> Effect:
    message = f"{why}: the API server refuses the update and the sync fails"
    return Effect(EffectKind.REJECTED, message, sure, item.path)


def _service(change: ResourceChange, before: Resource, after: Resource) -> Iterator[Effect]:
    """Judge a Service (core, ``ValidateServiceUpdate``): its address and families are kept.

    An address that is left out is taken over from the Service that is there; one of type
    ExternalName has none.
    """
    types = {text(mapping(side.manifest, "spec"), "type") for side in (before, after)}
    if "ExternalName" in types:
        return
    for item in change.real(*_CLUSTER_IP):
        if item.path in _CLUSTER_IP and item.after is not ABSENT:
            # Nobody knows the address that a Service without one was given, but it has one.
            sure = item.before is not ABSENT or item.after in ("None", ["None"])
            yield _effect(item, f"{format_field(item.path)} of a Service is fixed", sure=sure)
    for item in change.real(("spec", "ipFamilies")):
        primary = [_first(side) for side in (item.before, item.after)]
        if item.path[:2] == ("spec", "ipFamilies") and item.path[2:] in ((), (0,)):
            sure = ABSENT not in (item.before, item.after)
            if primary[0] != primary[1]:
                yield _effect(item, "the first of ipFamilies of a Service is fixed", sure=sure)
    if types == {"LoadBalancer"}:
        for item in change.real(_CLASS):
            yield _effect(item, "loadBalancerClass of a Service is fixed")


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else value


def _claim(change: ResourceChange, *_: Resource) -> Iterator[Effect]:
    """Judge the size of a claim (core, ``ValidatePersistentVolumeClaimUpdate``)."""
    for item in change.real(_REQUESTS):
        old, new = _size(item.before), _size(item.after)
        if new < old:
            yield _effect(item, "the storage of a PersistentVolumeClaim cannot shrink")


def _size(value: Any) -> Any:
    while isinstance(value, dict):
        value = value.get("requests", value.get("storage", "0"))
    return amount(value)


def _fixed_content(change: ResourceChange, before: Resource, _after: Resource) -> Iterator[Effect]:
    """Judge a ConfigMap or Secret that says ``immutable: true``."""
    if before.manifest.get("immutable") is not True:
        return
    for item in change.real(("data",), ("binaryData",), ("stringData",), ("immutable",)):
        yield _effect(item, f"the {before.kind} is immutable, and {item.path[0]} changes")


def _pod(change: ResourceChange, *_: Resource) -> Iterator[Effect]:
    """Judge a Pod (core, ``ValidatePodUpdate``): few fields of its spec may change."""
    for item in change.real(("spec",)):
        names = item.path[-1:]
        free = names == ("image",) or item.path[:2] == ("spec", "activeDeadlineSeconds")
        sure = item.path[:2] != ("spec", "tolerations") and "resources" not in item.path
        if not free:
            yield _effect(item, f"{format_field(item.path)} of a Pod cannot change", sure=sure)


def _definition(change: ResourceChange, *_: Resource) -> Iterator[Effect]:
    """Judge versions of a CustomResourceDefinition: those in use must stay."""
    for item in change.real(("spec", "versions")):
        if item.after is ABSENT and touches(item, item.path[:3]) and len(item.path) == 3:
            why = f"version {item.path[2]} goes: where objects are stored in it, this is refused"
            yield _effect(item, why, sure=False)


_SPECIAL: dict[Kind, Callable[[ResourceChange, Resource, Resource], Iterator[Effect]]] = {
    ("", "Service"): _service,
    ("", "PersistentVolumeClaim"): _claim,
    ("", "ConfigMap"): _fixed_content,
    ("", "Secret"): _fixed_content,
    ("", "Pod"): _pod,
    ("apiextensions.k8s.io", "CustomResourceDefinition"): _definition,
}
