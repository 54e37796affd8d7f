"""MODEL_SERVING: runtimes, models and their number of pods, credentials, pools."""

import json
from functools import cache

import jsonschema_rs
import pytest

from charts.chart_harness import (
    ROOT,
    RenderError,
    documents,
    effective,
    load_ci,
    load_schema,
    only,
    replace,
)

CHART = "model-serving"
CRDS = ROOT / "catalogc" / "schemas" / "crds"


@pytest.fixture
def render(helm):
    return lambda feature, **fields: documents(
        helm.render(CHART, {**load_ci(CHART)[feature], **fields})
    )


def named(resources, kind):
    return {item["metadata"]["name"]: item for item in resources if item["kind"] == kind}


def predictor(resources):
    return only(resources, "InferenceService")["spec"]["predictor"]


def container(resources, runtime):
    (found,) = named(resources, "ClusterServingRuntime")[runtime]["spec"]["containers"]
    return found


def variables(node):
    return {variable["name"]: variable["value"] for variable in node["env"]}


def is_valid(leaf):
    return jsonschema_rs.Draft7Validator(load_schema(CHART)).is_valid(leaf)


@cache
def definition(group, kind, version):
    """KServe's and the others' own definition of a kind, without what it does not know."""
    path = CRDS / group / f"{kind.lower()}-{version}.json"
    schema = json.loads(path.read_text("utf-8"))
    return jsonschema_rs.Draft7Validator(schema.get("schema", schema))


@pytest.mark.parametrize("feature", load_ci(CHART))
def test_every_object_matches_its_definition(feature, render):
    for resource in render(feature):
        group, _, version = resource["apiVersion"].rpartition("/")
        if group not in ("", "scheduling.k8s.io"):  # Kubernetes' own
            validator = definition(group, resource["kind"], version)
            assert [error.message for error in validator.iter_errors(resource)] == []


def test_vllm_arguments(render):
    vllm = container(render("vllm-70b"), "llama-kserve-vllm")
    assert vllm["image"] == "kserve/huggingfaceserver:v0.16.0-gpu"
    assert vllm["args"] == [
        "--model_name={{.Name}}",
        "--backend=vllm",
        "--max_model_len=16384",
        "--gpu-memory-utilization=0.85",
        "--enable-prefix-caching",
    ]
    assert "--no-enable-prefix-caching" in container(render("full"), "serving-vllm")["args"]


def test_vllm_model_on_four_gpus(render):
    resources = render("vllm-70b")
    model = predictor(resources)["model"]
    assert model["runtime"] == "llama-kserve-vllm"
    assert model["storageUri"] == "hf://meta-llama/Llama-3.3-70B-Instruct"
    assert model["args"] == ["--tensor-parallel-size=4"]
    assert model["resources"]["limits"]["nvidia.com/gpu"] == "4"
    assert "nvidia.com/gpu" not in model["resources"]["requests"]
    annotations = only(resources, "InferenceService")["metadata"]["annotations"]
    assert annotations == {
        "serving.kserve.io/deploymentMode": "Knative",
        "autoscaling.knative.dev/class": "kpa.autoscaling.knative.dev",
        "autoscaling.knative.dev/scale-down-delay": "10m",
        "serving.knative.dev/progress-deadline": "3600s",
        "serving.kserve.io/storageSecretName": "hf-secret",
    }
    secret = only(resources, "ExternalSecret")["spec"]
    assert secret["target"]["name"] == "hf-secret"
    assert [entry["secretKey"] for entry in secret["data"]] == ["HF_TOKEN"]


def test_llamacpp_gets_the_context_of_all_slots(render):
    resources = render("llamacpp-s3")
    environment = variables(container(resources, "qwen-gguf-kserve-llamacpp"))
    assert environment["LLAMA_ARG_CTX_SIZE"] == "65536"
    assert environment["LLAMA_ARG_N_PARALLEL"] == "4"
    assert environment["LLAMA_ARG_THREADS"] == "16"
    assert (environment["LLAMA_ARG_HOST"], environment["LLAMA_ARG_PORT"]) == ("0.0.0.0", "8080")
    model = predictor(resources)["model"]
    assert model["args"] == ["--model", "/mnt/models/qwen2.5-7b-instruct-q4_k_m.gguf"]
    assert "nvidia.com/gpu" not in model["resources"]["limits"]


def test_llamacpp_on_a_gpu(render):
    model = named(render("full"), "InferenceService")["qwen-gguf"]["spec"]["predictor"]["model"]
    assert model["args"][2:] == ["--n-gpu-layers", "999"]
    assert model["args"][1] == "/mnt/models/qwen2.5-7b-instruct-q4_k_m.gguf"


def test_s3_credentials_come_from_vault(render):
    resources = render("llamacpp-s3")
    account = only(resources, "ServiceAccount")
    assert (
        account["metadata"]["name"] == predictor(resources)["serviceAccountName"] == "s3-model-sa"
    )
    assert account["secrets"] == [{"name": "s3-model-creds"}]
    spec = only(resources, "ExternalSecret")["spec"]
    assert spec["target"]["template"]["metadata"]["annotations"] == {
        "serving.kserve.io/s3-endpoint": "s3.us-east-1.amazonaws.com",
        "serving.kserve.io/s3-region": "us-east-1",
        "serving.kserve.io/s3-usehttps": "1",
    }
    assert {entry["secretKey"]: entry["remoteRef"]["property"] for entry in spec["data"]} == {
        "awsAccessKeyID": "accessKeyId",
        "awsSecretAccessKey": "secretAccessKey",
    }
    assert {entry["remoteRef"]["key"] for entry in spec["data"]} == {"/secret/shared/s3-models"}


def test_the_account_of_s3_storage_is_the_default(render):
    leaf = load_ci(CHART)["llamacpp-s3"]
    service = {**leaf["llamacppInferenceService"], "serviceAccountName": ""}
    assert predictor(render("llamacpp-s3", llamacppInferenceService=service))[
        "serviceAccountName"
    ] == "s3-model-sa"  # fmt: skip
    assert "serviceAccountName" not in predictor(render("quick-start"))


@pytest.mark.parametrize(
    ("feature", "name", "tag", "gpus"),
    [
        ("ollama-cpu", "qwen3-4b", "qwen3:4b", None),
        ("ollama-gpu", "llama-8b-gpu", "llama3.1:8b", "1"),
    ],
)
def test_ollama_model(feature, name, tag, gpus, render):
    resources = render(feature)
    assert only(resources, "InferenceService")["metadata"]["name"] == name
    model = predictor(resources)["model"]
    assert variables(model) == {"MODEL_TAG": tag}
    assert "storageUri" not in model
    assert model["resources"]["limits"].get("nvidia.com/gpu") == gpus
    tolerated = [{"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"}]
    assert predictor(resources).get("tolerations", []) == (tolerated if gpus else [])


def test_ollama_settings(render):
    environment = variables(container(render("ollama-cpu"), "qwen3-kserve-ollama"))
    assert environment["OLLAMA_NUM_PARALLEL"] == "4"
    assert environment["OLLAMA_CONTEXT_LENGTH"] == "16384"
    assert environment["OLLAMA_FLASH_ATTENTION"] == "1"


def test_runtimes_never_run_as_root(render):
    for runtime in named(render("minimal"), "ClusterServingRuntime").values():
        (server,) = runtime["spec"]["containers"]
        assert server["securityContext"]["runAsNonRoot"] is True
        assert server["securityContext"]["allowPrivilegeEscalation"] is False
        assert server["securityContext"]["capabilities"] == {"drop": ["ALL"]}


def test_runtimes_are_chosen_by_name_alone(render):
    runtimes = named(render("minimal"), "ClusterServingRuntime")
    formats = [runtime["spec"]["supportedModelFormats"] for runtime in runtimes.values()]
    assert sorted(entry["name"] for (entry,) in formats) == ["gguf", "huggingface", "ollama"]
    assert not any(entry["autoSelect"] for (entry,) in formats)


def test_two_releases_do_not_share_a_name(render):
    """Several releases in one cluster and namespace, each with a model of its own."""
    llama = render("vllm-70b")
    qwen = render("quick-start", serviceName="qwen-stack")
    found = [
        {(item["kind"], item["metadata"]["name"]) for item in items} for items in (llama, qwen)
    ]
    assert not found[0] & found[1]
    assert sorted(named(qwen, "ClusterServingRuntime")) == [
        "qwen-stack-kserve-llamacpp",
        "qwen-stack-kserve-ollama",
        "qwen-stack-kserve-vllm",
    ]


def test_shared_objects_have_just_their_names(render):
    resources = render("shared-runtimes")
    assert sorted(named(resources, "ClusterServingRuntime")) == ["kserve-llamacpp", "kserve-vllm"]
    classes = named(resources, "PriorityClass")
    assert {name: (item["value"], item["preemptionPolicy"]) for name, item in classes.items()} == {
        "model-serving-high": (100000, "PreemptLowerPriority"),
        "model-serving-low": (1000, "Never"),
    }
    used = predictor(render("use-shared"))
    assert used["model"]["runtime"] == "kserve-vllm"
    assert used["priorityClassName"] == "model-serving-low"
    assert sorted(named(render("full"), "PriorityClass")) == ["serving-idle", "serving-urgent"]


@pytest.mark.parametrize("name", ["inference-pool", "stack-model"])
def test_inference_pool(name, render):
    pool = only(render(name), "InferencePool")
    assert (pool["apiVersion"], pool["metadata"]["name"]) == (
        "inference.networking.k8s.io/v1",
        "llama-70b",
    )
    assert pool["spec"] == {
        "selector": {"matchLabels": {"serving.kserve.io/inferenceservice": "llama-70b"}},
        "targetPorts": [{"number": 8080}],
        "endpointPickerRef": {
            "group": "",
            "kind": "Service",
            "name": "stack-inference-gateway-epp",
            "port": {"number": 9002},
            "failureMode": "FailClose",
        },
    }


def test_route_of_the_pool(render):
    spec = only(render("inference-pool"), "HTTPRoute")["spec"]
    assert spec["parentRefs"][0]["name"] == "inference-gateway"
    (reference,) = spec["rules"][0]["backendRefs"]
    assert (reference["group"], reference["kind"], reference["name"]) == (
        "inference.networking.k8s.io",
        "InferencePool",
        "llama-70b",
    )
    own = only(render("inference-pool", inferencePoolRoute={"enabled": True}), "HTTPRoute")
    assert own["spec"]["parentRefs"][0]["name"] == "stack-inference-gateway"


def test_route_to_the_service_of_the_pods(render):
    route = {"enabled": True, "backend": "Service"}
    spec = only(render("inference-pool", inferencePoolRoute=route), "HTTPRoute")["spec"]
    (reference,) = spec["rules"][0]["backendRefs"]
    assert reference == {
        "group": "",
        "kind": "Service",
        "name": "llama-70b-predictor",
        "port": 80,
        "weight": 1,
    }


# The Gateway of the route, and what its label tells policies of what is open to the outside.
EXPOSED = {"": "internal", "inference-gateway": "internal", "public": None}


@pytest.mark.parametrize(("gateway", "label"), EXPOSED.items())
def test_only_routes_of_inference_gateways_are_internal(gateway, label, render):
    route = {"enabled": True, "gatewayName": gateway}
    made = only(render("inference-pool", inferencePoolRoute=route), "HTTPRoute")
    assert made["metadata"]["labels"].get("catalogc.dev/exposure") == label


def test_each_autoscaler_gets_its_fields(render):
    hpa = named(render("hpa"), "InferenceService")
    llamacpp = hpa["qwen25-7b-gguf"]
    assert llamacpp["metadata"]["annotations"]["serving.kserve.io/autoscalerClass"] == "hpa"
    assert llamacpp["spec"]["predictor"]["scaleMetric"] == "cpu"
    fixed = hpa["qwen3-4b-ollama"]
    assert fixed["metadata"]["annotations"]["serving.kserve.io/autoscalerClass"] == "none"
    assert "scaleMetric" not in fixed["spec"]["predictor"]
    keda = named(render("standard"), "InferenceService")["qwen25-1-5b"]["spec"]["predictor"]
    (metric,) = keda["autoScaling"]["metrics"]
    assert metric["type"] == "External"
    assert metric["external"]["target"] == {"type": "Value", "value": "5"}
    assert "scaleMetric" not in keda


REFUSED = [
    ("full", "s3Storage.accessKeyId", "AKIA"),
    ("full", "s3Storage.secretAccessKey", "x"),
    ("full", "s3Storage.vaultPath", ""),
    ("full", "huggingface.token", "hf_x"),
    ("full", "huggingface.vaultPath", ""),
    ("full", "inferenceService.gpu", 0),
    ("full", "inferenceService.gpu", 5),
    ("full", "inferenceService.gpu", "4"),
    ("full", "inferenceService.name", "Llama"),
    ("full", "inferenceService.name", "a" * 48),
    ("full", "inferenceService.storageUri", "meta-llama/Llama-3.3-70B-Instruct"),
    ("full", "inferenceService.storageUri", "hf://a/{{.Name}}"),
    ("full", "inferenceService.scaleMetric", "requests"),
    ("full", "inferenceService.maxReplicas", 0),
    ("full", "ollamaInferenceService.modelTag", "phi; reboot"),
    ("full", "llamacppInferenceService.modelFile", "../../etc/passwd"),
    ("full", "servingRuntime.gpuMemoryUtilization", 1.1),
    ("full", "servingRuntime.image", "kserve/huggingfaceserver:v0.16.0-gpu"),
    ("full", "priorityClasses.high.value", 1000000001),
    ("full", "deploymentMode", "Serverless"),
    ("standard", "inferenceService.autoscaling.prometheus", {"threshold": 5}),
]


@pytest.mark.parametrize(("feature", "path", "value"), REFUSED)
def test_refused(feature, path, value):
    leaf = effective(CHART, load_ci(CHART)[feature])
    assert is_valid(leaf)
    assert not is_valid(replace(leaf, tuple(path.split(".")), value))


def test_a_secret_is_not_rendered_even_without_the_schema(helm):
    leaf = effective(CHART, load_ci(CHART)["full"])
    held = replace(leaf, ("huggingface", "token"), "hf_x")
    with pytest.raises(RenderError, match=r"its path into huggingface\.vaultPath"):
        helm.render(CHART, held, schema=False)
