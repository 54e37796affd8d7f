"""Fixes of names and of single values: what they write, and that the finding is gone then."""

import pytest

from catalogc.fix.splice import splice
from catalogc.rules import RULES
from repository import STAGES, lint, make_repository

HEAD = """\
workloadType: BASIC_CONTAINER_LOAD
serviceName: shop
serviceCatalog: web
namespace: web
environment: dev
container:
  image: {repository: ghcr.io/acme/shop, tag: 1.4.2}
"""
LEAF = "catalog/web/shop/dev.yaml"

# Rule, what is wrong in the leaf: old and new text; what the fix makes of the new text.
CASES = [
    ("unknown-field", ("container:", "contianer:"), "container:"),
    ("unknown-field", ("  image:", "  'imgae':"), "  'image':"),
    ("workload-type", ("BASIC_CONTAINER_LOAD", "BASIC_CONTAINR_LOAD"), "BASIC_CONTAINER_LOAD"),
    ("workload-type", ("workloadType:", "worklaodType:"), "workloadType:"),
    ("unknown-environment", ("environment: dev", "environment: prd"), "environment: prod"),
    ("unknown-environment", (": dev", ': "stagin"'), ': "staging"'),
    ("catalog-owned", ("serviceCatalog: web", "serviceCatalog: wbe"), "serviceCatalog: web"),
    ("wrong-type", ("tag: 1.4.2", "tag: 14"), 'tag: "14"'),
    ("wrong-type", ("tag: 1.4.2", "tag: true"), 'tag: "true"'),
    (
        "ambiguous-scalar",
        ("environment: dev\n", "environment: dev\npodDisruptionBudget: {enabled: no}\n"),
        "environment: dev\npodDisruptionBudget: {enabled: false}\n",
    ),
    (
        "ambiguous-scalar",
        ("environment: dev\n", "environment: dev\nhpa: {minReplicas: 010}\n"),
        "environment: dev\nhpa: {minReplicas: 8}\n",
    ),
    (
        "invalid-value",
        ("  image:", "  secretStore: {kind: clusterSecretStore}\n  image:"),
        "  secretStore: {kind: ClusterSecretStore}\n  image:",
    ),
]  # fmt: skip


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return make_repository(tmp_path_factory.mktemp("fixes"), {LEAF: HEAD})


@pytest.mark.parametrize(("rule", "change", "fixed"), CASES)
def test_a_fix_writes_what_was_meant_and_the_finding_is_gone(root, rule, change, fixed):
    old, new = change
    text = HEAD.replace(old, new, 1)
    (root / LEAF).write_text(text, "utf-8")
    findings = [item for item in lint(root, STAGES) if item.rule == rule]
    assert [len(item.fixes) for item in findings] == [1]
    (file,) = splice(findings[0].fixes).files
    assert file.text == HEAD.replace(old, fixed, 1)
    (root / LEAF).write_text(file.text, "utf-8")
    assert rule not in {item.rule for item in lint(root, STAGES)}


@pytest.mark.parametrize(
    "change",
    [
        ("container:", "contianer:\n  x: 1\ncontainer:"),  # the right name is there
        ("tag: 1.4.2", "tag: !!int 3"),
        ("serviceCatalog: web", "serviceCatalog: something-else-altogether"),
    ],
)
def test_where_nothing_is_certain_there_is_no_fix(root, change):
    (root / LEAF).write_text(HEAD.replace(*change, 1), "utf-8")
    findings = lint(root, STAGES)
    assert findings
    assert [item.rule for item in findings if item.fixes] == []


def test_at_least_a_dozen_rules_are_fixable():
    assert len([rule for rule in RULES if rule.fixable]) >= 12
