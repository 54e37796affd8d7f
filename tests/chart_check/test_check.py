"""Planted defects of charts, each found at its place, and sound charts without findings."""

import json

import pytest
import yaml

from catalogc.origin.chart_check.check import check_chart
from catalogc.origin.chart_check.loading import load_subject
from chart_check.charts import subject, write_chart
from tools import ROOT

DEFECTS = yaml.safe_load((ROOT / "tests/chart_check/defects.yaml").read_text("utf-8"))


def said(findings):
    return [
        f"{item.location.file.path.removeprefix('shop/')}:{item.location.span.line} "
        f"{item.severity} {item.rule}: {item.message}"
        for item in findings
        if item.rule != "dormant-value"
    ]


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in DEFECTS])
def test_findings(tmp_path, renderer, case):
    if "schema" in case:
        schema = {"values.schema.json": json.dumps(case["schema"], indent=1)}
        case = {**case, "files": {**case.get("files", {}), **schema}}
    chart = subject(tmp_path, case)
    assert said(check_chart(chart, renderer)) == case.get("findings", [])


@pytest.mark.parametrize(
    ("file", "text", "rule"),
    [
        ("values.yaml", "a: [\n", "syntax-error"),
        ("values.yaml", "- a\n", "broken-chart"),
        ("values.yaml", "\x00", "control-character"),
        ("values.schema.json", "{", "broken-chart"),
        ("Chart.yaml", "version: 1.0.0\n", "broken-chart"),
        ("templates/shop.yaml", "{{ if }}{{", "template-crash"),
        ("ci/x-values.yaml", "- a\n", None),
        ("values.schema.json", '{"type": 3}', None),
    ],
)
def test_bad_input_is_a_finding(tmp_path, renderer, file, text, rule):
    folder = write_chart(tmp_path, {"values": {"a": "x"}, "template": "k: {{ .Values.a | quote }}"})
    (folder / file).parent.mkdir(exist_ok=True)
    (folder / file).write_text(text, "utf-8")
    loaded = load_subject(folder)
    found = loaded.findings if loaded.value is None else check_chart(loaded.value, renderer)
    assert {item.rule for item in found} - {"dead-value"} == ({rule} if rule else set())
