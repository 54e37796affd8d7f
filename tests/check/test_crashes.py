"""A rule that fails is a bug: exit code 4 with its name and leaf, and nothing else is lost."""

from dataclasses import replace

import pytest

from catalogc.cli.boundary import run_guarded
from catalogc.cli.command import catalogc
from catalogc.rules import RULES_BY_SLUG
from repository import make_repository

PHI = """\
workloadType: OLLAMA_INFERENCE_LOAD
serviceName: phi
serviceCatalog: ml-inference
namespace: ml-workloads
environment: dev
model: phi:latest
"""


@pytest.fixture
def root(tmp_path):
    return make_repository(tmp_path, {"catalog/ml-inference/phi/dev.yaml": PHI})


def fail(*_):
    message = "no such thing"
    raise LookupError(message)
    yield


@pytest.mark.parametrize(
    ("check", "leaf"),
    [("check", " for leaf ml-inference/phi (dev)"), ("check_catalog", "")],
)
def test_a_failing_rule(root, monkeypatch, capsys, check, leaf):
    rule = replace(RULES_BY_SLUG["gpu-capacity"], check=None)
    monkeypatch.setitem(RULES_BY_SLUG, "gpu-capacity", replace(rule, **{check: fail}))
    arguments = ["lint", "--no-render", "--format", "concise", "--root", str(root)]
    assert run_guarded(catalogc, arguments) == 4
    said = capsys.readouterr()
    assert said.err == f"catalogc: a bug in rule gpu-capacity{leaf}: LookupError: no such thing\n"
    assert "[model-revision]" in said.out
