"""Which fields of a leaf an evaluation is given."""

import pytest

from catalogc.cel.evaluator import Evaluator
from catalogc.cel.expressions import read_fields

# expression -> fields of values that are read; None for all
READS = {
    "values.a.b > 1 && values.c == 2": {"a", "c"},
    "has(values.a) && values.?b.orValue(true)": {"a", "b"},
    "environment.production ?values.a : values . b": {"a", "b"},
    "values.size() > 3": None,
    "'a' in values": None,
    "values['a'] == 1 && values.b == 2": None,
    "values == leaf": None,
    "values.exists(key, key == 'a')": None,
    "variables.values.a == 1": set(),
    "object.?values.a == 1": set(),
    "myvalues.a + valuesof.b": set(),
}


@pytest.mark.parametrize("expression", READS)
def test_fields_that_are_read(expression):
    spec = {"variables": [{"name": "x", "expression": expression}]}
    assert read_fields([spec])["values"] == READS[expression]


WHOLE = [
    ("size(values) == 3", True),
    ("values.exists(key, key == 'b')", True),
    ("has(values.b)", True),
    ("has(values.z)", False),
    ("values.a.c == 2 && !has(values.z)", True),
]


@pytest.mark.parametrize(("expression", "passes"), WHOLE)
def test_an_expression_sees_what_it_asks_for(expression, passes):
    policy = {"name": "p", "form": "expression"}
    policy["spec"] = {"validations": [{"expression": expression}]}
    values = {"a": {"c": 2}, "b": [1], "d": None}
    assert (Evaluator([policy]).evaluate({"values": values}) == []) is passes
