"""The umbrella: its fields are those of its parts, and it renders what its parts would alone."""

import json

import jsonschema_rs
import pytest
from hypothesis import given, settings

from charts.chart_harness import (
    UMBRELLA_CASES,
    documents,
    effective,
    fields,
    left_to_defaults,
    load_ci,
    load_defaults,
    load_schema,
    only,
)
from charts.generated import DRAWN, leaves

STACK = "inference-stack"
PARTS = {"model-serving": "MODEL_SERVING", "inference-gateway": "INFERENCE_GATEWAY"}
SHARED = ("serviceName", "serviceCatalog", "namespace", "environment")
DISCOVERY = ("infrastructureReleaseName", "infrastructureNamespace")
NOT_OF_PARTS = {"workloadType", "dependsOn", "enabled", *SHARED, *DISCOVERY}


def problems(leaf):
    validator = jsonschema_rs.Draft7Validator(load_schema(STACK))
    errors = validator.iter_errors(effective(STACK, leaf))
    return [".".join(map(str, error.instance_path)) for error in errors]


def part_leaf(leaf, part):
    """A leaf of the part alone."""
    own = {key: value for key, value in leaf.get(part, {}).items() if key != "enabled"}
    known = load_schema(part)["properties"]
    given = {key: leaf[key] for key in (*SHARED, *DISCOVERY) if key in leaf and key in known}
    return {"workloadType": PARTS[part], **given, **own}


def identities(resources):
    return {(resource["kind"], resource["metadata"]["name"]) for resource in resources}


@pytest.mark.parametrize("part", PARTS)
def test_the_fields_of_a_part_are_described_alike(part):
    prefix = f"{part}."
    below = {
        name.removeprefix(prefix): node
        for name, node in fields(load_schema(STACK))
        if name.startswith(prefix)
    }
    own = {name: node for name, node in fields(load_schema(part)) if name not in NOT_OF_PARTS}
    assert {name: node for name, node in below.items() if name != "enabled"} == own


@pytest.mark.parametrize("part", PARTS)
def test_the_defaults_of_a_part_are_its_own(part):
    defaults = load_defaults(part)
    own = {name: value for name, value in defaults.items() if name not in NOT_OF_PARTS}
    assert load_defaults(STACK)[part] == {"enabled": True, **own}


@pytest.mark.parametrize(("chart", "feature"), UMBRELLA_CASES)
def test_leaf_is_valid_over_the_defaults(chart, feature):
    assert problems(load_ci(chart)[feature]) == []


@pytest.mark.parametrize(("chart", "feature"), UMBRELLA_CASES)
def test_a_stack_renders_what_its_parts_render(chart, feature, helm):
    leaf = load_ci(chart)[feature]
    alone = [
        resource
        for part in PARTS
        if leaf.get(part, {}).get("enabled", True)
        for resource in documents(helm.render(part, part_leaf(leaf, part)))
    ]
    together = documents(helm.render(chart, leaf))
    assert together
    assert sorted(map(json.dumps, together)) == sorted(map(json.dumps, alone))
    assert len(identities(together)) == len(together)


def own_fields(part):
    """The schema of what a leaf says of a part alone."""
    schema = load_schema(part)
    left_out = NOT_OF_PARTS | {"common", "global"}
    fields = {key: node for key, node in schema["properties"].items() if key not in left_out}
    return left_to_defaults({**schema, "properties": fields, "required": []})


def test_any_parts_render_what_they_render_alone(helm):
    judged = []

    @settings(DRAWN, max_examples=12)
    @given(
        serving=leaves(own_fields("model-serving")),
        gateway=leaves(own_fields("inference-gateway")),
    )
    def check(serving, gateway):
        leaf = {
            **load_ci(STACK)["minimal"],
            "model-serving": serving,
            "inference-gateway": gateway,
        }
        if problems(leaf):
            return  # a rule over fields of several parts
        judged.append(leaf)
        alone = [
            resource
            for part in PARTS
            for resource in documents(helm.render(part, part_leaf(leaf, part)))
        ]
        together = documents(helm.render(STACK, leaf))
        assert sorted(map(json.dumps, together)) == sorted(map(json.dumps, alone))

    check()
    assert len(judged) >= 3


def test_stacks_side_by_side_share_nothing(helm):
    one, other = (
        identities(documents(helm.render(STACK, load_ci(STACK)[feature])))
        for feature in ("first-of-two", "second-of-two")
    )
    assert ("InferenceService", "llama-70b") in one
    assert ("InferenceService", "qwen-72b") in other
    assert one & other == set()


@pytest.mark.parametrize("named", [{}, {"eppServiceName": "stack-inference-gateway-epp"}])
def test_the_pool_finds_the_endpoint_picker(named, helm):
    leaf = load_ci(STACK)["llama-70b"]
    pool = {"enabled": True, **named}
    leaf = {**leaf, "model-serving": {**leaf["model-serving"], "inferencePool": pool}}
    resources = documents(helm.render(STACK, leaf))
    picker = only(resources, "InferencePool")["spec"]["endpointPickerRef"]
    assert only(resources, "InferencePool")["metadata"]["name"] == "llama-70b"
    assert picker["name"] == "stack-inference-gateway-epp"
    service = only(resources, "Service")
    assert service["metadata"]["name"] == picker["name"]
    assert picker["port"]["number"] in [port["port"] for port in service["spec"]["ports"]]
    assert only(resources, "Gateway")["metadata"]["name"] == "stack-inference-gateway"
    args = only(resources, "Deployment")["spec"]["template"]["spec"]["containers"][0]["args"]
    assert "llama-70b" in " ".join(args)


def test_three_models_of_three_runtimes(helm):
    resources = documents(helm.render(STACK, load_ci(STACK)["platform"]))
    runtimes = {
        resource["metadata"]["name"]: resource["spec"]["predictor"]["model"]["runtime"]
        for resource in resources
        if resource["kind"] == "InferenceService"
    }
    assert runtimes == {
        "llama-70b": "stack-kserve-vllm",
        "qwen-7b-gguf": "stack-kserve-llamacpp",
        "llama-8b-gpu": "stack-kserve-ollama",
    }
    known = identities(resources)
    assert {("ClusterServingRuntime", runtime) for runtime in runtimes.values()} <= known


def test_parts_get_the_infrastructure_of_the_stack(helm):
    route = {"enabled": True, "host": "llm.example.com"}
    leaf = {**load_ci(STACK)["base"], "inference-gateway": {"externalRoute": route}}
    rendered = json.dumps(documents(helm.render(STACK, leaf)))
    assert '"edge-litellm-proxy"' in rendered
    assert '"edge-networking-layer-gateway"' in rendered
    assert '"llm-infra"' in rendered


# What is added to the minimal leaf -> where the schema objects.
REFUSED = [
    ({"model-serving": {"gpu": 4}}, "model-serving"),
    ({"model-serving": {"inferenceService": {"gpu": "4"}}}, "model-serving.inferenceService.gpu"),
    ({"inference-gateway": {"epp": {"replicas": -1}}}, "inference-gateway.epp.replicas"),
    ({"inference-gateway": {"enabled": "no"}}, "inference-gateway.enabled"),
    (
        {"model-serving": {"enabled": False}, "inference-gateway": {"enabled": False}},
        "inference-gateway.enabled",
    ),
    ({"model-serving": {"dependsOn": ["web/x"]}}, "model-serving.dependsOn"),
    ({"model-serving": {"workloadType": "INFERENCE_GATEWAY"}}, "model-serving.workloadType"),
    ({"inference-gateway": {"global": {"a": 1}}}, "inference-gateway.global"),
    ({"serviceName": "a" * 37}, "serviceName"),
    ({"epp": {}}, ""),
]


@pytest.mark.parametrize(("added", "place"), REFUSED)
def test_refused(added, place):
    assert problems({**load_ci(STACK)["minimal"], **added}) == [place]
