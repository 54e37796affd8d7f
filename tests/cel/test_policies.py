"""Policies of both forms, and what they say."""

from typing import Any

import pytest

from catalogc.cel.evaluator import Evaluator
from cel import evaluations

ADMISSION = evaluations.cases("admission.yaml")
EXPRESSIONS = evaluations.cases("expressions.yaml")


@pytest.mark.parametrize(
    ("make", "case"),
    [
        *(pytest.param(evaluations.admission, case, id=case["name"]) for case in ADMISSION),
        *(
            pytest.param(evaluations.expression, case, id=f"expression: {case['name']}")
            for case in EXPRESSIONS
        ),
    ],
)
def test_verdicts(make: Any, case: dict[str, Any]) -> None:
    found = evaluations.verdicts(make(case), case)
    looked_at = [
        {key: verdict[key] for key in expected}
        for verdict, expected in zip(found, case["expect"], strict=False)
    ]
    assert looked_at == case["expect"]
    assert len(found) == len(case["expect"]), found


PROBLEMS = [
    ("object.x +", [], "Syntax error", 1, 11),
    ("object.x ==\n  nope", [], "undeclared reference to 'nope'", 2, 3),
    ("bogus(1)", [], "undeclared reference to 'bogus'", 1, 6),
    ("'a' == 1", [], "found no matching overload for '_==_'", 1, 5),
    ("object.spec.paused", [], "must evaluate to bool", 1, 1),
    ("quantity('1') < quantity('2')", [], "found no matching overload for '_<_'", 1, 15),
    ("quantity('1').sign() == 1", [], "undeclared reference to 'sign'", 1, 19),
    ("[1, 'a'].size() == 2", [], "expected all elements of one type", 1, 1),
    ("object.s.matches('(')", [], "invalid matches argument", 1, 1),
    ("math.abs(-1) == 1", [], "undeclared reference to 'math'", 1, 1),
    ("params.x == 1", [], "undeclared reference to 'params", 1, 7),
    ("variables.nope == 1", [], "undefined field 'variables.nope'", 1, 1),
    ("variables.b.x == 1", [{"name": "b", "expression": "true"}], "'bool'", 1, 12),
    ("", [], "expression is no text", 0, 0),
]


@pytest.mark.parametrize(("text", "variables", "message", "line", "column"), PROBLEMS)
def test_problems(text: str, variables: Any, message: str, line: int, column: int) -> None:
    case = {"spec": {"variables": variables}, "validations": [{"expression": text}]}
    evaluator = Evaluator([evaluations.admission(case)])
    [problem] = evaluator.problems
    assert message in problem["message"]
    assert (problem["line"], problem["column"]) == (line, column)
    assert problem["path"] == ["spec", "validations", 0, "expression"]
    release = {**evaluations.RELEASE, "resources": [evaluations.DEPLOYMENT]}
    assert evaluator.evaluate(release) == []


def test_a_condition_cannot_read_variables() -> None:
    spec = {
        "variables": [{"name": "v", "expression": "true"}],
        "matchConditions": [{"name": "c", "expression": "variables.v"}],
    }
    evaluator = Evaluator([evaluations.admission({"spec": spec, "validations": []})])
    [problem] = evaluator.problems
    assert problem["path"] == ["spec", "matchConditions", 0, "expression"]


def test_expressions_are_counted() -> None:
    case = {"validations": [{"expression": "true"}, {"expression": "true"}]}
    evaluator = Evaluator([evaluations.admission(case), evaluations.expression(case)])
    evaluator.evaluate({**evaluations.RELEASE, "resources": evaluations.RESOURCES})
    assert evaluator.evaluated == 2 * 2 + 2
