"""How many pods there are, set by KEDA from a metric of the gateway."""

from typing import Any

from scripts.chartgen.fields import Schema, equals, flag, group, seconds, text, when, whole

MOST_PODS = 3
_QUERY = (
    'sum(envoy_cluster_upstream_rq_active{envoy_cluster_name="httproute/ml-workloads/'
    'ollama-qwen3-http-route/rule/0"})'
)
_MEASURED: dict[str, Any] = {
    "required": ["prometheus"],
    "properties": {
        "prometheus": {
            "required": ["serverAddress", "query"],
            "x-catalogc-message": "autoscaling needs the address of Prometheus and a query",
        }
    },
}


def autoscaling(note: str) -> Schema:
    """Return ``autoscaling``; ``note`` says what a pod that starts has to do first.

    Fields are those of KEDA's ScaledObject (keda.sh/v1alpha1) and its Prometheus scaler.
    """
    return group(
        "Autoscaling",
        f"A KEDA ScaledObject, which sets the number of pods by a Prometheus query. {note}",
        {
            "enabled": flag(
                "Enabled",
                "Whether KEDA, not container.replicas, sets the number of pods.",
                default=False,
            ),
            "minReplicas": whole(
                "Fewest pods",
                "Fewest pods. 0 frees the GPUs of an idle service; the gateway must then hold "
                "requests, or clients repeat them, until a pod has started.",
                0,
                1000,
                1,
            ),
            "maxReplicas": whole("Most pods", "Most pods.", 1, 1000, MOST_PODS),
            "pollingInterval": seconds("Polling interval", "Seconds between two queries.", 1, 30),
            "cooldownPeriod": seconds(
                "Cooldown period",
                "Seconds without load until the last pod goes; only with minReplicas 0.",
                0,
                300,
            ),
            "prometheus": prometheus(),
        },
        **when(equals("enabled", value=True), _MEASURED),
    )


def prometheus() -> Schema:
    """Return ``prometheus``, the query of KEDA's Prometheus scaler."""
    return group(
        "Prometheus",
        "The metric that is scaled by, such as the requests that the gateway waits for.",
        {
            "serverAddress": text(
                "Server address",
                "URL of the Prometheus server; needed for autoscaling.",
                longest=1024,
                pattern=r"^https?://[A-Za-z0-9]([-.A-Za-z0-9]*[A-Za-z0-9])?(:[0-9]{1,5})?(/[!-~]*)?$",
                message="a URL such as http://prometheus.monitoring:9090",
                examples=["http://prometheus-operated.monitoring.svc:9090"],
            ),
            "query": text(
                "Query",
                "PromQL query with one number as its answer: the load of all pods together; "
                "needed for autoscaling.",
                shortest=1,
                longest=4096,
                examples=[_QUERY],
            ),
            "threshold": whole(
                "Threshold", "Load that one pod is meant to have.", 1, 1000000, 4, [4]
            ),
        },
    )


def scaled_cache_rule() -> Schema:
    """Scaled pods can only share a claim that several nodes may mount."""
    one = {"required": ["maxReplicas"], "properties": {"maxReplicas": {"maximum": 1}}}
    scaled = {"required": ["enabled"], "properties": {"enabled": {"const": True}}, "not": one}
    cached = equals("storage.modelCache.enabled", value=True)
    condition = {
        "required": ["autoscaling", "storage"],
        "properties": {"autoscaling": scaled, **cached["properties"]},
    }
    mode = {"const": "ReadWriteMany", "x-catalogc-message": "several pods share one claim"}
    cache = {"required": ["accessMode"], "properties": {"accessMode": mode}}
    return when(condition, {"properties": {"storage": {"properties": {"modelCache": cache}}}})
