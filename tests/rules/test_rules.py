"""Every rule's cases: one leaf each, and exactly the findings that it gets."""

from pathlib import Path

import pytest
import yaml

from catalogc.rules import RULES
from repository import lint, make_repository, place

FOLDER = Path(__file__).parent
CASES = [
    pytest.param(case, id=f"{file.stem}: {case['name']}")
    for file in sorted(FOLDER.glob("*.yaml"))
    for case in yaml.safe_load(file.read_text("utf-8"))
]
LEAF = "catalog/case.yaml"
HEAD = """\
workloadType: {type}
serviceName: case
serviceCatalog: {catalog}
# A head of eight lines, shared by
# all cases, so that a case is short.
namespace: ml-workloads
environment: {environment}
{vault}
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return make_repository(tmp_path_factory.mktemp("rules"))


@pytest.mark.parametrize("case", CASES)
def test_findings(root, case):
    kind = case.get("type", "ML_INFERENCE_LOAD")
    vault = case.get("vault", "{hfTokenPath: /secret/shared/huggingface/token}")
    head = HEAD.format(
        type=kind,
        catalog=case.get("catalog", "ml-inference"),
        environment=case.get("environment", "dev"),
        vault=f"vault: {vault}" if kind == "ML_INFERENCE_LOAD" else "# no token",
    )
    (root / LEAF).write_text(head + case["tail"], encoding="utf-8")
    findings = lint(root)
    shown = [
        f"{place(item).removeprefix(LEAF + ':')} {item.rule} {item.severity}" for item in findings
    ]
    assert shown == case.get("findings", [])
    if "message" in case:
        assert findings[0].message == case["message"]
    if "help" in case:
        assert findings[0].help == case["help"]
    if "related" in case:
        related = [
            f"{label.location.file.path}:{label.location.span.line}:{label.location.span.column}-"
            f"{label.location.span.end_line}:{label.location.span.end_column}"
            for label in findings[0].related
        ]
        assert related == case["related"]
    if "not_shown" in case:
        assert case["not_shown"] not in findings[0].message + findings[0].help + findings[0].label


def test_every_rule_has_cases():
    named = {file.stem.replace("_", "-") for file in FOLDER.glob("*.yaml")}
    assert named == {rule.slug for rule in RULES}


def test_every_rule_is_a_module_of_its_name():
    for rule in RULES:
        assert rule.check.__module__ == f"catalogc.rules.{rule.slug.replace('-', '_')}"
