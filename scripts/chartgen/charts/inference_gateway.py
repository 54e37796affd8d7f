"""INFERENCE_GATEWAY: an endpoint picker and an internal Gateway in front of a model's pods."""

from typing import Any

from scripts.chartgen.fields import (
    DNS_SUBDOMAIN,
    Schema,
    duration,
    flag,
    group,
    labels,
    namespace,
    object_name,
    port,
    show,
    text,
    url_path,
    equals,
    when,
    whole,
)
from scripts.chartgen.parts.container import image, resources
from scripts.chartgen.parts.gateway import external_route, infrastructure
from scripts.chartgen.parts.identity import identity, root
from scripts.chartgen.parts.network import service_monitor
from scripts.chartgen.parts.scaling import pod_disruption_budget

LONGEST_NAME = 36
"""Of serviceName: a Service's name has 63 characters, -inference-gateway and a digest among them."""

_POOL = "llama-70b"


def _endpoint_picker() -> Schema:
    picture = image("registry.k8s.io/gateway-api-inference-extension/epp", "v1.3.0")
    del picture["properties"]["ghcrPullSecret"]  # the image is public
    return group(
        "Endpoint picker",
        "The endpoint picker (EPP), which chooses the pod that answers a request.",
        {
            "replicas": whole(
                "Replicas",
                "Number of pods of the endpoint picker. Each keeps its own account of cached "
                "prefixes, so more of them find cached prefixes less often.",
                0,
                100,
                2,
            ),
            "poolName": object_name(
                "Pool name",
                "The InferencePool to pick from. Empty means the own one of inferencePool, and "
                "without that no endpoint picker: it could pick nothing.",
                "an InferencePool",
                optional=True,
                default="",
                examples=[_POOL],
            )
            | {"maxLength": 63},  # it is the value of a label of the pool's pods
            "image": picture,
            "resources": resources(("500m", "512Mi"), ("2", "2Gi")),
            "leaderElection": flag(
                "Leader election",
                "Whether one replica answers and the others wait. Those that wait are not ready, "
                "which Argo CD shows as an endless rollout.",
                default=False,
            ),
            "logLevel": text(
                "Log level", "What is logged.", choices=["error", "info", "debug"], default="info"
            ),
            "schedulingConfig": _scheduling(),
        },
    )


def _scheduling() -> Schema:
    def weight(title: str, description: str, default: int) -> Schema:
        return whole(title, f"{description} 0 leaves it out.", 0, 1000, default)

    scorers = group(
        "Scorers",
        "Weights of what speaks for a pod.",
        {
            "prefixCacheScorer": weight(
                "Prefix cache", "Weight of a cache that knows the prompt's beginning.", 60
            ),
            "kvCacheUtilizationScorer": weight(
                "KV cache utilization", "Weight of free memory for keys and values.", 30
            ),
            "queueScorer": weight("Queue", "Weight of a short queue.", 10),
        },
    )
    return group(
        "Scheduling configuration", "How the endpoint picker weighs pods.", {"scorers": scorers}
    )


def _gateway() -> Schema:
    named: dict[str, Any] = {"properties": {"name": {"minLength": 1}}, "required": ["name"]}
    off = {"const": False, "x-catalogc-message": "false, as gateway.name is an existing Gateway"}
    return group(
        "Gateway",
        "The internal Gateway that requests arrive at.",
        {
            "enabled": flag("Enabled", "Whether there is an own Gateway.", default=True),
            "className": object_name(
                "Class",
                "GatewayClass of the Gateway, one of Envoy Gateway.",
                "a GatewayClass",
                default="envoy-gateway",
                examples=["envoy-gateway", "llm-gateway"],
            ),
            "name": object_name(
                "Name",
                "An existing Gateway of the namespace for the route, instead of an own one. Empty "
                "means <serviceName>-inference-gateway.",
                "a Gateway",
                optional=True,
                default="",
                examples=["llama-stack-inference-gateway"],
            ),
            "port": port("Port", "Port that the Gateway listens on.", 80, None),
            "proxyNamespace": namespace(
                "Proxy namespace",
                "Namespace that Envoy Gateway runs its proxies in. Empty means the Gateway's own, "
                "which is Envoy Gateway's mode GatewayNamespace.",
                "",
                "envoy-gateway-system",
            ),
        },
        **when(named, {"required": ["enabled"], "properties": {"enabled": off}}),
    )


def _gateway_class() -> Schema:
    return group(
        "Gateway class",
        "The GatewayClass that gateway.className names. Envoy Gateway's own chart brings none.",
        {
            "enabled": flag(
                "Enabled",
                "Whether this release makes the GatewayClass. Only one release of a cluster can.",
                default=False,
            ),
            "controllerName": text(
                "Controller",
                "The controller that runs Gateways of this class.",
                longest=253,
                pattern=rf"^{DNS_SUBDOMAIN}/[A-Za-z0-9/._~%!$&'()*+,;=:-]+$",
                message="a domain and a path, such as gateway.envoyproxy.io/gatewayclass-controller",
                default="gateway.envoyproxy.io/gatewayclass-controller",
                examples=["gateway.envoyproxy.io/gatewayclass-controller"],
            ),
        },
    )


def _pool() -> Schema:
    return group(
        "Inference pool",
        "An InferencePool of the pods that serve a model. model-serving makes those of its models "
        "itself; this one is for other pods.",
        {
            "enabled": flag("Enabled", "Whether there is an InferencePool.", default=False),
            "targetPort": port("Target port", "Port that the pods serve on.", 8080, None),
            "matchLabels": labels(
                "Match labels",
                "Labels of the pods. None means those of the KServe InferenceService that is "
                "named like the pool.",
                default={},
                examples=[{"app.kubernetes.io/name": "vllm-qwen"}],
            ),
            "failureMode": text(
                "Failure mode",
                "What a Gateway with InferencePools of its own does without endpoint picker: "
                "refuse requests, or send them to any pod.",
                choices=["FailClose", "FailOpen"],
                default="FailClose",
            ),
        },
    )


def _one_pool() -> Schema:
    """With an own pool, the endpoint picker has no other to pick from."""
    unnamed = {"const": "", "x-catalogc-message": "empty, as inferencePool is the pool"}
    picker = {"properties": {"poolName": unnamed}}
    return when(equals("inferencePool.enabled", value=True), {"properties": {"epp": picker}})


def _some_gateway() -> Schema:
    """A route without Gateway would lead from nowhere."""
    name = {
        "minLength": 1,
        "x-catalogc-message": "name the Gateway of another release, as this one makes none",
    }
    routed = equals("inferencePoolRoute.enabled", value=True)
    alone = equals("gateway.enabled", value=False)
    demand = {"properties": {"gateway": {"required": ["name"], "properties": {"name": name}}}}
    return when({"allOf": [routed, alone]}, demand)


def _route() -> Schema:
    return group(
        "Inference pool route",
        "The route from the Gateway to the pods of the pool.",
        {
            "enabled": flag("Enabled", "Whether there is an HTTPRoute.", default=False),
            "pathPrefix": url_path(
                "Path prefix",
                "What a request's path starts with, which the pods do not see: for a Gateway of several "
                "models.",
                "/",
                "/qwen",
            ),
            "requestTimeout": duration(
                "Request timeout", "Longest time that an answer may take.", "300s", ["300s"]
            ),
        },
    )


def _policy() -> Schema:
    return group(
        "Extension policy",
        "Wires the endpoint picker into Envoy: an EnvoyExtensionPolicy and a BackendTrafficPolicy.",
        {
            "enabled": flag(
                "Enabled",
                "Whether there are these policies. Without them the route leads to the "
                "InferencePool itself, which needs a Gateway that knows such pools.",
                default=True,
            ),
            "messageTimeout": duration(
                "Message timeout",
                "Longest time that Envoy waits for the endpoint picker.",
                "300s",
                ["300s"],
            ),
        },
    )


PROPERTIES: dict[str, Schema] = {
    **infrastructure(),
    "gateway": _gateway(),
    "gatewayClass": _gateway_class(),
    "epp": _endpoint_picker(),
    "inferencePool": _pool(),
    "inferencePoolRoute": _route(),
    "extensionPolicy": _policy(),
    "externalRoute": external_route(),
    "podDisruptionBudget": pod_disruption_budget(),
    "serviceMonitor": service_monitor(),
}
"""What a leaf says beside its identity."""

SCHEMA = root(
    "Inference gateway",
    "Routing by KV cache: an endpoint picker and an internal Gateway in front of a model's pods.",
    {**identity("INFERENCE_GATEWAY", "llama", "ml-inference", LONGEST_NAME), **PROPERTIES},
    [],
    rules=[_one_pool(), _some_gateway()],
    example={
        "inferencePool": {
            "enabled": True,
            "matchLabels": {"app.kubernetes.io/name": "vllm-qwen"},
        },
        "inferencePoolRoute": {"enabled": True},
    },
    subchart=True,
)
show(SCHEMA, "epp.poolName", "inferencePoolRoute.enabled")
