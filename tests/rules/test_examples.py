"""Each rule's bad leaf gets its finding, and its good leaf gets none of any rule."""

from datetime import date

import pytest
import yaml

from catalogc.fix.splice import splice
from catalogc.model.finding import Severity
from catalogc.model.lint import LintRequest, Profile
from catalogc.pipeline import Backend
from catalogc.render.engine import EngineRenderer
from catalogc.render.protocol import RenderSettings
from catalogc.rules import RULES
from catalogc.rules.base import Scope
from repository import lint, make_repository, written

NO_EXAMPLE = {
    "backstage-entity": "it is about entities, which are no leaves",
    "broken-chart": "it is about a chart's files, whatever a leaf says",
    "dangling-toggle": "it is about a chart by itself",
    "drift": "it is about committed output",
    "duplicate-adapter": "it is about the Backstage tree",
    "duplicate-cluster": "it is about inventories",
    "encoding": "no text of a leaf is anything but UTF-8",
    "kubeconform": "its tests run the program, which need not be there",
    "invalid-policy": "it is about policies",
    "missing-default": "it is about a chart by itself",
    "missing-chart": "it is about the Backstage tree",
    "missing-file": "it is about the Backstage tree",
    "outside-root": "it is about the Backstage tree",
    "policy-error": "it is about policies",
    "render-crash": "the leaf would take seconds, and the engine down",
    "render-timeout": "the leaf would take as long as the deadline",
    "symlink": "no text of a leaf is a link",
    "target-revision-head": "it is about catalogc.yaml",
    "template-crash": "it is about a chart by itself",
    "too-large": "the leaf would be too long to read",
    "undeclared-value": "it is about a chart by itself",
    "unknown-rule": "it is about policies and catalogc.yaml",
    "unreadable-file": "it is about permissions and disks",
    "unused-adapter": "it is about the Backstage tree",
}
EXAMPLES = [pytest.param(rule, id=rule.slug) for rule in RULES if rule.bad]
TODAY = date(2026, 7, 1)
PLACE = ("serviceCatalog", "serviceName", "environment")
UNREADABLE = "catalog/web/shop/dev.yaml"


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return make_repository(tmp_path_factory.mktemp("examples"))


@pytest.fixture(scope="module")
def prepare():
    """Start the engine once for all rules of what is rendered."""
    with EngineRenderer(RenderSettings(jobs=1)) as renderer:
        yield lambda _: Backend(renderer)


@pytest.mark.parametrize("rule", EXAMPLES)
def test_the_bad_leaf_gets_the_finding(root, prepare, rule):
    findings = _judge(root, rule, rule.bad, prepare)
    assert rule.slug in {finding.rule for finding in findings}


@pytest.mark.parametrize("rule", EXAMPLES)
def test_the_good_leaf_gets_no_finding(root, prepare, rule):
    findings = _judge(root, rule, rule.good, prepare)
    assert [
        f"{finding.rule}: {finding.message}"
        for finding in findings
        if finding.rule == rule.slug or finding.severity is not Severity.INFO
    ] == []


@pytest.mark.parametrize("rule", [item for item in EXAMPLES if item.values[0].fixable])
def test_the_bad_leaf_is_fixed_and_stays_so(root, prepare, rule):
    """A fixed leaf has no finding of the rule, and fixing it again changes nothing."""
    text, fixes = rule.bad, _fixes(root, rule, rule.bad, prepare)
    assert {fix.applicability for fix in fixes} == {rule.fixable}
    for _ in range(3):
        (file,) = splice(fixes).files
        assert file.text != text
        text = file.text
        fixes = _fixes(root, rule, text, prepare)
        if not fixes:
            break
    assert fixes == []
    assert rule.slug not in {item.rule for item in _judge(root, rule, text, prepare)}


def _fixes(root, rule, text, prepare):
    found = _judge(root, rule, text, prepare)
    return [finding.fixes[0] for finding in found if finding.rule == rule.slug and finding.fixes]


def test_every_rule_has_examples_or_a_reason():
    assert NO_EXAMPLE.keys() <= {rule.slug for rule in RULES}
    assert {rule.slug for rule in RULES if not rule.bad} <= NO_EXAMPLE.keys()
    assert not {rule.slug for rule in RULES if rule.bad} & NO_EXAMPLE.keys()
    assert all(bool(rule.bad) == bool(rule.good) for rule in RULES)


def test_examples_are_short():
    long = {rule.slug for rule in RULES for text in (rule.bad, rule.good) if text.count("\n") > 16}
    assert long == set()


def _judge(root, rule, text, prepare):
    is_rendered = rule.scope is Scope.RESOURCE
    profile = Profile.STRICT if rule.profile is Profile.STRICT else None
    request = LintRequest(profile=profile, today=TODAY)
    with written(root, {**rule.files, _path(text): text}):
        return lint(root, request, prepare if is_rendered else None)


def _path(text):
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError:
        return UNREADABLE
    catalog, service, environment = (data.get(field) for field in PLACE)
    known = all(isinstance(part, str) for part in (catalog, service, environment))
    return f"catalog/{catalog}/{service}/{environment}.yaml" if known else UNREADABLE
