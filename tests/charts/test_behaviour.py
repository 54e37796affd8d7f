"""What the charts promise beyond valid objects."""

import pytest
import yaml

from charts.chart_harness import (
    ADAPTERS,
    RenderError,
    documents,
    effective,
    load_ci,
    only,
    replace,
    scalars,
    workload,
)


def resources_of(helm, chart, feature, **fields):
    return documents(helm.render(chart, {**load_ci(chart)[feature], **fields}))


def pod_of(resources):
    return workload(resources)["spec"]["template"]["spec"]


def environment_of(container):
    return {variable["name"]: variable.get("value") for variable in container["env"]}


def test_autoscaler_replaces_replicas(helm):
    resources = resources_of(helm, "basic-container-load", "hpa")
    deployment = only(resources, "Deployment")
    autoscaler = only(resources, "HorizontalPodAutoscaler")
    assert "replicas" not in deployment["spec"]
    assert autoscaler["spec"]["scaleTargetRef"]["name"] == deployment["metadata"]["name"]
    assert [metric["resource"]["name"] for metric in autoscaler["spec"]["metrics"]] == [
        "cpu",
        "memory",
    ]


def test_probes_print_every_field(helm):
    (container,) = pod_of(resources_of(helm, "basic-container-load", "full"))["containers"]
    assert container["readinessProbe"] == {
        "httpGet": {"path": "/ready", "port": 8081},
        "initialDelaySeconds": 4,
        "periodSeconds": 5,
        "timeoutSeconds": 2,
        "failureThreshold": 2,
        "successThreshold": 2,
    }


def test_probe_types(helm):
    (tcp,) = pod_of(resources_of(helm, "basic-container-load", "tcp-probe"))["containers"]
    (run,) = pod_of(resources_of(helm, "basic-container-load", "exec-probe"))["containers"]
    assert tcp["livenessProbe"]["tcpSocket"] == {"port": 15672}
    assert run["livenessProbe"]["exec"] == {"command": ["/app/healthcheck", "--max-age", "60"]}


@pytest.mark.parametrize(
    "chart", ["basic-container-load", "ml-inference-load", "ollama-inference-load"]
)
def test_digest_wins_over_tag(chart, helm):
    for container in pod_of(resources_of(helm, chart, "digest"))["containers"]:
        repository, digest = container["image"].split("@")
        assert digest.startswith("sha256:")
        assert ":" not in repository


def test_tgi_environment(helm):
    pod = pod_of(resources_of(helm, "ml-inference-load", "full"))
    (container,) = pod["containers"]
    environment = environment_of(container)
    assert environment["MODEL_ID"] == "meta-llama/Llama-3.2-1B"
    assert environment["REVISION"] == "4e20de362430cd3b72f300e6b0f18e50e7166e08"
    assert environment["QUANTIZE"] == "bitsandbytes-nf4"
    assert environment["MAX_INPUT_TOKENS"] == "2048"
    assert environment["MAX_TOTAL_TOKENS"] == "4096"
    assert environment["PORT"] == str(container["ports"][0]["containerPort"]) == "8081"
    assert environment["HOME"] == environment["HF_HOME"] == "/models"
    assert environment["HUGGINGFACE_HUB_CACHE"] == "/models/hub"
    assert "HF_TOKEN" in environment
    assert "MAX_INPUT_LENGTH" not in environment


def test_tgi_without_an_id_is_not_rendered(helm):
    with pytest.raises(RenderError, match="missing property 'id'"):
        resources_of(helm, "ml-inference-load", "minimal", model={"revision": "main"})


def test_startup_probe_waits_for_the_model(helm):
    (container,) = pod_of(resources_of(helm, "ml-inference-load", "full"))["containers"]
    probe = container["startupProbe"]
    assert probe["httpGet"] == {"path": "/health", "port": "http"}
    assert probe["initialDelaySeconds"] == 15
    assert probe["failureThreshold"] * probe["periodSeconds"] == 900
    assert container["livenessProbe"]["initialDelaySeconds"] == 0


def test_multiple_gpus_are_sharded_and_share_memory(helm):
    pod = pod_of(resources_of(helm, "ml-inference-load", "multi-gpu"))
    (container,) = pod["containers"]
    assert container["resources"]["limits"]["nvidia.com/gpu"] == "4"
    assert environment_of(container)["NUM_SHARD"] == "4"
    assert {"name": "shared-memory", "mountPath": "/dev/shm"} in container["volumeMounts"]
    memory = [volume["emptyDir"] for volume in pod["volumes"] if volume["name"] == "shared-memory"]
    assert memory == [{"medium": "Memory", "sizeLimit": "8Gi"}]


def test_gpu_placement(helm):
    pod = pod_of(resources_of(helm, "ollama-inference-load", "phi"))
    assert pod["runtimeClassName"] == "nvidia"
    assert pod["nodeSelector"] == {"nvidia.com/gpu.present": "true"}
    assert pod["tolerations"] == [
        {"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"}
    ]


def test_only_the_server_gets_the_gpus(helm):
    pod = pod_of(resources_of(helm, "ollama-inference-load", "phi"))
    (pull,), (server,) = pod["initContainers"], pod["containers"]
    assert "nvidia.com/gpu" not in pull["resources"]["limits"]
    assert environment_of(pull)["NVIDIA_VISIBLE_DEVICES"] == "void"
    assert server["resources"]["limits"]["nvidia.com/gpu"] == "1"


def test_without_gpus_no_gpu_node_is_asked_for(helm):
    pod = pod_of(resources_of(helm, "ollama-inference-load", "cpu"))
    assert not {"runtimeClassName", "nodeSelector", "tolerations"} & set(pod)
    assert "nvidia.com/gpu" not in yaml.dump(pod)


def test_surge_never_asks_for_a_second_gpu(helm):
    for chart in ("ml-inference-load", "ollama-inference-load"):
        deployment = only(resources_of(helm, chart, "minimal"), "Deployment")
        assert deployment["spec"]["strategy"]["rollingUpdate"]["maxSurge"] == 0


@pytest.mark.parametrize("chart", ADAPTERS)
@pytest.mark.parametrize("feature", ["full", "hpa"])
def test_large_numbers_stay_whole(chart, feature, helm):
    """Helm reads numbers as floating point, and prints large ones as 1.2345678e+07."""
    values = effective(chart, load_ci(chart).get(feature, load_ci(chart)["full"]))
    for index, (path, value) in enumerate(scalars(values)):
        if type(value) is int:
            values = replace(values, path, 12345678 + index)
    rendered = documents(helm.render(chart, values, schema=False))
    assert not [path for path, scalar in scalars(rendered) if isinstance(scalar, float)]
    assert "e+07" not in str(rendered)
