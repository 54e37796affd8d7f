"""Which kinds a chart makes of which values."""

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


def expected(values):
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
