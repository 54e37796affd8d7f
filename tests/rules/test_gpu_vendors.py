"""gpu-capacity on a cluster with GPUs of two vendors: the nodes that the chart's pods can reach."""

import pytest

from repository import lint, make_repository, place, write

CLUSTER = """\
    apiVersion: catalogc.dev/v1
    kind: Cluster
    metadata: {name: dev-gpu}
    spec:
      kubernetesVersion: "1.34"
      nodePools:
        - name: mi300x
          count: 1
          labels: {pool: mi300x}
          taints: [{key: amd.com/gpu, effect: NoSchedule}]
          allocatable: {cpu: "96", memory: 1Ti, amd.com/gpu: 8}
        - name: l4
          count: 1
          labels: {nvidia.com/gpu.present: "true"}
          taints: [{key: nvidia.com/gpu, effect: NoSchedule}]
          allocatable: {cpu: "48", memory: 192Gi, nvidia.com/gpu: 4}
    """
LEAF = """\
    workloadType: GPU_CONTAINER_LOAD
    serviceName: case
    serviceCatalog: ml-inference
    namespace: ml-workloads
    environment: dev
    container: {{image: {{repository: ghcr.io/acme/app, tag: "1"}}}}
    gpu: {gpu}
    """
TOO_MANY = "but the largest node that this leaf can reach has {} (pool {} of cluster dev-gpu)"
NONE = "but no node of cluster dev-gpu that this leaf can reach has {}"

# gpu of a leaf; then where the one finding is, its message and its help.
CASES = {
    "amd fits, without NVIDIA's label and with AMD's taint": ("{type: amd, count: 8}", None),
    "nvidia fits": ("{type: nvidia, count: 4}", None),
    "amd needs more": (
        "{type: amd, count: 9}",
        (
            "catalog/case.yaml:7:25-7:26",
            "gpu.count is 9, " + TOO_MANY.format(8, "mi300x"),
            "lower gpu.count to 8 or less",
        ),
    ),
    "nvidia does not get amd's": (
        "{count: 8}",
        (
            "catalog/case.yaml:7:14-7:15",
            "gpu.count is 8, " + TOO_MANY.format(4, "l4"),
            "lower gpu.count to 4 or less",
        ),
    ),
    "amd without tolerations": (
        "{type: amd, count: 1, tolerations: []}",
        (
            "catalog/case.yaml:7:25-7:26",
            "gpu.count is 1, " + NONE.format("amd.com/gpu"),
            "pool mi300x: its taint amd.com/gpu:NoSchedule is not tolerated",
        ),
    ),
    "amd with a label that no node has": (
        "{type: amd, count: 1, nodeSelector: {pool: mi250}}",
        (
            "catalog/case.yaml:7:25-7:26",
            "gpu.count is 1, " + NONE.format("amd.com/gpu"),
            "pool mi300x: the node selector asks for pool: mi250",
        ),
    ),
}


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return make_repository(
        tmp_path_factory.mktemp("vendors"), {"catalog/clusters/dev-gpu.yaml": CLUSTER}
    )


@pytest.mark.parametrize(("gpu", "expected"), CASES.values(), ids=CASES)
def test_vendor(gpu, expected, root):
    write(root, {"catalog/case.yaml": LEAF.format(gpu=gpu)})
    found = [(place(item), item.message, item.help) for item in lint(root)]
    assert found == ([expected] if expected else [])


@pytest.mark.parametrize(("resource", "finds"), [("amd.com/gpu", 0), ("example.com/gpu", 1)])
def test_a_policy_that_names_another_resource_wins(resource, finds, tmp_path):
    policy = f"""\
        apiVersion: catalogc.dev/v1
        kind: Policy
        metadata: {{name: gpu-capacity}}
        spec: {{rule: gpu-capacity, description: Fits., params: {{resource: {resource}}}}}
        """
    files = {
        "catalog/clusters/dev-gpu.yaml": CLUSTER,
        "catalog/case.yaml": LEAF.format(gpu="{type: amd, count: 8}"),
        "policies/gpu-capacity.yaml": policy,
    }
    assert [item.rule for item in lint(make_repository(tmp_path, files))] == [
        "gpu-capacity"
    ] * finds
