"""Charts with known answers: nothing that is read is called dead, each planted value is found."""

import pytest
import yaml

from catalogc.model.source import format_path, parse_path
from catalogc.origin.chart_check.gates import dormant_gates, wording
from catalogc.origin.chart_check.reads import lookup_in
from catalogc.origin.chart_check.subject import Trials
from catalogc.origin.chart_check.unread import dormant_findings, unread_findings
from catalogc.origin.trees import scalars
from chart_check.charts import subject
from tools import ROOT

CORPUS = yaml.safe_load((ROOT / "tests/chart_check/corpus.yaml").read_text("utf-8"))
CASES = [pytest.param(case, id=case["name"]) for case in CORPUS]


def below(paths, path):
    return any(path[: len(start)] == start for start in paths)


def planted(case):
    return [parse_path(text) for text in case.get("dead", ())]


def test_the_corpus_is_large_enough():
    values = [(case, path) for case in CORPUS for path, _ in scalars(case["values"])]
    dead = [path for case, path in values if below(planted(case), path)]
    assert len(dead) >= 20
    assert len(values) - len(dead) >= 40


@pytest.mark.parametrize("case", CASES)
def test_what_templates_read(tmp_path, case):
    """Without a render: reading the templates is enough for all of them."""
    chart = subject(tmp_path, case)
    said = {
        format_path(path) for path, _ in scalars(case["values"]) if not chart.reads.is_read(path)
    }
    known = {format_path(p) for p, _ in scalars(case["values"]) if below(planted(case), p)}
    assert chart.reads.complete
    assert said == known


@pytest.mark.parametrize("case", [case for case in CASES if "static" not in case.values[0]])
def test_findings_of_unread_values(tmp_path, renderer, case):
    chart = subject(tmp_path, case)
    findings = list(unread_findings(chart, Trials(chart, renderer)))
    assert sorted(format_path(item.field) for item in findings) == sorted(case.get("dead", ()))
    for finding in findings:
        assert finding.location.file.path == "shop/values.yaml"
        assert finding.location.text.strip('"') == str(finding.field[-1])


@pytest.mark.parametrize("case", CASES)
def test_values_that_wait_for_a_toggle(tmp_path, case):
    chart = subject(tmp_path, case)
    lookup = lookup_in(case["values"])
    said = {
        format_path(path): wording(gates)
        for path, _ in scalars(case["values"])
        if (gates := dormant_gates(chart.reads, path, lookup))
    }
    assert said == case.get("dormant", {})


def test_a_finding_of_waiting_values(tmp_path):
    case = next(case for case in CORPUS if case["name"] == "a toggle, its default off")
    (finding,) = dormant_findings(subject(tmp_path, case))
    assert (finding.severity, finding.message, finding.location.text) == (
        "info",
        "ingress.host, ingress.path are read only when ingress.enabled is set",
        "enabled",
    )
    assert [label.location.text for label in finding.related] == ["host", "path"]
