"""``catalogc trace`` as people and programs run it."""

import json

import pytest

from cli.in_process import inside
from cli.run import catalogc
from repository import make_repository

LEAF = "catalog/ml/phi/dev.yaml"
LIMIT = 'spec.template.spec.containers[0].resources.limits["nvidia.com/gpu"]'
FILES = {
    "catalog/_defaults.yaml": "gpu:\n  runtimeClassName: nvidia\ncontainer: {replicas: 9}\n",
    "catalog/ml/_defaults.yaml": "environment: dev\ncontainer: {replicas: 3}\n",
    LEAF: """\
        workloadType: OLLAMA_INFERENCE_LOAD
        serviceName: phi
        serviceCatalog: ml
        model: "phi:latest"
        gpu:
          count: 2
        container:
          environment:
            - {name: API_TOKEN, value: hunter22}
        """,
    "catalog/ml/broken/dev.yaml": "workloadType: OLLAMA_INFERENCE_LOAD\nserviceName: broken\n"
    "serviceCatalog: ml\nmodel: 3\ngpu: none\n",
}


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return make_repository(tmp_path_factory.mktemp("trace"), FILES)


def trace(root, *arguments, run=inside):
    cache = {"XDG_CACHE_HOME": str(root / "cache")}
    return run("trace", *arguments, cwd=root, environment=cache)


def test_a_field_by_its_leaf_and_template_line(root):
    for _ in range(2):  # worked out, then from the cache
        found = trace(root, LEAF, f"Deployment/phi:{LIMIT}")
        assert (found.returncode, found.stderr) == (0, "")
        first, value, governor, template, rendered = found.stdout.splitlines()
        assert first == f'Deployment/phi:{LIMIT} = "2"'
        assert value == f"  value     {LEAF}:6:10  gpu.count = 2"
        assert governor.endswith('gpu.type = "nvidia" (the chart\'s default)')
        assert template.startswith(
            "  template  charts/common/templates/_container.tpl:57:3  {{ get"
        )
        assert rendered.startswith("  rendered  rendered/dev/manifests/ml/phi/deployment-phi.yaml:")


def test_a_value_of_the_defaults_keeps_its_file_and_line(root):
    found = trace(root, "ml/phi", "spec.replicas")
    assert "  value     catalog/ml/_defaults.yaml:2:23  container.replicas = 3" in found.stdout


def test_each_layer_of_defaults_keeps_its_own_line(root):
    asked = "Deployment/phi:spec.template.spec.runtimeClassName"
    found = trace(root, LEAF, asked, "--format", "json")
    (field,) = json.loads(found.stdout)["fields"]
    assert [(one["path"], one["file"], one["line"], one["column"]) for one in field["values"]] == [
        ("gpu.runtimeClassName", "catalog/_defaults.yaml", 2, 21)
    ]


def test_json(root):
    found = json.loads(trace(root, LEAF, LIMIT, "--format", "json").stdout)
    assert found["version"] == 1
    assert found["leaf"] == {"environment": "dev", "serviceCatalog": "ml", "serviceName": "phi"}
    (field,) = found["fields"]
    assert field["values"] == [
        {"path": "gpu.count", "shown": "2", "default": False, "file": LEAF, "line": 6, "column": 10}
    ]
    assert field["constant"] is False


def test_a_value_forward(root):
    found = trace(root, LEAF, "--value", "gpu.count")
    assert found.stdout.splitlines()[:2] == [
        "gpu.count -> 4",
        f'  Deployment/phi:{LIMIT}  "2" -> "4"',
    ]
    chosen = trace(root, LEAF, "--value", "gpu.count", "--to", "7", "--format", "json")
    assert json.loads(chosen.stdout) == {
        "version": 1,
        "leaf": {"environment": "dev", "serviceCatalog": "ml", "serviceName": "phi"},
        "reaches": [
            {
                "value": "gpu.count",
                "changedTo": "7",
                "resource": {
                    "group": "apps",
                    "kind": "Deployment",
                    "namespace": "ml",
                    "name": "phi",
                },
                "field": LIMIT,
                "before": '"2"',
                "after": '"7"',
                "sinks": [],
            }
        ],
    }


def test_a_value_that_makes_fields_come_and_go(root):
    found = trace(root, LEAF, "--value", "storage.modelCache.enabled", "--format", "json")
    reaches = json.loads(found.stdout)["reaches"]
    claims = [one for one in reaches if one["resource"]["kind"] == "PersistentVolumeClaim"]
    assert {one["changedTo"] for one in reaches} == {"true"}
    assert claims
    assert all(one["before"] == "nothing" != one["after"] for one in claims)


def test_what_becomes_of_text(root):
    found = trace(root, LEAF, "Deployment/phi:metadata.name", run=catalogc)
    assert "  sink      name" in found.stdout.splitlines()
    forward = trace(root, LEAF, "--value", "serviceName", "--to", "psi")
    assert '  Deployment/phi:metadata.name  "phi" -> "psi"  (name)' in forward.stdout.splitlines()


def test_secrets_are_not_printed(root):
    found = trace(root, LEAF, "--format", "json")
    assert len(json.loads(found.stdout)["fields"]) > 150
    assert "***" in found.stdout
    assert "hunter22" not in found.stdout


# arguments -> message, remedy
WRONG = {
    "field": ((LEAF, "spec.replica"), "no object has a field", "did you mean spec.replicas?"),
    "leaf": (("ml/ph",), "there is no leaf ml/ph", "did you mean ml/phi?"),
    "environment": (("ml/phi", "--env", "prod"), "has no leaf in prod", "choose with --env: dev"),
    "both ways": ((LEAF, "spec", "--value", "gpu"), "--value with no FIELD", ""),
    "no YAML": ((LEAF, "--value", "gpu.count", "--to", "[1"), "is no YAML", ""),
}


@pytest.mark.parametrize(("arguments", "message", "remedy"), WRONG.values(), ids=WRONG)
def test_wrong_questions(root, arguments, message, remedy):
    found = trace(root, *arguments)
    assert (found.returncode, found.stdout) == (2, "")
    assert message in found.stderr
    assert remedy in found.stderr
    assert "Traceback" not in found.stderr


def test_a_leaf_that_cannot_be_rendered(root):
    found = trace(root, "ml/broken")
    assert found.returncode == 1
    assert "cannot be rendered" in found.stderr
    assert "Traceback" not in found.stderr
