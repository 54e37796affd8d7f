"""No rule fails on a leaf of any shape, and fixes of amounts make amounts that can be meant."""

import copy
import random

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from catalogc.pipeline import compile_catalog
from catalogc.rules import RULES
from catalogc.rules.shared.amounts import Kind, amount_of, nonsense
from catalogc.rules.shared.images import moves
from repository import make_repository

SCALARS = (None, True, 0, 1, -1, 60, 1.5, 10**4000, float("inf"), "", "x", "512m", "latest", "\x85")
COLLECTIONS = ([], {}, [1], {"a": 1}, [{}], [[]], {"": None})
NO_AMOUNTS = (None, True, "", "word", "1 Gi", "-", [], {}, 10**5000, float("nan"), 1j)
LEAVES = 6
"""Of each rule's two examples; each is changed in one to three places."""


def _readable(text):
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError:
        return None
    return data if isinstance(data, dict) else None


EXAMPLES = [data for rule in RULES for text in (rule.bad, rule.good) if (data := _readable(text))]


def test_rules_bear_leaves_of_any_shape(tmp_path):
    root = make_repository(tmp_path)
    chance = random.Random(7)
    count = 0
    for example in EXAMPLES:
        for _ in range(LEAVES):
            changed = yaml.safe_load(yaml.safe_dump(example))
            for _ in range(chance.randint(1, 3)):
                _change(changed, chance)
            count += 1
            text = yaml.safe_dump(changed)
            (root / f"catalog/leaf-{count}.yaml").write_text(text, encoding="utf-8")
    result = compile_catalog(root, prepare=None, select=lambda _: True)
    assert [f"{crash.rule}: {crash.error!r}" for crash in result.crashes] == []
    assert len({finding.rule for finding in result.findings}) > 20


def _change(data, chance):
    """Put something else in one place, anywhere below a mapping or list."""
    places = list(_places(data))
    node, key = chance.choice(places)
    if isinstance(node, dict) and key == "workloadType":
        node["container"] = copy.deepcopy(chance.choice(COLLECTIONS))
    else:
        node[key] = copy.deepcopy(chance.choice((*SCALARS, *COLLECTIONS)))


def _places(node):
    keys = node if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
    for key in keys:
        yield node, key
        yield from _places(node[key])


@given(
    st.sampled_from(Kind), st.from_regex(r"[0-9]{1,6}(\.[0-9]{1,3})?[mkMGTP]?i?", fullmatch=True)
)
def test_what_was_meant_can_be_meant(kind, text):
    wrong = nonsense(kind, text)
    if wrong and wrong.instead and amount_of(wrong.instead):
        again = nonsense(kind, wrong.instead)
        assert again is None or (not again.instead and again.label == "too much")


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("value", NO_AMOUNTS, ids=lambda value: type(value).__name__)
def test_what_is_no_amount_is_not_judged(kind, value):
    assert nonsense(kind, value) is None


@given(
    st.from_regex(r"v?[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}(-(alpine|stable|edge))?", fullmatch=True)
)
def test_versions_do_not_move(tag):
    assert not moves(tag)
