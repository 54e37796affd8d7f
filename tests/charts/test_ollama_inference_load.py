"""What the Ollama chart makes of a leaf; test_pull_script and test_serve_script run its scripts."""

import re

import jsonschema_rs
import pytest
import yaml

from charts.chart_harness import (
    CHARTS,
    documents,
    effective,
    load_ci,
    load_schema,
    only,
    workload,
)

CHART = "ollama-inference-load"
DIGEST = "sha256:" + "0123456789abcdef" * 4
PRESETS = {
    "small": ({"cpu": "500m", "memory": "2Gi"}, {"cpu": "2", "memory": "4Gi"}),
    "medium": ({"cpu": "2", "memory": "8Gi"}, {"cpu": "4", "memory": "16Gi"}),
    "large": ({"cpu": "4", "memory": "32Gi"}, {"cpu": "8", "memory": "64Gi"}),
}


def leaf(feature="minimal", **fields):
    return {**load_ci(CHART)[feature], **fields}


def resources_of(helm, feature="minimal", **fields):
    return documents(helm.render(CHART, leaf(feature, **fields)))


def pod_of(helm, feature="minimal", **fields):
    return workload(resources_of(helm, feature, **fields))["spec"]["template"]["spec"]


def containers(pod):
    (pull,), (server,) = pod["initContainers"], pod["containers"]
    return pull, server


def environment(container):
    return {variable["name"]: variable.get("value") for variable in container["env"]}


def limits_and_requests(container, gpu="nvidia.com/gpu"):
    resources = container.get("resources", {})
    limits = {name: amount for name, amount in resources.get("limits", {}).items() if name != gpu}
    return resources.get("requests", {}), limits


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_sets_cpu_and_memory_of_both_containers(helm, preset):
    for container in containers(pod_of(helm, resourcePreset=preset)):
        assert limits_and_requests(container) == PRESETS[preset]


def test_the_default_preset_is_small(helm):
    assert limits_and_requests(containers(pod_of(helm))[1]) == PRESETS["small"]


def test_each_written_amount_wins_over_the_preset(helm):
    own = {"requests": {"memory": "12Gi"}, "limits": {"ephemeral-storage": "9Gi"}}
    pod = pod_of(helm, resourcePreset="medium", container={"resources": own})
    assert limits_and_requests(containers(pod)[1]) == (
        {"cpu": "2", "memory": "12Gi"},
        {"cpu": "4", "memory": "16Gi", "ephemeral-storage": "9Gi"},
    )


def test_without_preset_and_amounts_there_are_none(helm):
    pull, server = containers(pod_of(helm, resourcePreset=""))
    assert "resources" not in pull
    assert server["resources"] == {"limits": {"nvidia.com/gpu": "1"}}


def test_the_readme_lists_the_presets():
    rows = re.findall(
        r"^\| `(\w+)` \| up to \d+ billion \| (\w+), (\w+) \| (\w+), (\w+) \|$",
        (CHARTS / CHART / "README.md").read_text("utf-8"),
        re.MULTILINE,
    )
    amounts = {
        name: ({"cpu": cpu, "memory": memory}, {"cpu": most_cpu, "memory": most_memory})
        for name, cpu, memory, most_cpu, most_memory in rows
    }
    assert amounts == PRESETS


# Fields, then the whole list of models that the scripts get and the one that is served.
MODELS = {
    "one": ({"model": "phi"}, "phi -", "phi"),
    "a digest": ({"model": "phi", "modelDigest": DIGEST}, f"phi {DIGEST}", "phi"),
    "several": (
        {"model": "phi", "models": [{"name": "a/b:c"}, {"name": "d:e", "digest": DIGEST}]},
        f"phi -\na/b:c -\nd:e {DIGEST}",
        "phi",
    ),
    "a Modelfile": ({"model": "phi", "modelfile": "SYSTEM x"}, "phi -", "ollama-tiny"),
}


@pytest.mark.parametrize(("fields", "models", "served"), MODELS.values(), ids=MODELS)
def test_models(helm, fields, models, served):
    for container in containers(pod_of(helm, **fields)):
        assert environment(container)["MODELS"] == models
        assert environment(container)["MODEL"] == served


def test_a_modelfile_builds_on_the_model_of_the_leaf(helm):
    text = 'PARAMETER stop "`$(x)`"\nSYSTEM """\nFrom now on: {{ .Prompt }}\n"""\n'
    resources = resources_of(helm, modelfile=text)
    assert only(resources, "ConfigMap")["data"] == {"Modelfile": f"FROM qwen3:0.6b\n{text}"}
    pull, server = containers(workload(resources)["spec"]["template"]["spec"])
    assert environment(pull)["MODELFILE"] == "/etc/ollama/Modelfile"
    mount = {"name": "modelfile", "mountPath": "/etc/ollama", "readOnly": True}
    assert mount in pull["volumeMounts"]
    assert mount not in server["volumeMounts"]


def test_another_modelfile_replaces_the_pods(helm):
    sums = {
        workload(resources_of(helm, modelfile=text))["spec"]["template"]["metadata"]["annotations"][
            "checksum/modelfile"
        ]
        for text in ("SYSTEM a", "SYSTEM b")
    }
    assert len(sums) == 2


# Fields, then the variables of Ollama that follow.
SETTINGS = {
    "none": ({}, {"OLLAMA_KEEP_ALIVE": "-1"}),
    "no preload": ({"preload": False}, {}),
    "no preload, and a time": (
        {"preload": False, "settings": {"keepAlive": "30m"}},
        {"OLLAMA_KEEP_ALIVE": "30m"},
    ),
    "all others": (
        {
            "settings": {
                "numParallel": 4,
                "maxLoadedModels": 2,
                "maxQueue": 64,
                "contextLength": 1048576,
                "flashAttention": True,
                "kvCacheType": "q8_0",
            }
        },
        {
            "OLLAMA_KEEP_ALIVE": "-1",
            "OLLAMA_NUM_PARALLEL": "4",
            "OLLAMA_MAX_LOADED_MODELS": "2",
            "OLLAMA_MAX_QUEUE": "64",
            "OLLAMA_CONTEXT_LENGTH": "1048576",
            "OLLAMA_FLASH_ATTENTION": "true",
            "OLLAMA_KV_CACHE_TYPE": "q8_0",
        },
    ),
}


@pytest.mark.parametrize(("fields", "variables"), SETTINGS.values(), ids=SETTINGS)
def test_settings(helm, fields, variables):
    found = environment(containers(pod_of(helm, **fields))[1])
    chosen = {name: value for name, value in found.items() if name.startswith("OLLAMA_")}
    assert chosen == {
        "OLLAMA_HOST": "0.0.0.0:11434",
        "OLLAMA_MODELS": "/data/models",
        "OLLAMA_NOPRUNE": "true",
        **variables,
    }


def test_every_variable_that_the_chart_sets_is_refused_in_a_leaf(helm):
    reserved = set(load_schema(CHART)["definitions"]["variableName"]["not"]["enum"])
    names = set()
    for feature in load_ci(CHART).values():
        own = {entry["name"] for entry in feature.get("container", {}).get("environment", ())}
        own |= {entry["name"] for entry in feature.get("container", {}).get("secrets", ())}
        for container in containers(pod_of(helm, **feature)):
            names |= set(environment(container)) - own
    assert names == reserved


# gpu and image, then the image that is run and the GPUs of the server.
GPUS = {
    "NVIDIA by default": ({}, {}, "ollama/ollama:0.15.2", {"nvidia.com/gpu": "1"}),
    "AMD": ({"type": "amd"}, {}, "ollama/ollama:0.15.2-rocm", {"amd.com/gpu": "1"}),
    "AMD, with a tag of its build": (
        {"type": "amd", "count": 2},
        {"tag": "0.16.0-rocm"},
        "ollama/ollama:0.16.0-rocm",
        {"amd.com/gpu": "2"},
    ),
    "AMD, with a digest": (
        {"type": "amd"},
        {"digest": DIGEST},
        f"ollama/ollama@{DIGEST}",
        {"amd.com/gpu": "1"},
    ),
    "none": ({"type": "none"}, {}, "ollama/ollama:0.15.2", {}),
    "no GPU": ({"count": 0}, {}, "ollama/ollama:0.15.2", {}),
}


@pytest.mark.parametrize(("gpu", "image", "runs", "gpus"), GPUS.values(), ids=GPUS)
def test_gpus(helm, gpu, image, runs, gpus):
    pull, server = containers(pod_of(helm, gpu=gpu, container={"image": image}))
    assert pull["image"] == server["image"] == runs
    limits = server["resources"]["limits"]
    assert {name: count for name, count in limits.items() if "/" in name} == gpus
    assert not [name for name in pull["resources"]["limits"] if "/" in name]
    assert ("NVIDIA_VISIBLE_DEVICES" in environment(server)) is (gpus == {})


def test_a_scaled_deployment_leaves_its_pods_to_keda(helm):
    resources = resources_of(helm, "autoscaling")
    assert "replicas" not in only(resources, "Deployment")["spec"]
    scaled = only(resources, "ScaledObject")
    assert scaled["apiVersion"] == "keda.sh/v1alpha1"
    (trigger,) = scaled["spec"].pop("triggers")
    assert scaled["spec"] == {
        "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "ollama-scaled"},
        "pollingInterval": 15,
        "cooldownPeriod": 600,
        "minReplicaCount": 1,
        "maxReplicaCount": 4,
    }
    assert (trigger["type"], trigger["metricType"]) == ("prometheus", "AverageValue")
    assert trigger["metadata"] == {
        "serverAddress": "http://prometheus-operated.monitoring.svc:9090",
        "query": "sum(envoy_cluster_upstream_rq_active{envoy_cluster_name="
        '"httproute/ml-workloads/ollama-scaled-http-route/rule/0"})',
        "threshold": "4",
    }


SCALING = {"enabled": True, "prometheus": {"serverAddress": "http://x:9090", "query": "vector(1)"}}
# How many pods, and whether drains are held back.
DRAINS = {
    "one": ({}, False),
    "two": ({"container": {"replicas": 2}}, True),
    "scaled to several": ({"autoscaling": SCALING}, True),
    "scaled between none and one": (
        {"autoscaling": {**SCALING, "minReplicas": 0, "maxReplicas": 1}, "container": {}},
        False,
    ),
}


@pytest.mark.parametrize(("fields", "held"), DRAINS.values(), ids=DRAINS)
def test_drains_are_held_back_where_there_can_be_several_pods(helm, fields, held):
    kinds = [resource["kind"] for resource in resources_of(helm, **fields)]
    assert ("PodDisruptionBudget" in kinds) is held


CLAIM = {"modelCache": {"enabled": True}}
SHARED = {"modelCache": {"enabled": True, "accessMode": "ReadWriteMany"}}
# Fields, and whether the schema takes them.
ACCEPTED = [
    ({"autoscaling": SCALING}, True),
    ({"autoscaling": {"enabled": True}}, False),
    ({"autoscaling": {**SCALING, "prometheus": {"serverAddress": "http://x"}}}, False),
    ({"autoscaling": {**SCALING, "prometheus": {"query": "vector(1)"}}}, False),
    ({"autoscaling": {**SCALING, "maxReplicas": 0}}, False),
    ({"autoscaling": SCALING, "storage": CLAIM}, False),
    ({"autoscaling": {**SCALING, "maxReplicas": 1}, "storage": CLAIM}, True),
    ({"autoscaling": SCALING, "storage": SHARED}, True),
    ({"autoscaling": {"enabled": False}, "storage": CLAIM}, True),
    ({"settings": {"keepAlive": "5m"}}, False),
    ({"settings": {"keepAlive": "-1"}}, True),
    ({"preload": False, "settings": {"keepAlive": "5m"}}, True),
    ({"preload": False, "settings": {"keepAlive": "1h30m"}}, True),
    ({"preload": False, "settings": {"keepAlive": "300"}}, True),
    ({"preload": False, "settings": {"keepAlive": "1.5"}}, False),
    ({"preload": False, "settings": {"keepAlive": "5 minutes"}}, False),
    ({"settings": {"kvCacheType": "q8_0"}}, False),
    ({"settings": {"kvCacheType": "q8_0", "flashAttention": False}}, False),
    ({"settings": {"kvCacheType": "q8_0", "flashAttention": True}}, True),
    ({"settings": {"kvCacheType": "f16"}}, True),
    ({"settings": {"kvCacheType": "q6_0", "flashAttention": True}}, False),
    ({"settings": {"numParallel": 0}}, False),
    ({"modelDigest": "sha256:abc"}, False),
    ({"models": [{"name": "phi; reboot"}]}, False),
    ({"models": [{"digest": DIGEST}]}, False),
    ({"models": [{"name": "phi"}, {"name": "phi"}]}, False),
    ({"registry": {"host": "https://registry.example.com"}}, False),
    ({"registry": {"host": "registry.example.com:5000", "insecure": True}}, True),
    ({"registry": {"insecure": True}}, False),
    ({"modelfile": "FROM llama3\nSYSTEM x"}, False),
    ({"modelfile": "SYSTEM x\n  from llama3"}, False),
    ({"modelfile": 'SYSTEM """\nFrom now on you are a pirate.\n"""'}, True),
    ({"gpu": {"type": "intel"}}, False),
    ({"resourcePreset": "huge"}, False),
    ({"container": {"environment": [{"name": "OLLAMA_NUM_PARALLEL", "value": "2"}]}}, False),
    ({"container": {"environment": [{"name": "OLLAMA_LOAD_TIMEOUT", "value": "9m"}]}}, True),
]


@pytest.mark.parametrize(("fields", "accepted"), ACCEPTED, ids=[str(case) for case, _ in ACCEPTED])
def test_schema(fields, accepted):
    """With the chart's defaults, which is what Helm and catalogc judge."""
    values = effective(CHART, leaf(**fields))
    assert jsonschema_rs.Draft7Validator(load_schema(CHART)).is_valid(values) is accepted


def test_both_probes_ask_for_the_models(helm):
    _, server = containers(pod_of(helm))
    assert server["startupProbe"]["exec"] == server["readinessProbe"]["exec"]
    assert server["startupProbe"]["failureThreshold"] * 10 == 600
    assert environment(server)["PERIOD_SECONDS"] == "10"
    assert environment(server)["FAILURE_THRESHOLD"] == "3"


def test_scripts_are_the_files_of_the_chart(helm):
    texts = {path.name: path.read_text("utf-8") for path in (CHARTS / CHART / "files").glob("*.sh")}
    pull, server = containers(pod_of(helm, "full"))
    probe = server["readinessProbe"]["exec"]["command"]
    for command, name in [
        (pull["command"], "pull-models.sh"),
        (server["command"], "serve.sh"),
        (probe, "ready.sh"),
    ]:
        assert command == ["/bin/sh", "-c", f"{texts['models.sh']}\n{texts[name]}"]
    assert yaml.safe_load((CHARTS / CHART / "files/presets.yaml").read_text("utf-8")).keys() == (
        PRESETS.keys()
    )
