"""What becomes of an object that is no longer rendered.

Sources: Argo CD 3.5, sync options (Prune, Delete), application deletion, and the conditions of its
controller (``shouldBeDeleted``): a cascading deletion leaves CustomResourceDefinitions and what
Helm is told to keep; pruning knows ``Prune`` alone.
"""

from enum import StrEnum

from catalogc.diff.change import ApplicationPair, ResourceChange
from catalogc.model.resource import Resource
from catalogc.rules.shared.nodes import mapping, text

SYNC_OPTIONS = "argocd.argoproj.io/sync-options"
_KEEP = "helm.sh/resource-policy"


class Fate(StrEnum):
    """What happens to a removed object."""

    DELETED = "deleted"
    CONFIRM = "confirm"
    BY_HAND = "by-hand"
    KEPT = "kept"


SENTENCES = {
    Fate.DELETED: "Argo CD deletes it",
    Fate.CONFIRM: "Argo CD deletes it once somebody confirms",
    Fate.BY_HAND: "it stays until somebody prunes it: the environment does not prune by itself",
    Fate.KEPT: "it stays on the cluster, with nobody to look after it",
}


def sync_options(resource: Resource) -> frozenset[str]:
    """Return the sync options of an object, such as ``Prune=false``."""
    written = text(mapping(resource.manifest, "metadata", "annotations"), SYNC_OPTIONS)
    return frozenset(part.strip() for part in written.split(",") if part.strip())


def is_replaced_by_force(resource: Resource) -> bool:
    """Tell whether Argo CD deletes and makes it anew where an update is refused."""
    return {"Force=true", "Replace=true"} <= sync_options(resource)


def application_fate(pair: ApplicationPair) -> Fate:
    """Return what becomes of an Application whose leaf is gone."""
    policy = pair.environment.sync_policy
    return Fate.DELETED if policy.automated and policy.prune else Fate.BY_HAND


def fate_of(change: ResourceChange) -> Fate:
    """Return what becomes of ``change.removed``."""
    resource, pair = change.removed, change.application
    if resource is None:
        return Fate.KEPT
    if application_fate(pair) is Fate.BY_HAND:
        return Fate.BY_HAND
    if pair.is_deleted:
        return _cascading(resource, finalizer=pair.environment.finalizer)
    options = sync_options(resource)
    if "Prune=false" in options:
        return Fate.KEPT
    return Fate.CONFIRM if "Prune=confirm" in options else Fate.DELETED


def _cascading(resource: Resource, finalizer: str) -> Fate:
    options = sync_options(resource)
    keep = text(mapping(resource.manifest, "metadata", "annotations"), _KEEP) == "keep"
    if not finalizer or keep or "Delete=false" in options or is_crd(resource):
        return Fate.KEPT
    return Fate.CONFIRM if "Delete=confirm" in options else Fate.DELETED


def is_crd(resource: Resource) -> bool:
    """Tell whether it is a CustomResourceDefinition."""
    return (resource.group, resource.kind) == ("apiextensions.k8s.io", "CustomResourceDefinition")
