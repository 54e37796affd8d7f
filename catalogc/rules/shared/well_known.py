"""Kinds that rules know, and which objects are there without a chart."""

from catalogc.rules.shared.pods import POD_TEMPLATES, Kind
from catalogc.rules.shared.rendered_view import View

_KNOWN_GROUPS = frozenset(
    {
        *("", "apps", "batch", "autoscaling", "policy", "argoproj.io", "keda.sh"),
        *("cert-manager.io", "external-secrets.io", "monitoring.coreos.com"),
        *(
            "gateway.networking.k8s.io",
            "inference.networking.k8s.io",
            "inference.networking.x-k8s.io",
        ),
    }
)
_MAKERS = frozenset(
    {
        ("monitoring.coreos.com", kind)
        for kind in ("Alertmanager", "Prometheus", "PrometheusAgent", "ThanosRuler")
    }
    | {("keda.sh", "ScaledJob"), ("argoproj.io", "Workflow"), ("argoproj.io", "CronWorkflow")}
)


def has_unknown_makers_of_pods(view: View) -> bool:
    """Tell whether an object of the release may make pods that no template here shows.

    Objects of Kubernetes' own groups show theirs; those of most operators do not.
    """
    return any(
        kind in _MAKERS
        or (
            kind not in POD_TEMPLATES
            and kind[0] not in _KNOWN_GROUPS
            and not kind[0].endswith(".k8s.io")
        )
        for kind in view.by_kind
    )


CLUSTER_SCOPED: frozenset[Kind] = frozenset(
    {
        *(("", kind) for kind in ("Namespace", "Node", "PersistentVolume")),
        *(
            ("admissionregistration.k8s.io", kind)
            for kind in (
                "MutatingAdmissionPolicy",
                "MutatingAdmissionPolicyBinding",
                "MutatingWebhookConfiguration",
                "ValidatingAdmissionPolicy",
                "ValidatingAdmissionPolicyBinding",
                "ValidatingWebhookConfiguration",
            )
        ),
        ("apiextensions.k8s.io", "CustomResourceDefinition"),
        ("apiregistration.k8s.io", "APIService"),
        ("certificates.k8s.io", "CertificateSigningRequest"),
        ("certificates.k8s.io", "ClusterTrustBundle"),
        ("flowcontrol.apiserver.k8s.io", "FlowSchema"),
        ("flowcontrol.apiserver.k8s.io", "PriorityLevelConfiguration"),
        ("networking.k8s.io", "IngressClass"),
        ("networking.k8s.io", "IPAddress"),
        ("networking.k8s.io", "ServiceCIDR"),
        ("node.k8s.io", "RuntimeClass"),
        ("rbac.authorization.k8s.io", "ClusterRole"),
        ("rbac.authorization.k8s.io", "ClusterRoleBinding"),
        ("resource.k8s.io", "DeviceClass"),
        ("resource.k8s.io", "ResourceSlice"),
        ("scheduling.k8s.io", "PriorityClass"),
        *(
            ("storage.k8s.io", kind)
            for kind in ("CSIDriver", "CSINode", "StorageClass", "VolumeAttachment")
        ),
        ("storage.k8s.io", "VolumeAttributesClass"),
        ("cert-manager.io", "ClusterIssuer"),
        ("external-secrets.io", "ClusterExternalSecret"),
        ("external-secrets.io", "ClusterSecretStore"),
        ("gateway.networking.k8s.io", "GatewayClass"),
        ("keda.sh", "ClusterTriggerAuthentication"),
        ("argoproj.io", "ClusterAnalysisTemplate"),
    }
)
"""Kinds whose objects are in no namespace."""
