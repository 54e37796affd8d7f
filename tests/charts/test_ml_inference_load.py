"""ML_INFERENCE_LOAD: what Text Generation Inference would refuse only when its pod starts."""

import jsonschema_rs
import pytest

from charts.chart_harness import (
    RenderError,
    documents,
    effective,
    load_ci,
    load_schema,
    only,
    replace,
    workload,
)

CHART = "ml-inference-load"

# maxInputLength and maxTotalTokens of a leaf, and the variables that the server gets.
TOKEN_LIMITS = [
    (None, None, {}),
    (2048, None, {"MAX_INPUT_TOKENS": "2048"}),
    (None, 4096, {"MAX_TOTAL_TOKENS": "4096"}),
    (4095, 4096, {"MAX_INPUT_TOKENS": "4095", "MAX_TOTAL_TOKENS": "4096"}),
    (9999999, 10000000, {"MAX_INPUT_TOKENS": "9999999", "MAX_TOTAL_TOKENS": "10000000"}),
]

# quantization and gpu.count of a leaf, and what a schema says of it.
SHARDED = [
    ("exl2", None, None),
    ("exl2", 1, None),
    ("exl2", 2, "1 was expected"),
    ("gptq", 2, None),
    (None, 2, None),
]


def with_limits(longest_input, total):
    limits = {"maxInputLength": longest_input, "maxTotalTokens": total}
    written = {name: value for name, value in limits.items() if value is not None}
    return {**load_ci(CHART)["minimal"], "inference": written}


def variables_of(resources):
    (container,) = workload(resources)["spec"]["template"]["spec"]["containers"]
    return {variable["name"]: variable.get("value") for variable in container["env"]}


@pytest.mark.parametrize(("longest_input", "total", "variables"), TOKEN_LIMITS)
def test_token_limits(longest_input, total, variables, helm):
    leaf = with_limits(longest_input, total)
    found = variables_of(documents(helm.render(CHART, leaf)))
    limits = {name: value for name, value in found.items() if name.startswith("MAX_")}
    assert limits == variables


@pytest.mark.parametrize(("method", "count", "message"), SHARDED)
def test_exl2_is_not_sharded(method, count, message):
    leaf = load_ci(CHART)["minimal"]
    if method:
        leaf["model"]["quantization"] = method
    if count:
        leaf["gpu"] = {"count": count}
    errors = jsonschema_rs.Draft7Validator(load_schema(CHART)).iter_errors(effective(CHART, leaf))
    found = [(list(error.instance_path), error.message) for error in errors]
    assert found == ([(["gpu", "count"], message)] if message else [])


def test_shared_memory_only_for_several_gpus(helm):
    leaf = {**load_ci(CHART)["multi-gpu"], "gpu": {"count": 1}}
    pod = workload(documents(helm.render(CHART, leaf)))["spec"]["template"]["spec"]
    assert [volume["name"] for volume in pod["volumes"]] == ["model-cache"]


@pytest.mark.parametrize("count", [1, 4])
def test_the_cache_is_one_place_for_every_version_of_the_image(count, helm):
    """Before 2.3.0 the image names /data in HUGGINGFACE_HUB_CACHE, afterwards in HF_HOME."""
    leaf = {**load_ci(CHART)["pvc"], "gpu": {"count": count}}
    leaf = replace(leaf, ("storage", "modelCache"), {**leaf["storage"]["modelCache"],
                                                     "mountPath": "/models"})  # fmt: skip
    resources = documents(helm.render(CHART, leaf))
    variables = variables_of(resources)
    assert variables["HF_HOME"] == "/models"
    assert variables["HUGGINGFACE_HUB_CACHE"] == "/models/hub"
    (container,) = workload(resources)["spec"]["template"]["spec"]["containers"]
    assert container["volumeMounts"][0] == {"name": "model-cache", "mountPath": "/models"}


def test_service_monitor_selects_the_service_by_its_named_port(helm):
    resources = documents(helm.render(CHART, load_ci(CHART)["full"]))
    monitor, service = only(resources, "ServiceMonitor"), only(resources, "Service")
    assert monitor["metadata"]["labels"]["release"] == "prometheus"
    assert monitor["spec"]["endpoints"] == [
        {"port": "http", "path": "/metrics", "interval": "15s", "scrapeTimeout": "5s"}
    ]
    assert service["spec"]["ports"][0]["name"] == "http"
    selected = monitor["spec"]["selector"]["matchLabels"]
    assert selected.items() <= service["metadata"]["labels"].items()


def test_a_claim_is_pruned_only_after_a_person_said_so(helm):
    claim = only(documents(helm.render(CHART, load_ci(CHART)["pvc"])), "PersistentVolumeClaim")
    assert claim["metadata"]["annotations"] == {
        "argocd.argoproj.io/sync-options": "Prune=confirm,Delete=confirm"
    }
