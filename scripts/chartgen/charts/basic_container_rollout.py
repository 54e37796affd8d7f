"""BASIC_CONTAINER_ROLLOUT."""

from scripts.chartgen.fields import (
    Schema,
    duration,
    flag,
    group,
    items,
    seconds,
    text,
    whole,
)
from scripts.chartgen.parts.application import SCALED, application
from scripts.chartgen.parts.container import definitions
from scripts.chartgen.parts.identity import identity, root, service_account
from scripts.chartgen.parts.network import basic_monitoring, ingress
from scripts.chartgen.parts.scaling import hpa, pod_disruption_budget

_STEPS = [{"weight": 10, "pause": "5m"}, {"weight": 50, "pause": "10m"}]
_STEP = group(
    "Step",
    "A share of the traffic, and how long it stays.",
    {
        "weight": whole("Weight", "Share of the traffic, in percent.", 1, 100, None, [10]),
        "pause": duration(
            "Pause", "How long to stay. Unset, until a person promotes it.", None, ["5m"]
        ),
    },
    ["weight"],
)
_ROLLOUT = group(
    "Rollout",
    "How a new version replaces the old one.",
    {
        "steps": items(
            "Steps",
            "What the canary gets before the new version takes over. A leaf replaces the list.",
            _STEP,
            minItems=1,
            maxItems=20,
            default=_STEPS,
        ),
        "progressDeadlineSeconds": seconds(
            "Progress deadline",
            "Seconds without progress after which the rollout is aborted.",
            1,
            600,
        ),
        "scaleDownDelaySeconds": seconds(
            "Scale-down delay",
            "Seconds that the old pods stay after the new version took over, or the new ones "
            "after an abort.",
            0,
            30,
        ),
    },
)

# Istio's standard metrics; `args.service` and `args.namespace` are filled in by Argo Rollouts.
_SELECTOR = (
    'destination_service_name="{{args.service}}",destination_service_namespace="{{args.namespace}}"'
)
_WINDOW = "[2m]"


def _share(codes: str) -> str:
    """Zero, not nothing, where there are requests but none with such a code."""
    some = f'sum(rate(istio_requests_total{{{_SELECTOR},response_code=~"{codes}"}}{_WINDOW}))'
    every = f"sum(rate(istio_requests_total{{{_SELECTOR}}}{_WINDOW}))"
    return f"100 * ({some} or on() vector(0)) / {every}"


def _p95() -> str:
    buckets = f"istio_request_duration_milliseconds_bucket{{{_SELECTOR}}}{_WINDOW}"
    return f"histogram_quantile(0.95, sum(rate({buckets})) by (le))"


def _metric(title: str, what: str, limit: tuple[str, Schema], query: str) -> Schema:
    name, bound = limit
    ask = (
        "PromQL that yields one number. {{args.service}} and {{args.namespace}} name the canary's "
        "Service. The default reads Istio's metrics."
    )
    return group(title, what, {name: bound, "query": text("Query", ask, shortest=1, longest=4096, default=query)})


_ANALYSIS = group(
    "Analysis",
    "Numbers from Prometheus that the canary is judged by while it runs. A bad one aborts the "
    "rollout; no number at all, as without traffic, pauses it.",
    {
        "enabled": flag("Enabled", "Whether the canary is judged.", default=True),
        "prometheus": text(
            "Prometheus",
            "Address of Prometheus.",
            longest=1024,
            pattern=r"^https?://[a-z0-9]([-.a-z0-9]*[a-z0-9])?(:[0-9]{1,5})?(/[-._~/A-Za-z0-9]*)?$",
            message="an address such as http://prometheus.monitoring:9090",
            default="http://prometheus.monitoring:9090",
            examples=["http://prometheus.monitoring:9090"],
        ),
        "interval": duration("Interval", "Time between two measurements.", "1m", ["30s"]),
        "initialDelay": duration(
            "Initial delay", "Time before the first measurement.", "2m", ["1m"]
        ),
        "failureLimit": whole(
            "Failure limit", "Bad measurements that are borne; one more aborts.", 0, 100, 2
        ),
        "inconclusiveLimit": whole(
            "Inconclusive limit",
            "Measurements without a number that are borne; one more pauses.",
            0,
            1000,
            5,
        ),
        "successRate": _metric(
            "Success rate",
            "Share of answers that are neither client nor server errors.",
            (
                "minimumPercent",
                whole("Least", "Least share, in percent.", 0, 100, 95, [99]),
            ),
            _share("[123].*"),
        ),
        "latency": _metric(
            "Latency",
            "The 95th percentile of the time that an answer takes.",
            (
                "maximumMilliseconds",
                whole("Most", "Most milliseconds.", 1, 600000, 500, [250]),
            ),
            _p95(),
        ),
        "errorRate": _metric(
            "Error rate",
            "Share of answers that are server errors.",
            ("maximumPercent", whole("Most", "Most share, in percent.", 0, 100, 1, [5])),
            _share("5.*"),
        ),
    },
)
SCHEMA = root(
    "Basic container rollout",
    "A stateless container whose new versions get traffic step by step, and only while "
    "Prometheus says that they are well.",
    {
        **identity("BASIC_CONTAINER_ROLLOUT", "checkout", "shop"),
        **service_account(),
        "container": application("ghcr.io/acme/checkout", (SCALED, 2)),
        "rollout": _ROLLOUT,
        "analysis": _ANALYSIS,
        "hpa": hpa(),
        "podDisruptionBudget": pod_disruption_budget(),
        "ingress": ingress(),
        "basicMonitoring": basic_monitoring(),
    },
    ["container"],
    definitions=definitions([]),
)
