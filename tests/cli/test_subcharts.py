"""``catalogc build`` of stacks that differ in their parts: what one has, no other sees."""

import json

import pytest

from cli.in_process import inside
from cli.run import tree
from repository import make_repository

LEAF = """\
workloadType: INFERENCE_STACK
serviceName: {name}
serviceCatalog: ml-inference
namespace: ml-workloads
environment: dev
model-serving:
  enabled: {serving}
  servingRuntime: {{enabled: false}}
  llamacppRuntime: {{enabled: false}}
inference-gateway:
  enabled: {gateway}
"""
# Sorted by name, so in the order of rendering: each part is off, on and off again.
STACKS = {
    "a-serving": (True, False),
    "b-both": (True, True),
    "c-gateway": (False, True),
    "d-both": (True, True),
    "e-serving": (True, False),
}
FILES = {
    f"catalog/ml-inference/{name}.yaml": LEAF.format(
        name=name, serving=json.dumps(serving), gateway=json.dumps(gateway)
    )
    for name, (serving, gateway) in STACKS.items()
}


def expected(name, serving, gateway):
    runtime = f"clusterservingruntime-{name}-kserve-ollama.yaml"
    routing = f"gateway-{name}-inference-gateway.yaml"
    return [runtime] * serving + [routing] * gateway


@pytest.mark.parametrize("jobs", [1, 2])
def test_stacks_that_differ_in_their_parts(tmp_path, jobs):
    root = make_repository(tmp_path / "all", FILES)
    result = inside("build", "--jobs", jobs, cwd=root)
    assert (result.returncode, result.stderr) == (0, "")
    built = tree(root / "rendered/dev/manifests/ml-inference")
    found = {
        name: sorted(path.removeprefix(f"{name}/") for path in built if path.startswith(f"{name}/"))
        for name in STACKS
    }
    kept = {
        name: [file for file in files if file.startswith(("clusterservingruntime-", "gateway-"))]
        for name, files in found.items()
    }
    assert kept == {name: expected(name, *parts) for name, parts in STACKS.items()}
    # Two stacks with the same parts make the same objects but for their names.
    for one, other in [("b-both", "d-both"), ("a-serving", "e-serving")]:
        texts = {
            path.replace(one, other): content.replace(one.encode(), other.encode())
            for path, content in built.items()
            if path.startswith(one)
        }
        assert texts == {path: text for path, text in built.items() if path.startswith(other)}


def test_a_stack_without_parts(tmp_path):
    leaf = LEAF.format(name="none", serving="false", gateway="false")
    root = make_repository(tmp_path, {"catalog/ml-inference/none.yaml": leaf})
    result = inside("lint", "--format", "json", cwd=root)
    [finding] = [
        item
        for item in json.loads(result.stdout)["findings"]
        if item["path"] == "catalog/ml-inference/none.yaml"
    ]
    assert result.returncode == 1
    place = (finding["line"], finding["column"], finding["field"])
    assert place == (11, 12, "inference-gateway.enabled")
    assert "true, because model-serving is off and a stack has a part" in finding["message"]
