"""Structural schemas: our strict JSON Schemas say what an API server says."""

import json

import pytest

from schemas_crds.corpus import crd, custom_object, imported, load, problems

CASES = [pytest.param(case, id=case["name"]) for case in load("structural.yaml")]


@pytest.mark.parametrize("case", CASES)
def test_verdicts(case):
    schema = imported(crd(case["schema"]))
    for verdict in ("accepts", "refuses", "lax"):
        for spec in case.get(verdict, ()):
            refused = problems(schema, custom_object(spec))
            assert bool(refused) is (verdict == "refuses"), (spec, refused)


@pytest.mark.parametrize("case", CASES)
def test_an_api_server_agrees(case, api_server, tmp_path):
    """What is lax here is what the server refuses and we do not."""
    file = tmp_path / "crd.json"
    file.write_text(json.dumps(crd(case["schema"])), "utf-8")
    for verdict in ("accepts", "refuses", "lax"):
        for spec in case.get(verdict, ()):
            refused = api_server.judge(file, "v1", custom_object(spec))
            assert bool(refused) is (verdict != "accepts"), (spec, refused)


def test_every_case_has_both_verdicts():
    for case in load("structural.yaml"):
        assert case["accepts"]
        assert case.get("refuses") or case.get("lax")
