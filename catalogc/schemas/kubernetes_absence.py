"""Why a version of Kubernetes does not have a kind: removed, not there yet, or never there."""

from dataclasses import dataclass

from catalogc.model.display import listing
from catalogc.model.source import FieldPath
from catalogc.model.suggestion import nearest
from catalogc.schemas.kubernetes import KubernetesSchemas, history

# Kubernetes, "Deprecated API Migration Guide" (reference/using-api/deprecation-guide): removed
# before 1.26. What went later shows in the bundle's history.
_REMOVED: dict[int, dict[str, tuple[str, ...]]] = {
    16: {
        "extensions/v1beta1": (
            *("DaemonSet", "Deployment", "NetworkPolicy", "PodSecurityPolicy", "ReplicaSet"),
        ),
        "apps/v1beta1": ("Deployment", "ReplicaSet", "StatefulSet"),
        "apps/v1beta2": ("DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"),
    },
    22: {
        "admissionregistration.k8s.io/v1beta1": (
            *("MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"),
        ),
        "apiextensions.k8s.io/v1beta1": ("CustomResourceDefinition",),
        "apiregistration.k8s.io/v1beta1": ("APIService",),
        "authentication.k8s.io/v1beta1": ("TokenReview",),
        "authorization.k8s.io/v1beta1": (
            *("LocalSubjectAccessReview", "SelfSubjectAccessReview", "SubjectAccessReview"),
        ),
        "certificates.k8s.io/v1beta1": ("CertificateSigningRequest",),
        "coordination.k8s.io/v1beta1": ("Lease",),
        "extensions/v1beta1": ("Ingress",),
        "networking.k8s.io/v1beta1": ("Ingress", "IngressClass"),
        "rbac.authorization.k8s.io/v1beta1": (
            *("ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"),
        ),
        "scheduling.k8s.io/v1beta1": ("PriorityClass",),
        "storage.k8s.io/v1beta1": ("CSIDriver", "CSINode", "StorageClass", "VolumeAttachment"),
    },
    25: {
        "autoscaling/v2beta1": ("HorizontalPodAutoscaler",),
        "batch/v1beta1": ("CronJob",),
        "discovery.k8s.io/v1beta1": ("EndpointSlice",),
        "events.k8s.io/v1beta1": ("Event",),
        "node.k8s.io/v1beta1": ("RuntimeClass",),
        "policy/v1beta1": ("PodDisruptionBudget", "PodSecurityPolicy"),
    },
}
_NOTES = {"PodSecurityPolicy": "label the namespace for Pod Security admission instead"}


@dataclass(frozen=True, slots=True)
class Absence:
    """Why a kind is not there.

    Attributes:
        path: what is wrong, ``apiVersion`` or ``kind``.
        message: lower case; apiVersion, kind, version of Kubernetes.
        remedy: what to use.
        other_version: whether another version of Kubernetes has it, earlier or later.
    """

    path: FieldPath
    message: str
    remedy: str
    other_version: bool = False
    label: str = ""


def absence(schemas: KubernetesSchemas, api_version: str, kind: str) -> Absence | None:
    """Tell why Kubernetes does not have a kind.

    None where that is not certain: the group may be one of custom resources, or the version of
    Kubernetes one that nothing is known of.
    """
    name = f"{api_version} {kind}"
    minors = history().get(api_version, {}).get(kind, [])
    if (removed := _removed_in(api_version, kind, minors)) and removed <= schemas.minor:
        text = f"{name} was removed in Kubernetes 1.{removed}; this is 1.{schemas.minor}"
        return _elsewhere(schemas, api_version, kind, text)
    if minors and schemas.minor < minors[0]:
        text = f"{name} comes with Kubernetes 1.{minors[0]}; this is 1.{schemas.minor}"
        return _elsewhere(schemas, api_version, kind, text)
    if not schemas.exact or _group(api_version) not in _groups():
        return None
    return _never(schemas, api_version, kind)


def _elsewhere(schemas: KubernetesSchemas, api_version: str, kind: str, text: str) -> Absence:
    remedy = _replacement(schemas, api_version, kind)
    return Absence(_wrong_half(schemas, kind), text, remedy, other_version=True)


def _wrong_half(schemas: KubernetesSchemas, kind: str) -> FieldPath:
    """The half to change: the kind where no group has it."""
    return ("apiVersion",) if schemas.groups_of(kind) else ("kind",)


def _never(schemas: KubernetesSchemas, api_version: str, kind: str) -> Absence:
    """Nobody can add kinds to the groups of Kubernetes itself: it is misspelt."""
    here = schemas.kinds(api_version)
    if guess := nearest(kind, here):
        text = f"{api_version} has no kind {kind}"
        label = f"did you mean {guess}?"
        return Absence(("kind",), text, f"write {guess}", label=label)
    text = f"Kubernetes 1.{schemas.minor} has no {api_version} {kind}"
    remedy = _replacement(schemas, api_version, kind)
    return Absence(_wrong_half(schemas, kind), text, remedy)


def _replacement(schemas: KubernetesSchemas, api_version: str, kind: str) -> str:
    same_group = schemas.versions(_group(api_version), kind)
    candidates = same_group or schemas.groups_of(kind)
    if candidates:
        return f"use apiVersion {candidates[0]}"
    if kind in _NOTES:
        return _NOTES[kind]
    known = schemas.kinds(api_version)
    return f"kinds of {api_version}: {listing(list(known))}" if known else "remove it"


def _removed_in(api_version: str, kind: str, minors: list[int]) -> int:
    """Return the minor that no longer has it; 0 where every later one does."""
    for minor, removed in _REMOVED.items():
        if kind in removed.get(api_version, ()):
            return minor
    return minors[-1] + 1 if minors and minors[-1] < _newest() else 0


def _group(api_version: str) -> str:
    return api_version.rpartition("/")[0]


def _groups() -> set[str]:
    return {_group(api_version) for api_version in history()} | {"extensions"}


def _newest() -> int:
    return max(found[-1] for kinds in history().values() for found in kinds.values())
