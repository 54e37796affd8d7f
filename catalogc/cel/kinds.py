"""Kinds and the resources by which the API server serves them."""

from functools import lru_cache
from typing import NamedTuple

_NAMESPACED = {
    "": "Binding ConfigMap Endpoints Event LimitRange PersistentVolumeClaim Pod PodTemplate "
    "ReplicationController ResourceQuota Secret Service ServiceAccount",
    "apps": "ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet",
    "autoscaling": "HorizontalPodAutoscaler",
    "batch": "CronJob Job",
    "coordination.k8s.io": "Lease LeaseCandidate",
    "discovery.k8s.io": "EndpointSlice",
    "events.k8s.io": "Event",
    "networking.k8s.io": "Ingress NetworkPolicy",
    "policy": "PodDisruptionBudget",
    "rbac.authorization.k8s.io": "Role RoleBinding",
    "resource.k8s.io": "ResourceClaim ResourceClaimTemplate",
    "storage.k8s.io": "CSIStorageCapacity",
}
_CLUSTER = {
    "": "ComponentStatus Namespace Node PersistentVolume",
    "admissionregistration.k8s.io": "MutatingAdmissionPolicy MutatingAdmissionPolicyBinding "
    "MutatingWebhookConfiguration ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding "
    "ValidatingWebhookConfiguration",
    "apiextensions.k8s.io": "CustomResourceDefinition",
    "apiregistration.k8s.io": "APIService",
    "certificates.k8s.io": "CertificateSigningRequest ClusterTrustBundle",
    "flowcontrol.apiserver.k8s.io": "FlowSchema PriorityLevelConfiguration",
    "networking.k8s.io": "IngressClass IPAddress ServiceCIDR",
    "node.k8s.io": "RuntimeClass",
    "rbac.authorization.k8s.io": "ClusterRole ClusterRoleBinding",
    "resource.k8s.io": "DeviceClass ResourceSlice",
    "scheduling.k8s.io": "PriorityClass",
    "storage.k8s.io": "CSIDriver CSINode StorageClass VolumeAttachment VolumeAttributesClass",
}
_BUILT_IN = {
    (group, kind): namespaced
    for table, namespaced in ((_NAMESPACED, True), (_CLUSTER, False))
    for group, kinds in table.items()
    for kind in kinds.split()
}
_SEVERAL_VERSIONS = {("autoscaling", "horizontalpodautoscalers"): frozenset({"v1", "v2"})}
# The API server asks no policy about these (apiserver, plugin/webhook/predicates/rules).
_EXEMPT = frozenset(kind for group, kind in _BUILT_IN if group == "admissionregistration.k8s.io")
# Custom resources that are not named as the guess has it (gateway.networking.k8s.io).
_NAMED_OTHERWISE = {"gateway": "gateways"}


class Served(NamedTuple):
    """How the API server serves a kind."""

    group: str
    version: str
    kind: str
    resource: str
    namespaced: bool

    @property
    def built_in(self) -> bool:
        """Whether the API server knows the type itself."""
        return (self.group, self.kind) in _BUILT_IN

    @property
    def exempt(self) -> bool:
        """Whether no admission policy is asked about it."""
        return self.group == "admissionregistration.k8s.io" and self.kind in _EXEMPT

    def other_version(self, version: str) -> bool:
        """Return whether it may be served in another version, too."""
        if version == self.version:
            return False
        if self.built_in:
            return version in _SEVERAL_VERSIONS.get((self.group, self.resource), ())
        return True


def plural(kind: str) -> str:
    """Guess a resource's name as apimachinery's ``UnsafeGuessKindToResource`` does."""
    name = kind.lower()
    if name in _NAMED_OTHERWISE:
        return _NAMED_OTHERWISE[name]
    if name.endswith("endpoints") or not name:
        return name
    if name.endswith("s"):
        return f"{name}es"
    return f"{name[:-1]}ies" if name.endswith("y") else f"{name}s"


@lru_cache(maxsize=1000)
def served(api_version: str, kind: str, *, has_namespace: bool) -> Served:
    """Return how an object's kind is served.

    A kind that is not built in is taken for namespaced, unless its name says Cluster and the
    object names no namespace.
    """
    group, slash, version = api_version.rpartition("/")
    if not slash:
        group, version = "", api_version
    namespaced = _BUILT_IN.get((group, kind), has_namespace or not kind.startswith("Cluster"))
    return Served(group, version, kind, plural(kind), namespaced)
