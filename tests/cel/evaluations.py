"""Runs the cases of the YAML files beside it."""

from pathlib import Path
from typing import Any

import yaml

from catalogc.cel.evaluator import Evaluator

HERE = Path(__file__).parent
EVERYTHING = [{"apiGroups": ["*"], "apiVersions": ["*"], "operations": ["*"], "resources": ["*"]}]
DEPLOYMENT = {
    "apiVersion": "apps/v1",
    "kind": "Deployment",
    "metadata": {"name": "web", "labels": {"app": "web"}},
    "spec": {"replicas": 3},
}
RESOURCES = [
    DEPLOYMENT,
    {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": "web"},
        "spec": {"type": "NodePort"},
    },
]
RELEASE = {
    "leaf": {"container": {"replicas": 3}},
    "values": {
        "container": {"replicas": 3, "image": "web", "ports": [79, 80], "more": [8080]},
    },
    "environment": {"name": "dev", "production": False},
    "cluster": None,
    "namespace": "ml",
    "namespaces": {"ml": {"team": "ml"}},
    "kubernetesVersion": "1.34",
}


def cases(name: str) -> list[dict[str, Any]]:
    """Return the cases of one file."""
    loaded: list[dict[str, Any]] = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    return loaded


def admission(case: dict[str, Any]) -> dict[str, Any]:
    """Return the policy of a case."""
    spec = {"matchConstraints": {"resourceRules": EVERYTHING}, **case.get("spec", {})}
    binding = {"metadata": {"name": "b"}, "spec": case.get("binding", {})}
    return {
        "name": "policy",
        "form": "admission",
        "policy": {"spec": {**spec, "validations": case["validations"]}},
        "bindings": [] if case.get("unbound") else [binding],
        "params": case.get("params", []),
    }


def expression(case: dict[str, Any]) -> dict[str, Any]:
    """Return the policy of a case."""
    spec = {**case.get("spec", {}), "validations": case["validations"]}
    return {"name": "policy", "form": "expression", "spec": spec}


def verdicts(policy: dict[str, Any], case: dict[str, Any]) -> list[dict[str, Any]]:
    """Judge the object of a case, or a Deployment and a Service."""
    evaluator = Evaluator([policy])
    assert evaluator.problems == []
    given = {key: case[key] for key in RELEASE if key in case}
    only = [case.get("object", DEPLOYMENT)] if policy["form"] == "admission" else RESOURCES
    return evaluator.evaluate({**RELEASE, **given, "resources": only})
