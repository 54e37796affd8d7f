"""Real policies with the verdicts of a real API server."""

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from catalogc.cel.evaluator import Evaluator

ORACLES = os.environ.get("CATALOGC_ORACLES", "")
FOLDER = Path(ORACLES) / "kubescape-vap"


def _documents(path: Path) -> list[dict[str, Any]]:
    return [document for document in yaml.safe_load_all(path.read_text("utf-8")) if document]


def _evaluator(row: dict[str, Any]) -> Evaluator:
    policies = _documents(FOLDER / row["policy"].rpartition("kubescape-vap/")[2])
    resources = FOLDER / "test-resources"
    documents = [
        {
            "name": policy["metadata"]["name"],
            "form": "admission",
            "policy": policy,
            "bindings": _documents(resources / (row["binding"] or "policy-binding.yaml")),
            "params": _documents(resources / row["param"]) if row["param"] else [],
        }
        for policy in policies
        if policy["kind"] == "ValidatingAdmissionPolicy"
    ]
    evaluator = Evaluator(documents)
    assert evaluator.problems == []
    return evaluator


def _verdict(evaluator: Evaluator, manifest: dict[str, Any]) -> str:
    release = {"resources": [manifest], "namespace": "default", "namespaces": {"default": {}}}
    found = evaluator.evaluate(release)
    if not found:
        return "pass"
    if all(verdict["status"] == "unknown" for verdict in found):
        return "unknown"
    return "fail" if any("Deny" in verdict["actions"] for verdict in found) else "warn"


@pytest.mark.skipif(not ORACLES, reason="CATALOGC_ORACLES does not name the folder")
def test_every_verdict_of_the_api_server() -> None:
    lines = (FOLDER / "expected.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    evaluators: dict[tuple[str, ...], Evaluator] = {}
    answers: Counter[bool] = Counter()
    different = []
    for row in rows:
        key = (row["policy"], row["param"], row["binding"])
        evaluator = evaluators.setdefault(key, evaluators.get(key) or _evaluator(row))
        found = _verdict(evaluator, row["object"])
        answers[found == row["expected"]] += 1
        if found != row["expected"]:
            different.append((row["control"], row["name"], row["expected"], found))
    assert different == []
    assert answers == {True: 628}
