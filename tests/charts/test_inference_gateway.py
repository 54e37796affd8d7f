"""INFERENCE_GATEWAY: names that other releases compute, endpoint picker, policies, routes."""

from pathlib import Path

import pytest
import yaml

from charts.chart_harness import RenderError, documents, load_ci, only, workload

CHART = "inference-gateway"
GROUP = "gateway.networking.k8s.io"


def resources_of(helm, feature, **fields):
    return documents(helm.render(CHART, {**load_ci(CHART)[feature], **fields}))


def named(resources, kind, name):
    (found,) = [
        item for item in resources if (item["kind"], item["metadata"]["name"]) == (kind, name)
    ]
    return found


def keys(resources):
    return {
        (item["apiVersion"], item["kind"], item["metadata"]["namespace"], item["metadata"]["name"])
        for item in resources
    }


def test_names_are_those_that_other_releases_compute(helm):
    resources = resources_of(helm, "llama-70b")
    gateway = only(resources, "Gateway")
    assert gateway["metadata"]["name"] == "stack-inference-gateway"
    service = only(resources, "Service")
    assert service["metadata"]["name"] == "stack-inference-gateway-epp"


def test_several_gateways_share_a_namespace(helm):
    first, second = (keys(resources_of(helm, name)) for name in ("llama-70b", "second-model"))
    assert {key[2] for key in first | second} == {"llm-platform"}
    assert first.isdisjoint(second)


def test_without_a_pool_there_is_no_endpoint_picker(helm):
    kinds = [item["kind"] for item in resources_of(helm, "minimal")]
    assert kinds == ["EnvoyProxy", "Gateway"]


def test_two_replicas_are_the_default(helm):
    assert workload(resources_of(helm, "llama-70b"))["spec"]["replicas"] == 2


# Fields of epp, flags that the endpoint picker has of them, and flags that it has not.
FLAGS = {
    "the defaults": (
        {},
        [
            "--pool-name=llama-70b",
            "--pool-namespace=llm-platform",
            "--pool-group=inference.networking.k8s.io",
            "--config-file=/config/config.yaml",
            "--secure-serving=false",
            "--zap-log-level=info",
            "--ha-enable-leader-election=false",
        ],
    ),
    "a name that YAML would read as a number": (
        {"poolName": "1234567"},
        ["--pool-name=1234567"],
    ),
    "leader election": (
        {"leaderElection": True, "logLevel": "debug"},
        ["--ha-enable-leader-election=true", "--zap-log-level=debug"],
    ),
}


FLAGS_OF_PROGRAM = yaml.safe_load(
    (Path(__file__).parent / "endpoint_picker_flags.yaml").read_text("utf-8")
)


@pytest.mark.parametrize("feature", [name for name in load_ci(CHART) if "class" not in name])
def test_the_endpoint_picker_knows_its_flags(feature, helm):
    switches = FLAGS_OF_PROGRAM["boolean"]
    pods = [item for item in resources_of(helm, feature) if item["kind"] == "Deployment"]
    for pod in pods:
        (container,) = pod["spec"]["template"]["spec"]["containers"]
        flags = [word.removeprefix("--").partition("=") for word in container["args"]]
        assert {name for name, _, _ in flags} <= {*FLAGS_OF_PROGRAM["valued"], *switches}
        assert all(separator and value for _, separator, value in flags)
        switched = {value for name, _, value in flags if name in switches}
        assert switched <= {"true", "false"}


@pytest.mark.parametrize("case", FLAGS.values(), ids=FLAGS)
def test_flags(case, helm):
    fields, expected = case
    resources = resources_of(helm, "llama-70b", epp={"poolName": "llama-70b", **fields})
    (container,) = workload(resources)["spec"]["template"]["spec"]["containers"]
    assert set(expected) <= set(container["args"])
    assert all(isinstance(word, str) and word.startswith("--") for word in container["args"])
    assert len({word.partition("=")[0] for word in container["args"]}) == len(container["args"])


def test_probes_ask_for_a_service_each(helm):
    (container,) = workload(resources_of(helm, "llama-70b"))["spec"]["template"]["spec"][
        "containers"
    ]
    assert container["livenessProbe"]["grpc"] == {"port": 9003, "service": "liveness"}
    assert container["readinessProbe"]["grpc"] == {"port": 9003, "service": "readiness"}


def test_envoy_speaks_http2_without_tls(helm):
    service = named(resources_of(helm, "llama-70b"), "Service", "stack-inference-gateway-epp")
    (port,) = [port for port in service["spec"]["ports"] if port["port"] == 9002]
    assert port["appProtocol"] == "kubernetes.io/h2c"


def weights(**scorers):
    return {"poolName": "llama-70b", "schedulingConfig": {"scorers": scorers}}


# Weights, and the scorers of the profile.
SCORERS = {
    "the defaults": (
        {},
        {"prefix-cache-scorer": 60, "kv-cache-utilization-scorer": 30, "queue-scorer": 10},
    ),
    "one without weight is left out": (
        {"queueScorer": 0, "prefixCacheScorer": 70},
        {"prefix-cache-scorer": 70, "kv-cache-utilization-scorer": 30},
    ),
    "none": (
        {"queueScorer": 0, "prefixCacheScorer": 0, "kvCacheUtilizationScorer": 0},
        {},
    ),
}


@pytest.mark.parametrize("case", SCORERS.values(), ids=SCORERS)
def test_every_scorer_of_the_profile_is_declared(case, helm):
    scorers, expected = case
    resources = resources_of(helm, "llama-70b", epp=weights(**scorers))
    config = yaml.safe_load(only(resources, "ConfigMap")["data"]["config.yaml"])
    declared = [plugin["type"] for plugin in config["plugins"]]
    (profile,) = config["schedulingProfiles"]
    used = {entry["pluginRef"]: entry.get("weight") for entry in profile["plugins"]}
    assert declared == list(used) == [*expected, "max-score-picker"]
    assert used == {**expected, "max-score-picker": None}


def test_another_configuration_restarts_the_endpoint_picker(helm):
    templates = [
        workload(resources_of(helm, "llama-70b", epp=weights(queueScorer=weight)))["spec"][
            "template"
        ]
        for weight in (10, 11)
    ]
    assert templates[0]["metadata"]["annotations"] != templates[1]["metadata"]["annotations"]


def test_rights_end_at_the_namespace(helm):
    resources = resources_of(helm, "full")
    assert not [item for item in resources if item["kind"].startswith("Cluster")]
    role, binding = only(resources, "Role"), only(resources, "RoleBinding")
    assert binding["roleRef"]["name"] == role["metadata"]["name"]
    account = only(resources, "ServiceAccount")["metadata"]["name"]
    assert [subject["name"] for subject in binding["subjects"]] == [account]
    assert workload(resources)["spec"]["template"]["spec"]["serviceAccountName"] == account
    assert not [rule for rule in role["rules"] if "*" in rule["resources"] + rule["verbs"]]


def test_bodies_are_streamed_in_full_duplex(helm):
    policy = only(resources_of(helm, "llama-70b"), "EnvoyExtensionPolicy")["spec"]
    (processor,) = policy["extProc"]
    assert processor["processingMode"] == {
        "request": {"body": "FullDuplexStreamed"},
        "response": {"body": "FullDuplexStreamed"},
    }
    assert processor["failOpen"] is False
    (backend,) = processor["backendRefs"]
    assert (backend["name"], backend["port"]) == ("stack-inference-gateway-epp", 9002)


# A feature, and what its policies cover.
TARGETS = {
    "own-pool": ("Gateway", "vllm-qwen-gw-inference-gateway"),
    "shared-gateway": ("HTTPRoute", "qwen-inference-gateway"),
}


@pytest.mark.parametrize("feature", TARGETS)
def test_policies_cover_nothing_of_other_releases(feature, helm):
    resources = resources_of(helm, feature)
    kind, name = TARGETS[feature]
    named(resources, kind, name)
    for policy in ("EnvoyExtensionPolicy", "BackendTrafficPolicy"):
        assert only(resources, policy)["spec"]["targetRefs"] == [
            {"group": GROUP, "kind": kind, "name": name}
        ]


def test_the_route_leads_to_the_pods_of_the_pool(helm):
    resources = resources_of(helm, "own-pool")
    (backend,) = only(resources, "HTTPRoute")["spec"]["rules"][0]["backendRefs"]
    service = named(resources, "Service", backend["name"])
    pool = only(resources, "InferencePool")
    assert backend["kind"] == "Service"
    assert service["spec"]["selector"] == pool["spec"]["selector"]["matchLabels"]
    assert service["spec"]["ports"][0]["port"] == backend["port"] == 8080
    assert pool["apiVersion"] == "inference.networking.k8s.io/v1"
    picker = pool["spec"]["endpointPickerRef"]
    assert (picker["name"], picker["port"]) == (
        "vllm-qwen-gw-inference-gateway-epp",
        {"number": 9002},
    )


def test_a_gateway_that_knows_pools_gets_no_policies(helm):
    resources = resources_of(helm, "native-pools")
    (backend,) = only(resources, "HTTPRoute")["spec"]["rules"][0]["backendRefs"]
    assert (backend["kind"], backend["name"]) == ("InferencePool", "llama-70b")
    kinds = {item["kind"] for item in resources}
    assert not kinds & {"EnvoyExtensionPolicy", "BackendTrafficPolicy"}


def test_a_path_of_a_shared_gateway_is_taken_off(helm):
    (rule,) = only(resources_of(helm, "shared-gateway"), "HTTPRoute")["spec"]["rules"]
    assert rule["matches"] == [{"path": {"type": "PathPrefix", "value": "/qwen"}}]
    assert rule["filters"] == [
        {
            "type": "URLRewrite",
            "urlRewrite": {"path": {"type": "ReplacePrefixMatch", "replacePrefixMatch": "/"}},
        }
    ]


# The namespace of the proxies, and the name of their Service.
PROXIES = {
    "beside the Gateway": ("", "stack-inference-gateway"),
    "beside the Gateway, by name": ("llm-platform", "stack-inference-gateway"),
    "all in one namespace": ("envoy-gateway-system", "stack-inference-gateway-b149e03a"),
}


@pytest.mark.parametrize("case", PROXIES.values(), ids=PROXIES)
def test_the_gateway_has_one_address_within_the_cluster(case, helm):
    namespace, name = case
    resources = resources_of(helm, "minimal", gateway={"proxyNamespace": namespace})
    proxy = only(resources, "EnvoyProxy")["spec"]["provider"]["kubernetes"]["envoyService"]
    assert proxy["type"] == "ClusterIP"
    aliases = [item["spec"]["externalName"] for item in resources if item["kind"] == "Service"]
    elsewhere = namespace == "envoy-gateway-system"
    assert aliases == ([f"{proxy['name']}.{namespace}.svc.cluster.local"] if elsewhere else [])
    assert proxy["name"] == name


# externalRoute and the infrastructure, and Gateway, Service and namespace that the route names.
EXTERNAL = {
    "names of the infrastructure": (
        {},
        ("infra-networking-layer-gateway", "infra-litellm-proxy", None),
    ),
    "another release in another namespace": (
        {"infrastructureReleaseName": "edge", "infrastructureNamespace": "llm"},
        ("edge-networking-layer-gateway", "edge-litellm-proxy", "llm"),
    ),
}


@pytest.mark.parametrize("case", EXTERNAL.values(), ids=EXTERNAL)
def test_names_of_the_infrastructure_are_computed(case, helm):
    fields, (gateway, service, namespace) = case
    route = {"enabled": True, "host": "llm.example.com"}
    spec = only(resources_of(helm, "minimal", externalRoute=route, **fields), "HTTPRoute")["spec"]
    (parent,), (backend,) = spec["parentRefs"], spec["rules"][0]["backendRefs"]
    assert (parent["name"], parent.get("namespace")) == (gateway, namespace)
    assert (backend["name"], backend.get("namespace")) == (service, namespace)


def test_a_pool_of_its_own_and_of_another_is_refused(helm):
    with pytest.raises(RenderError, match="poolName"):
        resources_of(helm, "own-pool", epp={"poolName": "llama-70b"})


def exposure(resource):
    return resource["metadata"]["labels"].get("catalogc.dev/exposure")


# The Gateway of a route, and what its label tells policies of what is open to the outside.
EXPOSED = {
    "the own Gateway": ({}, "internal"),
    "a Gateway of another release": (
        {"enabled": False, "name": "stack-inference-gateway"},
        "internal",
    ),
    "a Gateway of somebody else": ({"enabled": False, "name": "public"}, None),
    "a name that only ends alike": ({"enabled": False, "name": "myinference-gateway"}, None),
}


@pytest.mark.parametrize("case", EXPOSED.values(), ids=EXPOSED)
def test_only_routes_of_inference_gateways_are_internal(case, helm):
    gateway, label = case
    resources = resources_of(
        helm, "llama-70b", gateway=gateway, inferencePoolRoute={"enabled": True}
    )
    assert exposure(only(resources, "HTTPRoute")) == label
    gateways = [resource for resource in resources if resource["kind"] == "Gateway"]
    assert [exposure(resource) for resource in gateways] == ["internal"] * (not gateway)


def test_a_route_needs_a_gateway(helm):
    with pytest.raises(RenderError, match="gateway"):
        resources_of(
            helm, "llama-70b", gateway={"enabled": False}, inferencePoolRoute={"enabled": True}
        )


def test_the_gateway_class_is_that_of_the_gateways(helm):
    (made,) = resources_of(helm, "gateway-class")
    assert (made["kind"], made["metadata"]["name"]) == ("GatewayClass", "llm-gateway")
    assert "namespace" not in made["metadata"]
    assert made["spec"] == {"controllerName": "gateway.envoyproxy.io/llm"}
    both = resources_of(helm, "minimal", gatewayClass={"enabled": True})
    name = only(both, "Gateway")["spec"]["gatewayClassName"]
    assert only(both, "GatewayClass")["metadata"]["name"] == name == "envoy-gateway"
