"""BASIC_CONTAINER_LOAD."""

from scripts.chartgen.parts.application import SCALED, application
from scripts.chartgen.parts.container import definitions
from scripts.chartgen.parts.identity import identity, root, service_account
from scripts.chartgen.parts.network import basic_monitoring, ingress
from scripts.chartgen.parts.scaling import hpa, pod_disruption_budget

SCHEMA = root(
    "Basic container load",
    "A stateless container behind a Service, with optional autoscaling, route and secrets.",
    {
        **identity("BASIC_CONTAINER_LOAD", "checkout", "shop"),
        **service_account(),
        "container": application("ghcr.io/acme/checkout", (SCALED, 1)),
        "hpa": hpa(),
        "podDisruptionBudget": pod_disruption_budget(),
        "ingress": ingress(),
        "basicMonitoring": basic_monitoring(),
    },
    ["container"],
    definitions=definitions([]),
)
