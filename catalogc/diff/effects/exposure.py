"""Who can reach a workload: new and removed hosts, ports, gateways, and what kept others out.

Sources: cloud load balancer controllers and ingress-nginx (annotations), Kubernetes
(loadBalancerSourceRanges, NetworkPolicy), Envoy Gateway and Istio (policies).
"""

from collections.abc import Iterator

from catalogc.diff.change import ResourceChange
from catalogc.diff.effects.addresses import addresses
from catalogc.diff.fields import ABSENT, FieldChange, format_field
from catalogc.diff.removal import Fate, fate_of
from catalogc.diff.result import Effect, EffectKind
from catalogc.model.display import listing
from catalogc.model.resource import Resource
from catalogc.model.source import FieldPath

_ANNOTATIONS: FieldPath = ("metadata", "annotations")
_SCHEMES = frozenset(
    {
        "service.beta.kubernetes.io/aws-load-balancer-scheme",
        "alb.ingress.kubernetes.io/scheme",
    }
)
_INTERNAL = frozenset(
    {
        "service.beta.kubernetes.io/aws-load-balancer-internal",
        "service.beta.kubernetes.io/azure-load-balancer-internal",
        "networking.gke.io/load-balancer-type",
        "cloud.google.com/load-balancer-type",
    }
)
_GUARDS = frozenset(
    {
        "nginx.ingress.kubernetes.io/whitelist-source-range",
        "nginx.ingress.kubernetes.io/allowlist-source-range",
        "nginx.ingress.kubernetes.io/auth-url",
        "nginx.ingress.kubernetes.io/auth-type",
        "nginx.ingress.kubernetes.io/auth-tls-secret",
    }
)
_RANGES: FieldPath = ("spec", "loadBalancerSourceRanges")
_POLICIES = frozenset(
    {"NetworkPolicy", "CiliumNetworkPolicy", "SecurityPolicy", "AuthorizationPolicy"}
)


def find(change: ResourceChange) -> Iterator[Effect]:
    """Yield what becomes reachable, what no longer is, and guards that go."""
    yield from _addresses(change)
    if change.kind[1] in _POLICIES:
        yield from _policy(change)
    if not change.is_update:
        return
    for item in change.real(_ANNOTATIONS):
        yield from _annotations(item)
    for item in change.real(_RANGES):
        if item.after is ABSENT or item.before is not ABSENT or len(item.path) > len(_RANGES):
            yield _exposed("the addresses that may connect change", item.path)
            return


def _addresses(change: ResourceChange) -> Iterator[Effect]:
    before, after = addresses(change.before), addresses(change.after)
    if before == after:
        return
    pair = change.application
    new = after - before - _of_others(pair.old_resources, change.before)
    gone = before - after - _of_others(pair.new_resources, change.after)
    if gone and change.after is None and fate_of(change) in (Fate.KEPT, Fate.BY_HAND):
        gone = set()
    if new:
        yield _exposed(f"reachable at {listing(sorted(new), 4)}")
    if gone:
        yield _exposed(f"no longer reachable at {listing(sorted(gone), 4)}")


def _of_others(resources: tuple[Resource, ...], own: Resource | None) -> set[str]:
    """Return the addresses of the Application's other objects: what moved is not new."""
    return {
        address
        for resource in resources
        if resource is not own and resource.kind != "Service"
        for address in addresses(resource)
    }


def _policy(change: ResourceChange) -> Iterator[Effect]:
    kind = change.kind[1]
    if change.after is None:
        if fate_of(change) in (Fate.DELETED, Fate.CONFIRM):
            yield _exposed(f"the {kind} goes: what it kept out may get in", sure=False)
    elif change.is_update:
        for item in change.real(("spec",)):
            message = f"the {kind} lets others in: {format_field(item.path)}"
            yield _exposed(message, item.path, sure=False)
            return


def _annotations(item: FieldChange) -> Iterator[Effect]:
    before, after = (_as_mapping(item, value) for value in (item.before, item.after))
    for name in sorted({*before, *after}):
        old, new = before.get(name), after.get(name)
        path = (*_ANNOTATIONS, name)
        if name in _SCHEMES and new == "internet-facing":
            yield _exposed("the load balancer is open to the internet", path)
        elif name in _INTERNAL and _is_internal(old) and not _is_internal(new):
            yield _exposed("the load balancer is no longer internal", path)
        elif name in _GUARDS and old is not None:
            what = "goes" if new is None else "changes"
            yield _exposed(f"{name}, which keeps others out, {what}", path, sure=new is None)


def _as_mapping(item: FieldChange, value: object) -> dict[str, object]:
    """Return the annotations of one side, also where they came or went together."""
    if len(item.path) > len(_ANNOTATIONS):
        return {} if value is ABSENT else {str(item.path[2]): value}
    if isinstance(value, dict):
        inner = value.get("annotations", {}) if len(item.path) < len(_ANNOTATIONS) else value
        return inner if isinstance(inner, dict) else {}
    return {}


def _is_internal(value: object) -> bool:
    return str(value).lower() in ("true", "internal")


def _exposed(message: str, path: FieldPath = (), *, sure: bool = True) -> Effect:
    return Effect(EffectKind.EXPOSURE, message, sure, path)
