"""GPU_CONTAINER_LOAD: raw control over the container, the platform's rails around it."""

import pytest

from charts.chart_harness import documents, load_ci, load_schema, only, replace, workload

CHART = "gpu-container-load"
NVIDIA_TAINT = {"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"}
AMD_TAINT = {**NVIDIA_TAINT, "key": "amd.com/gpu"}
OTHER_TAINT = {"key": "dedicated", "operator": "Equal", "value": "ml"}

# What a leaf says of gpu; then limits, runtime class, node selector and tolerations of its pods.
PLACEMENT = {
    "the defaults": (
        {},
        ("nvidia.com/gpu", "1"),
        "nvidia",
        {"nvidia.com/gpu.present": "true"},
        [NVIDIA_TAINT],
    ),
    "nvidia by name, without a runtime class": (
        {"type": "nvidia", "count": 4, "runtimeClassName": ""},
        ("nvidia.com/gpu", "4"),
        None,
        {"nvidia.com/gpu.present": "true"},
        [NVIDIA_TAINT],
    ),
    "amd takes none of NVIDIA's defaults": (
        {"type": "amd"},
        ("amd.com/gpu", "1"),
        None,
        None,
        [AMD_TAINT],
    ),
    "amd takes what the leaf says": (
        {
            "type": "amd",
            "count": 8,
            "runtimeClassName": "kata",
            "nodeSelector": {"nvidia.com/gpu.product": "H100", "pool": "mi300x"},
            "tolerations": [OTHER_TAINT, NVIDIA_TAINT],
        },
        ("amd.com/gpu", "8"),
        "kata",
        {"pool": "mi300x"},
        [OTHER_TAINT, AMD_TAINT],
    ),
    "no tolerations": (
        {"type": "amd", "tolerations": []},
        ("amd.com/gpu", "1"),
        None,
        None,
        None,
    ),
}


def resources_of(helm, feature, **fields):
    return documents(helm.render(CHART, {**load_ci(CHART)[feature], **fields}))


def pod_of(resources):
    return workload(resources)["spec"]["template"]["spec"]


@pytest.mark.parametrize("case", PLACEMENT.values(), ids=PLACEMENT)
def test_placement(case, helm):
    gpu, (resource, count), runtime, selector, tolerations = case
    pod = pod_of(resources_of(helm, "minimal", gpu=gpu))
    (container,) = pod["containers"]
    assert container["resources"]["limits"][resource] == count
    asked = [name for name in container["resources"]["limits"] if name.endswith("/gpu")]
    assert asked == [resource]
    assert not [name for name in container["resources"]["requests"] if name.endswith("/gpu")]
    assert pod.get("runtimeClassName") == runtime
    assert pod.get("nodeSelector") == selector
    assert pod.get("tolerations") == tolerations


def test_words_reach_the_container_one_by_one(helm):
    words = ["sh", "-c", "echo $(HOME); reboot", '--json={"a": 1}', "true", "0644", ""]
    leaf = load_ci(CHART)["minimal"]
    for part in ("command", "args"):
        changed = {**leaf, "container": {**leaf["container"], part: words}}
        (container,) = pod_of(documents(helm.render(CHART, changed)))["containers"]
        assert container[part] == words
        assert {"command", "args"} & set(container) == {part}


def test_writable_places(helm):
    pod = pod_of(resources_of(helm, "pvc", sharedMemory={"size": "3Gi"}))
    (container,) = pod["containers"]
    assert container["securityContext"]["readOnlyRootFilesystem"] is True
    places = {mount["mountPath"]: mount["name"] for mount in container["volumeMounts"]}
    sources = {volume.pop("name"): volume for volume in pod["volumes"]}
    assert {path: sources[name] for path, name in places.items()} == {
        "/tmp": {"emptyDir": {}},
        "/models": {"persistentVolumeClaim": {"claimName": "shared-cache-model-cache"}},
        "/dev/shm": {"emptyDir": {"medium": "Memory", "sizeLimit": "3Gi"}},
    }


def test_a_cache_without_a_claim_is_bounded(helm):
    volumes = {volume["name"]: volume for volume in pod_of(resources_of(helm, "full"))["volumes"]}
    assert volumes["model-cache"]["emptyDir"] == {"sizeLimit": "40Gi"}


def test_users_and_groups(helm):
    assert pod_of(resources_of(helm, "full"))["securityContext"] == {
        "runAsNonRoot": True,
        "runAsUser": 2000,
        "runAsGroup": 2000,
        "supplementalGroups": [44, 992],
        "fsGroup": 2001,
        "fsGroupChangePolicy": "OnRootMismatch",
        "seccompProfile": {"type": "RuntimeDefault"},
    }


# container.probes.startup of a leaf, and how long a rollout may take.
DEADLINES = [
    ({}, 180 * 10 + 600),
    ({"initialDelaySeconds": 30, "periodSeconds": 20, "failureThreshold": 3}, 30 + 60 + 600),
    ({"enabled": False}, 600),
]


@pytest.mark.parametrize(("startup", "deadline"), DEADLINES)
def test_starting_is_progress(startup, deadline, helm):
    leaf = load_ci(CHART)["minimal"]
    leaf = replace(leaf, ("container",), {**leaf["container"], "probes": {"startup": startup}})
    deployment = only(documents(helm.render(CHART, leaf)), "Deployment")
    assert deployment["spec"]["progressDeadlineSeconds"] == deadline
    (container,) = pod_of([deployment])["containers"]
    assert ("startupProbe" in container) is startup.get("enabled", True)


def test_surge_never_asks_for_further_gpus(helm):
    deployment = only(resources_of(helm, "minimal"), "Deployment")
    assert deployment["spec"]["strategy"] == {
        "type": "RollingUpdate",
        "rollingUpdate": {"maxSurge": 0, "maxUnavailable": 1},
    }


def test_the_chart_sets_no_variable(helm):
    (container,) = pod_of(resources_of(helm, "minimal"))["containers"]
    assert "env" not in container
    assert "not" not in load_schema(CHART)["definitions"]["variableName"]
