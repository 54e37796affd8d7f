"""Rules judge leaves of any shape, and point into the texts that they read."""

import json
import random
from dataclasses import replace

import pytest

from catalogc.model.leaf import Leaf, LeafId
from catalogc.model.policy import Policy
from catalogc.model.release import Release
from catalogc.model.values import Origin, Values
from catalogc.parse.document import parse_document
from catalogc.pipeline import compile_catalog
from catalogc.resolve.layers import coalesce
from catalogc.rules import RULES
from catalogc.rules.base import Context
from cli.conftest import web_leaf
from repository import make_repository

TEXTS = (
    *("", "x", "-x", "a\n", "a\nb", "default", "latest", "*.", "*.example.com", "example.com"),
    *("../", "/secret/web/x", "kube-system", "web", "one", "web/one", "{{ x }}", "<your-x>"),
    *("sh", "-c", "--token", "1Gi", "512m", "sha256:", "\u00e9", "TOKEN", "9" * 400),
)
SCALARS = (*TEXTS, None, True, False, 0, -1, 1, 65, 1 << 70, 1.5, -0.0)
ROUNDS = 60


@pytest.fixture(scope="module")
def catalog(tmp_path_factory):
    leaves = {
        "catalog/web/one/dev.yaml": web_leaf("one"),
        "catalog/web/two/dev.yaml": web_leaf("two"),
    }
    root = make_repository(tmp_path_factory.mktemp("shapes"), leaves)
    return compile_catalog(root, prepare=None, select=lambda _: True).catalog


def _anything(chance, depth=0):
    kind = chance.random()
    if kind < 0.6 or depth > 2:
        return chance.choice(SCALARS)
    size = range(chance.randrange(3))
    if kind < 0.8:
        return [_anything(chance, depth + 1) for _ in size]
    return {chance.choice(TEXTS): _anything(chance, depth + 1) for _ in size}


def _like(schema, chance, depth=0):
    """Return fields of a schema, most of them where they belong, with values of any type."""
    fields, items = schema.get("properties"), schema.get("items")
    if fields and (depth == 0 or chance.random() < 0.9):
        return {
            name: _like(part, chance, depth + 1)
            for name, part in fields.items()
            if chance.random() < 0.7
        }
    if isinstance(items, dict) and chance.random() < 0.8:
        return [_like(items, chance, depth + 1) for _ in range(chance.randrange(4))]
    return _anything(chance)


def _release(adapter, data, name, like):
    text = json.dumps(data)
    document = parse_document(f"catalog/{name}.yaml", text.encode()).value
    assert document is not None
    values = Values(document.data, {(): Origin(document, ())})
    defaults = adapter.chart.defaults
    below = Values(defaults.data, {(): Origin(defaults, ())})
    identity = LeafId("dev", "web", name)
    leaf = Leaf(identity, adapter.workload_type, document, values)
    return Release(leaf, adapter, like.environment, coalesce(values, below))


@pytest.mark.parametrize(
    "kind", ["BASIC_CONTAINER_LOAD", "GPU_CONTAINER_LOAD", "OLLAMA_INFERENCE_LOAD", "HELM_RELEASE"]
)
def test_no_rule_fails(catalog, kind):
    adapter = catalog.adapters[kind]
    chance = random.Random(kind)
    judged = 0
    for _ in range(ROUNDS):
        releases = tuple(
            _release(adapter, _like(adapter.schema, chance), name, catalog.releases[0])
            for name in ("one", "two")
        )
        judged += sum(1 for _ in _findings(replace(catalog, releases=releases)))
    assert judged > ROUNDS  # the shapes reach what the rules look at


def _findings(catalog):
    for rule in RULES:
        policy = Policy(rule.slug, rule.slug)
        context = Context(catalog.config, catalog.clusters, policy, rule.severity)
        if rule.check:
            for release in catalog.releases:
                yield from rule.check(release, context)
        if rule.check_catalog:
            yield from rule.check_catalog(catalog, context)
