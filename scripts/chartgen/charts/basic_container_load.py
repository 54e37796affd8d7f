"""BASIC_CONTAINER_LOAD."""

from scripts.chartgen.fields import Schema, port
from scripts.chartgen.parts.container import (
    container,
    definitions,
    grace_period,
    image,
    replicas,
    resources,
    security_context,
    variables,
)
from scripts.chartgen.parts.identity import identity, root, service_account
from scripts.chartgen.parts.network import basic_monitoring, ingress
from scripts.chartgen.parts.probes import probes
from scripts.chartgen.parts.scaling import hpa, pod_disruption_budget

_CONTAINER: dict[str, Schema] = {
    "image": image(example="ghcr.io/acme/checkout"),
    "port": port("Port", "Port that the container listens on.", 8080, None),
    "replicas": replicas("Number of pods. The autoscaler decides instead when hpa.enabled."),
    "resources": resources(("100m", "128Mi"), ("1", "256Mi")),
    **variables(),
    "probes": probes(),
    "terminationGracePeriodSeconds": grace_period(30),
    "securityContext": security_context(),
}

SCHEMA = root(
    "Basic container load",
    "A stateless container behind a Service, with optional autoscaling, route and secrets.",
    {
        **identity("BASIC_CONTAINER_LOAD", "checkout", "shop"),
        **service_account(),
        "container": container(_CONTAINER, ["image"]),
        "hpa": hpa(),
        "podDisruptionBudget": pod_disruption_budget(),
        "ingress": ingress(),
        "basicMonitoring": basic_monitoring(),
    },
    ["container"],
    definitions=definitions([]),
)
