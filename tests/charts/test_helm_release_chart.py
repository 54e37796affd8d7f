"""The chart without templates: its leaves, defaults and texts; charts of its kind are known."""

import re
import subprocess

import jsonschema_rs
import pytest
import yaml

from charts.chart_harness import (
    ADAPTERS,
    CHARTS,
    ROOT,
    effective,
    fields,
    is_valid,
    load_ci,
    load_defaults,
    load_schema,
)
from tools import require_tool

CHART = "helm-release"
LEAVES = load_ci(CHART)
FOLDER = CHARTS / CHART


@pytest.mark.parametrize("feature", LEAVES)
def test_leaves_are_valid_over_the_defaults(feature):
    validator = jsonschema_rs.Draft7Validator(load_schema(CHART))
    values = effective(CHART, LEAVES[feature])
    assert [error.message for error in validator.iter_errors(values)] == []


@pytest.mark.parametrize("field", load_schema(CHART)["required"])
def test_required_fields(field):
    leaf = {key: value for key, value in LEAVES["everything"].items() if key != field}
    assert is_valid(CHART, leaf) is (field in load_defaults(CHART))
    assert not is_valid(CHART, {**leaf, field: None})


REFUSED = [
    ({"syncWave": 101}, "101 is greater than the maximum of 100"),
    ({"syncWave": -101}, "-101 is less than the minimum of -100"),
    ({"syncWave": "-10"}, '"-10" is not of type "integer"'),
    ({"releaseName": "a" * 54}, "longer than 53"),
    ({"values": []}, '[] is not of type "object"'),
    ({"skipCrds": "yes"}, '"yes" is not of type "boolean"'),
    ({"project": "default"}, "'project' was unexpected"),
    ({"chart": {**LEAVES["oci"]["chart"], "path": "x"}}, "'path' was unexpected"),
]


@pytest.mark.parametrize(("values", "message"), REFUSED)
def test_refused(values, message):
    validator = jsonschema_rs.Draft7Validator(load_schema(CHART))
    [error] = validator.iter_errors(effective(CHART, {**LEAVES["minimal"], **values}))
    assert message in error.message


def test_the_fullest_leaf_sets_every_field():
    properties = load_schema(CHART)["properties"]
    assert set(LEAVES["everything"]) == set(properties)
    assert set(LEAVES["everything"]["chart"]) == set(properties["chart"]["properties"])


def test_every_field_says_what_it_is():
    for name, field in fields(load_schema(CHART)):
        assert field["title"], name
        assert field["description"].endswith("."), name
        if field.get("type") == "string":
            assert {"default", "examples"} & set(field), name
        if "pattern" in field:
            assert field["x-catalogc-message"], name


def test_nothing_is_rendered_here():
    metadata = yaml.safe_load((FOLDER / "Chart.yaml").read_text("utf-8"))
    assert metadata["annotations"] == {"catalogc.dev/renderer": "argocd"}
    assert not (FOLDER / "templates").exists()
    assert CHART not in ADAPTERS


def test_the_entity_names_the_chart():
    entity = yaml.safe_load((ROOT / f".cat/backstage/{CHART}.catalog-info.yaml").read_text("utf-8"))
    assert entity["metadata"]["annotations"] == {"catalogc.dev/chart-path": f"charts/{CHART}"}
    assert entity["metadata"]["labels"] == {"catalogc.dev/workload-type": "HELM_RELEASE"}
    assert entity["spec"]["type"] == "platform-base-chart"


def test_leaves_of_the_readme_are_valid():
    text = (FOLDER / "README.md").read_text("utf-8")
    [leaf] = [
        data
        for block in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
        if "workloadType" in (data := yaml.safe_load(block))
    ]
    assert is_valid(CHART, leaf)


def test_helm_misses_the_templates_alone():
    command = [require_tool("helm"), "lint", FOLDER]
    values = ["--values", FOLDER / "ci/everything-values.yaml"]
    done = subprocess.run([*command, *values], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    said = re.findall(r"^\[(?:WARNING|ERROR)\] .*", done.stdout, re.MULTILINE)
    assert said == ["[WARNING] templates/: directory does not exist"]
