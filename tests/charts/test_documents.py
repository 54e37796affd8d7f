"""The charts of the inference platform have what its documents say: values and deployments."""

from pathlib import Path

import jsonschema_rs
import pytest
import yaml

from catalogc.fix.splice import splice
from charts.chart_harness import (
    CHARTS,
    RenderError,
    documents,
    effective,
    fields,
    load_ci,
    load_defaults,
    load_schema,
)
from repository import lint, make_repository, place

FOLDER = Path(__file__).parent
DOCUMENTED = yaml.safe_load((FOLDER / "documented_values.yaml").read_text("utf-8"))
EXAMPLES = yaml.safe_load((FOLDER / "documented_examples.yaml").read_text("utf-8"))
ROWS = [
    pytest.param(chart, *row, id=f"{chart}: {row[0]}")
    for chart, said in DOCUMENTED.items()
    for row in said["rows"]
]
CHOICES = [
    pytest.param(chart, item, id=f"{chart}: {item['field']}")
    for chart, said in DOCUMENTED.items()
    for item in (*said["taken"], *said["others"])
]
TYPES = {"MODEL_SERVING": "model-serving", "INFERENCE_STACK": "inference-stack"}


def field_of(chart, path):
    """The schema of a field, and the default that values.yaml has for it."""
    value = load_defaults(chart)
    for name in path.split("."):
        value = value[name]
    return dict(fields(load_schema(chart)))[path], value


@pytest.mark.parametrize(("chart", "path", "kind", "default"), ROWS)
def test_every_row_of_the_tables(chart, path, kind, default):
    taken = {item["field"]: item["default"] for item in DOCUMENTED[chart]["taken"]}
    expected = taken.get(path, default)
    node, value = field_of(chart, path)
    assert (node["type"], node["default"], value) == (kind, expected, expected)
    assert type(value) is type(expected)


def test_how_many_rows_there_are():
    assert {chart: len(said["rows"]) for chart, said in DOCUMENTED.items()} == {
        "model-serving": 47,
        "inference-stack": 13,
    }


@pytest.mark.parametrize(("chart", "item"), CHOICES)
def test_what_was_chosen_is_in_the_readme(chart, item):
    node, value = field_of(chart, item["field"])
    assert node["default"] == value == item["default"]
    readme = " ".join((CHARTS / chart / "README.md").read_text("utf-8").split())
    own_words = readme.partition("## Fields")[0]
    assert item["readme"] in own_words


@pytest.mark.parametrize(
    ("chart", "path", "bounds"),
    [(chart, *pair) for chart, said in DOCUMENTED.items() for pair in said["bounds"].items()],
)
def test_bounds(chart, path, bounds):
    node, _ = field_of(chart, path)
    assert [node["minimum"], node["maximum"]] == bounds


def leaf_of(example, *, instead=False):
    workload_type = {chart: kind for kind, chart in TYPES.items()}[example["chart"]]
    own = {**example["values"], **example.get("instead", {})} if instead else example["values"]
    return {
        "workloadType": workload_type,
        "serviceName": "case",
        "serviceCatalog": "ml-inference",
        "namespace": "llm-platform",
        "environment": "dev",
        **own,
    }


def flat(names):
    for name in names:
        yield from [name] if isinstance(name, str) else flat(name)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["name"])
def test_every_deployment_renders(example, helm):
    leaf = leaf_of(example, instead=True)
    made = documents(helm.render(example["chart"], leaf))
    names = sorted(f"{item['kind']} {item['metadata']['name']}" for item in made)
    assert names == sorted(flat(example["makes"]))


@pytest.mark.parametrize(
    "example",
    [example for example in EXAMPLES if "refused" in example],
    ids=lambda example: example["name"],
)
def test_secrets_in_values_are_refused(example, helm):
    leaf = leaf_of(example)
    validator = jsonschema_rs.Draft7Validator(load_schema(example["chart"]))
    places = {
        ".".join(map(str, error.instance_path))
        for error in validator.iter_errors(effective(example["chart"], leaf))
    }
    assert sorted(places) == example["refused"]
    with pytest.raises(RenderError, match="put it into Vault"):
        helm.render(example["chart"], leaf, schema=False)


SECRETS = """\
workloadType: MODEL_SERVING
serviceName: qwen
serviceCatalog: ml-inference
namespace: ml-workloads
environment: dev
s3Storage:
  enabled: true
  accessKeyId: AKIA0123456789ABCDEF{beside}
huggingface: {{secretEnabled: true, token: "hf_0123456789"}}
"""
# What is beside the key, and the lines that the fixes write.
TOKEN = 'huggingface: {secretEnabled: true, vaultPath: "/secret/shared/huggingface/token"}'
FIXED = {
    "": ["  vaultPath: /secret/shared/s3-models", TOKEN],
    "\n  vaultPath: /secret/ml-inference/s3": [TOKEN],
}


@pytest.mark.parametrize("beside", FIXED)
def test_a_fix_leads_to_an_external_secret(beside, tmp_path):
    before = SECRETS.format(beside=beside)
    root = make_repository(tmp_path, {"catalog/qwen.yaml": before})
    findings = [item for item in lint(root) if item.rule == "invalid-value"]
    places = [place(item) for item in findings if item.field[-1] in ("accessKeyId", "token")]
    line = (
        before.split("\n").index('huggingface: {secretEnabled: true, token: "hf_0123456789"}') + 1
    )
    assert places == ["catalog/qwen.yaml:8:16-8:36", f"catalog/qwen.yaml:{line}:43-{line}:58"]
    assert not [item for item in findings if "AKIA" in item.message or "hf_" in item.message]
    [spliced] = splice(fix for item in findings for fix in item.fixes).files
    after = spliced.text.split("\n")
    assert [new for new in after if new not in before.split("\n")] == FIXED[beside]


# A ci file of a chart, and the deployment that it is.
OF_CI = {
    "quick-start": "with a test model",
    "vllm-70b": "vLLM with GPU (Llama 70B)",
    "ollama-cpu": "Ollama CPU",
    "ollama-gpu": "Ollama with GPU",
    "llama-70b": "deploy a model",
}


@pytest.mark.parametrize(("feature", "name"), OF_CI.items())
def test_the_ci_files_are_the_deployments(feature, name):
    (example,) = [example for example in EXAMPLES if example["name"] == name]
    leaf = load_ci(example["chart"])[feature]
    assert {key: leaf[key] for key in example["values"]} == example["values"]
