"""Whatever is written into a file of the repository, the run ends with findings."""

import random

import pytest

from catalogc.pipeline import compile_catalog
from cli.conftest import web_leaf
from repository import lint, make_repository, write

FILES = (
    "catalogc.yaml",
    "policies/gpu-capacity.yaml",
    "catalog/clusters/dev-gpu.yaml",
    ".cat/backstage/location.yaml",
    ".cat/backstage/ollama-inference-load.catalog-info.yaml",
    "charts/ollama-inference-load/Chart.yaml",
    "charts/ollama-inference-load/values.yaml",
    "charts/ollama-inference-load/values.schema.json",
    "charts/common/Chart.yaml",
    "catalog/web/_defaults.yaml",
    "catalog/web/one/dev.yaml",
)
TEXTS = (
    "",
    "# nothing\n",
    "[]\n",
    "{}\n",
    "- a\n",
    "x\n",
    "1\n",
    "null\n",
    "a: b: c\n",
    "k: [1]\n",
)
OLLAMA = """\
workloadType: OLLAMA_INFERENCE_LOAD
serviceName: model
serviceCatalog: ml-inference
namespace: ml-workloads
environment: dev
model: qwen3:4b
gpu:
  count: 1
  nodeSelector: {nvidia.com/gpu.present: "true"}
  tolerations: [{key: k, operator: Exists}]
container:
  environment: [{name: A, value: b}]
  secrets: [{name: A, secretKey: k, vaultPath: /secret/shared/x}]
"""
SCALARS = ("null", "1", "'x'", "[]", "{}", "true", "[1]", "{a: 1}", "1.5", "''", "-1")


@pytest.fixture
def root(tmp_path):
    return make_repository(
        tmp_path,
        {
            "catalog/web/one/dev.yaml": web_leaf("one"),
            "catalog/web/_defaults.yaml": "basicMonitoring: {enabled: true}\n",
            "catalog/ml-inference/model/dev.yaml": OLLAMA,
        },
        adapters=("basic-container-load", "ollama-inference-load"),
    )


def test_nothing_is_wrong_to_begin_with(root):
    assert lint(root) == ()


@pytest.mark.parametrize("path", FILES)
def test_texts_that_hold_something_else(root, path):
    silent = []
    for text in TEXTS:
        (root / path).write_text(text, encoding="utf-8")
        findings = lint(root)
        if not findings:
            silent.append(text)
    # What may be empty: defaults, a chart's values, a schema that allows everything.
    allowed = {"", "# nothing\n", "{}\n", "null\n", "k: [1]\n"}
    assert set(silent) <= allowed, silent


@pytest.mark.parametrize("path", [*FILES, "catalog/ml-inference/model/dev.yaml"])
def test_values_of_other_types(root, path):
    """Each value of a file in turn becomes something else."""
    target = root / path
    lines = target.read_text("utf-8").split("\n")
    chance = random.Random(path)
    places = [index for index, line in enumerate(lines) if ":" in line]
    for index in chance.sample(places, min(len(places), 12)):
        key = lines[index].split(":")[0]
        for scalar in chance.sample(SCALARS, 4):
            changed = [*lines[:index], f"{key}: {scalar}", *lines[index + 1 :]]
            target.write_text("\n".join(changed), encoding="utf-8")
            result = compile_catalog(root, prepare=None, select=lambda _: True)
            assert [(crash.rule, repr(crash.error)) for crash in result.crashes] == [], scalar
    write(root, {path: "\n".join(lines)})
