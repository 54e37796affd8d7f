"""Rules over rendered objects: manifests, and exactly the findings that they get."""

import random
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from catalogc.model.catalog import RenderedRelease
from catalogc.model.finding import Severity
from catalogc.model.lint import Profile
from catalogc.model.policy import Policy
from catalogc.model.resource import Resource
from catalogc.model.resource_index import ResourceIndex
from catalogc.model.source import format_path
from catalogc.pipeline import compile_catalog
from catalogc.render.manifests import read_manifests
from catalogc.rules import RULES, RULES_BY_SLUG
from catalogc.rules.base import Context, Rule
from catalogc.rules.shared.examples import PLAIN, example_chart
from catalogc.validate.resource_rules import check_rendered
from repository import make_repository

FOLDER = Path(__file__).parent / "resource_rules"
CASES = [
    pytest.param(file.stem.replace("_", "-"), case, id=f"{file.stem}: {case['name']}")
    for file in sorted(FOLDER.glob("*.yaml"))
    for case in yaml.safe_load(file.read_text("utf-8"))
]
LEAVES = {
    "catalog/web/shop/dev.yaml": PLAIN,
    "catalog/web/other/dev.yaml": PLAIN.replace("shop", "other"),
    "catalog/web/shop/prod.yaml": PLAIN.replace("dev", "prod"),
}


@pytest.fixture(scope="module")
def catalog(tmp_path_factory):
    root = make_repository(tmp_path_factory.mktemp("rendered"), {**example_chart(), **LEAVES})
    shutil.rmtree(root / "policies")
    return compile_catalog(root, prepare=None, select=lambda _: True).catalog


def _rendered(catalog, name, text, environment="dev"):
    (release,) = [
        item
        for item in catalog.releases
        if (item.name, item.environment.name) == (name, environment)
    ]
    rows = read_manifests([("plain/templates/plain.yaml", text)], "plain")
    return RenderedRelease(release, tuple(Resource(*row) for row in rows))


def _context(catalog, rule, version=None):
    config = replace(catalog.config, kubernetes_version=version or "1.34")
    policy = Policy(rule.slug, rule.slug)
    return Context(config, {}, policy, rule.severity, Profile.STRICT)


def _shown(finding):
    kind = f"{finding.resource.kind}/{finding.resource.name}"
    level = "unknown" if finding.unknown else finding.severity
    return f"{level} {kind} {format_path(finding.path)}"


def _judge(catalog, rule, case):
    """Judge ``manifests``; ``others`` are of another release, ``apart`` of another environment."""
    mine = _rendered(catalog, "shop", case["manifests"])
    near = _rendered(catalog, "other", case.get("others", ""))
    apart = _rendered(catalog, "shop", case.get("apart", ""), "prod")
    whole = ["dev", "prod"] if case.get("complete", True) else ()
    index = ResourceIndex.of([mine, near, apart], whole)
    context = _context(catalog, rule, case.get("kubernetes"))
    checked = check_rendered([mine], index, [(rule, context)])
    assert checked.crashes == []
    return checked.findings


@pytest.mark.parametrize(("slug", "case"), CASES)
def test_findings(catalog, slug, case):
    findings = _judge(catalog, RULES_BY_SLUG[slug], case)
    assert [_shown(finding) for finding in findings] == case.get("findings", [])
    assert all(finding.rule == slug and finding.help for finding in findings)
    for field in ("message", "label", "help"):
        if field in case:
            assert getattr(findings[0], field) == case[field]
    if "also" in case:
        assert [format_path(path) for path in findings[0].also] == case["also"]
    if "related" in case:
        related = [
            f"{label.resource.kind}/{label.resource.name} {format_path(label.path)}"
            for label in findings[0].related
        ]
        assert related == case["related"]


def test_every_rule_of_objects_has_cases():
    named = {file.stem.replace("_", "-") for file in FOLDER.glob("*.yaml")}
    ours = {
        rule.slug
        for rule in RULES
        if rule.check_resources and rule.check_resources.__module__.startswith("catalogc.rules.")
    }
    assert named == ours


def test_every_rule_has_cases_with_and_without_findings():
    for file in FOLDER.glob("*.yaml"):
        cases = yaml.safe_load(file.read_text("utf-8"))
        assert {bool(case.get("findings")) for case in cases} == {True, False}, file.name


def test_a_policy_sets_the_severity_and_a_rule_that_fails_takes_nothing_away(catalog):
    def fails(rendered, _index, _context):
        yield from ()
        raise RuntimeError(rendered.release.name)

    broken = Rule("broken", "fails", check_resources=fails)
    mine = _rendered(catalog, "shop", "apiVersion: v1\nkind: Service\nmetadata: {name: A}\n")
    rule = RULES_BY_SLUG["object-name"]
    policy = Policy("names", rule.slug, default=Severity.WARNING, remediation="ask")
    context = replace(_context(catalog, rule), policy=policy)
    index = ResourceIndex.of([mine], ["dev", "prod"])
    in_force = [(broken, _context(catalog, broken)), (rule, context)]
    checked = check_rendered([mine, mine], index, in_force)
    assert [finding.severity for finding in checked.findings] == [Severity.WARNING] * 2
    assert [(crash.rule, crash.leaf) for crash in checked.crashes] == [
        ("broken", mine.release.id)
    ] * 2
    assert str(checked.crashes[0].error) == "shop"


ODD = (None, "", "x", "A b\n", 0, -1, 1.5, True, [], {}, ["x"], [{}], {"a": "b"}, {True: [1]})
ROUNDS = 12


def _parts(node, path=()):
    """Yield the path of every value of a manifest that a schema would have judged."""
    for key, value in node.items() if isinstance(node, dict) else enumerate(node):
        if path or key not in {"apiVersion", "kind"}:
            below = (*path, key)
            if below not in {("metadata",), ("metadata", "name"), ("metadata", "namespace")}:
                yield below
            if isinstance(value, dict | list):
                yield from _parts(value, below)


def _changed(node, path, value):
    if not path:
        return value
    copied = list(node) if isinstance(node, list) else dict(node)
    copied[path[0]] = _changed(node[path[0]], path[1:], value)
    return copied


@pytest.mark.parametrize(("slug", "case"), CASES)
def test_no_shape_of_a_manifest_stops_a_rule(catalog, slug, case):
    chance = random.Random(f"{slug} {case['name']}")
    documents = list(yaml.safe_load_all(case["manifests"]))
    rules = [(rule, _context(catalog, rule)) for rule in RULES if rule.check_resources]
    near = _rendered(catalog, "other", case.get("others", ""))
    for _ in range(ROUNDS):
        changed = [
            _changed(document, chance.choice(parts), chance.choice(ODD))
            if (parts := list(_parts(document)))
            else document
            for document in documents
        ]
        mine = _rendered(catalog, "shop", yaml.safe_dump_all(changed))
        index = ResourceIndex.of([mine, near], ["dev", "prod"])
        assert check_rendered([mine, near], index, rules).crashes == []
