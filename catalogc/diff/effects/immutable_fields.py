"""Fields that the API server does not let anybody change, as data.

Sources: Kubernetes 1.29 to 1.37, the functions ``Validate...Update`` below pkg/apis: apps
(Deployment, DaemonSet, ReplicaSet: selector; StatefulSet: all but a list), batch (Job), core
(PersistentVolume, PersistentVolumeClaim, Pod), storage (StorageClass, CSIDriver,
VolumeAttributesClass), scheduling (PriorityClass), rbac (roleRef), networking (IngressClass), node
(RuntimeClass), discovery (EndpointSlice), resource (ResourceClaim), certificates; apiextensions
(CustomResourceDefinition). KServe: ``validateDeploymentMode``.
"""

from typing import NamedTuple

from catalogc.model.source import FieldPath
from catalogc.rules.shared.pods import DAEMON_SET, DEPLOYMENT, JOB, REPLICA_SET, STATEFUL_SET, Kind

_SPEC: FieldPath = ("spec",)
_SELECTOR = (("spec", "selector"),)


class Frozen(NamedTuple):
    """What cannot change of a kind.

    Attributes:
        fields: those that are fixed, with all that is below them.
        free: what is below them and may change nevertheless.
        defaulted: what the cluster fills in where it is left out, so that a value may be equal.
    """

    fields: tuple[FieldPath, ...]
    free: tuple[FieldPath, ...] = ()
    defaulted: tuple[FieldPath, ...] = ()


def _of_spec(*names: str) -> tuple[FieldPath, ...]:
    return tuple(("spec", name) for name in names)


FROZEN: dict[Kind, Frozen] = {
    DEPLOYMENT: Frozen(_SELECTOR),
    DAEMON_SET: Frozen(_SELECTOR),
    REPLICA_SET: Frozen(_SELECTOR),
    STATEFUL_SET: Frozen(
        (_SPEC,),
        free=_of_spec(
            "replicas",
            "template",
            "updateStrategy",
            "persistentVolumeClaimRetentionPolicy",
            "minReadySeconds",
            "ordinals",
            "revisionHistoryLimit",
        ),
    ),
    JOB: Frozen(
        _of_spec(
            "selector",
            "template",
            "completionMode",
            "podFailurePolicy",
            "successPolicy",
            "backoffLimitPerIndex",
            "managedBy",
            "manualSelector",
            "podReplacementPolicy",
        ),
        defaulted=_of_spec("selector", "podReplacementPolicy"),
    ),
    ("", "PersistentVolumeClaim"): Frozen(
        (_SPEC,),
        free=(("spec", "resources", "requests"), ("spec", "volumeAttributesClassName")),
        defaulted=_of_spec("storageClassName", "volumeName", "dataSource", "dataSourceRef"),
    ),
    ("", "PersistentVolume"): Frozen(
        (_SPEC,),
        free=_of_spec(
            "capacity",
            "accessModes",
            "claimRef",
            "persistentVolumeReclaimPolicy",
            "storageClassName",
            "mountOptions",
            "nodeAffinity",
            "volumeAttributesClassName",
        ),
    ),
    ("", "Secret"): Frozen((("type",),)),
    ("storage.k8s.io", "StorageClass"): Frozen(
        (("parameters",), ("provisioner",), ("reclaimPolicy",), ("volumeBindingMode",))
    ),
    ("storage.k8s.io", "CSIDriver"): Frozen(_of_spec("attachRequired", "volumeLifecycleModes")),
    ("storage.k8s.io", "VolumeAttributesClass"): Frozen((("driverName",), ("parameters",))),
    ("scheduling.k8s.io", "PriorityClass"): Frozen((("value",), ("preemptionPolicy",))),
    ("rbac.authorization.k8s.io", "RoleBinding"): Frozen((("roleRef",),)),
    ("rbac.authorization.k8s.io", "ClusterRoleBinding"): Frozen((("roleRef",),)),
    ("networking.k8s.io", "IngressClass"): Frozen(_of_spec("controller")),
    ("node.k8s.io", "RuntimeClass"): Frozen((("handler",),)),
    ("discovery.k8s.io", "EndpointSlice"): Frozen((("addressType",),)),
    ("resource.k8s.io", "ResourceClaim"): Frozen((_SPEC,)),
    ("resource.k8s.io", "ResourceClaimTemplate"): Frozen((_SPEC,)),
    ("certificates.k8s.io", "CertificateSigningRequest"): Frozen((_SPEC,)),
    ("apiextensions.k8s.io", "CustomResourceDefinition"): Frozen(
        (
            ("spec", "group"),
            ("spec", "scope"),
            ("spec", "names", "kind"),
            ("spec", "names", "plural"),
        )
    ),
    ("serving.kserve.io", "InferenceService"): Frozen(
        (("metadata", "annotations", "serving.kserve.io/deploymentMode"),),
        defaulted=(("metadata", "annotations", "serving.kserve.io/deploymentMode"),),
    ),
}
