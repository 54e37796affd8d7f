"""Whatever an object is, an evaluation ends with an answer."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogc.cel.evaluator import Evaluator
from cel import evaluations

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
FIELDS = st.sampled_from(["spec", "containers", "image", "metadata", "labels", "a", "name"])
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(FIELDS | st.text(), inner),
    max_leaves=12,
)
VALIDATIONS = [
    "object.spec.containers.all(c, c.image.startsWith('r/') && !has(c.zz.yy))",
    "variables.all.exists(c, c.name == 'x') ? has(object.metadata.labels.a) : object.a > 1",
    "object.?metadata.?labels.?a.orValue('') == 'b'",
    "quantity(object.a).isGreaterThan(quantity('1')) || object.spec.containers.sum() > 1",
    "object.metadata.labels.all(k, v, v.find(k) != '' && ip(v).isLoopback())",
    "[object.a].indexOf(object.spec) == 0 && format.uri().validate(object.a).hasValue()",
    "object.metadata.labels.transformMap(k, v, v)[object.a] == url(object.a).getHost()",
]
SPEC = {"variables": [{"name": "all", "expression": "object.spec.containers + object.spec.a"}]}
POLICIES = [
    evaluations.admission({"spec": SPEC, "validations": [{"expression": text}]})
    for text in VALIDATIONS
] + [
    evaluations.expression({"validations": [{"expression": text.replace("object", "values")}]})
    for text in VALIDATIONS[3:]
]
EVALUATOR = Evaluator(POLICIES)


def test_the_policies_are_valid() -> None:
    assert EVALUATOR.problems == []


@settings(max_examples=60, deadline=None)
@given(JSON, st.dictionaries(FIELDS, JSON))
def test_any_object_gets_an_answer(anything: Any, manifest: dict[str, Any]) -> None:
    known = {"apiVersion": "v1", "kind": "ConfigMap", **manifest}
    release = {"resources": [anything, manifest, known], "values": manifest, "namespaces": anything}
    for verdict in EVALUATOR.evaluate({**evaluations.RELEASE, **release}):
        assert verdict["status"] in ("fail", "error", "unknown")
        assert verdict["message"]


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.sampled_from(["spec", "bindings", "policy", "params", "name"]), JSON))
def test_any_policy_is_read(document: dict[str, Any]) -> None:
    for form in ("admission", "expression"):
        Evaluator([{**document, "form": form}]).evaluate(evaluations.RELEASE)


HARD = [
    ("'" + "a" * 5000 + "b'", ".matches('(a+)+$') == false"),
    ("'" + "a" * 5000 + "'", ".find('(a*)*b') == ''"),
]


@pytest.mark.parametrize(("text", "rest"), HARD, ids=["matches", "find"])
def test_regular_expressions_are_linear(text: str, rest: str) -> None:
    case = {"validations": [{"expression": text + rest}]}
    assert evaluations.verdicts(evaluations.admission(case), {}) == []


def test_an_expression_that_is_nested_too_deep_is_a_problem() -> None:
    case = {"validations": [{"expression": "(" * 3000 + "true" + ")" * 3000}]}
    evaluator = Evaluator([evaluations.admission(case)])
    assert len(evaluator.problems) == 1


CRASHES = [
    "[variables.m].indexOf(variables.m) == 0",
    "object.l.indexOf([[variables.m]]) == 0",
    "{'x': variables.m}.transformMap(k, v, v).x.a.hasValue()",
    "{'x': variables.m}.transformMapEntry(k, v, {k: v}).x.a.hasValue()",
    "[object.?a].map(o, {'a': o}).lastIndexOf(1) == 0",
]


@pytest.mark.parametrize("text", CRASHES)
def test_what_would_crash_the_engine_is_unknown(text: str) -> None:
    spec = {"variables": [{"name": "m", "expression": "{'a': object.?spec}"}]}
    case = {"spec": spec, "validations": [{"expression": text}]}
    [verdict] = evaluations.verdicts(evaluations.admission(case), {})
    assert verdict["status"] == "unknown"
