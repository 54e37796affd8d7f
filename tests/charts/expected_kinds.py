"""Which kinds a chart makes of which values."""

from charts.expected_inference_gateway import expected_of_gateway
from charts.expected_model_serving import expected_of_serving

# What a workload type makes in any case, and what else where all of these fields are set.
MAKES = {
    "STATEFUL_CONTAINER_LOAD": ("StatefulSet", "Service", "Service"),
    "BASIC_CONTAINER_ROLLOUT": ("Rollout", "Service", "Service"),
}
OPTIONAL = [
    ("HTTPRoute", "ingress.enabled"),
    ("Gateway", "ingress.enabled", "ingress.ownGateway.enabled"),
    ("Certificate", "ingress.enabled", "ingress.ownGateway.enabled"),
    ("ExternalSecret", "container.secrets"),
    ("ExternalSecret", "container.image.ghcrPullSecret.enabled"),
    ("ExternalSecret", "vault.hfTokenPath"),
    ("HorizontalPodAutoscaler", "hpa.enabled"),
    ("PersistentVolumeClaim", "storage.modelCache.enabled"),
    ("AnalysisTemplate", "analysis.enabled"),
    ("ServiceMonitor", "serviceMonitor.enabled"),
    ("ScaledObject", "autoscaling.enabled"),
    ("ConfigMap", "modelfile"),
]


# What makes no pods of a container of the leaf's choice.
OTHERS = {"INFERENCE_GATEWAY": expected_of_gateway, "MODEL_SERVING": expected_of_serving}

# Workload types whose objects are named by fields of the leaf, not after its service.
NAMED_BY_VALUES = {"MODEL_SERVING"}
CLUSTER_SCOPED = {"ClusterServingRuntime", "GatewayClass", "PriorityClass"}


def expected(values):
    if values["workloadType"] in OTHERS:
        yield from OTHERS[values["workloadType"]](values)
        return
    yield from MAKES.get(values["workloadType"], ("Deployment", "Service"))
    for kind, *paths in OPTIONAL:
        if all(value_at(values, path) for path in paths):
            yield kind
    if not values["serviceAccount"]:
        yield "ServiceAccount"
    scaled = values.get("autoscaling", {"enabled": False})
    most = scaled["maxReplicas"] if scaled["enabled"] else values["container"]["replicas"]
    if values.get("podDisruptionBudget", {"enabled": most > 1})["enabled"]:
        yield "PodDisruptionBudget"


def value_at(values, path):
    for part in path.split("."):
        values = values.get(part, {})
    return values
