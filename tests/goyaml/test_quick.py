"""The quick way and the thorough way read the same, and their places are the same."""

import pytest
import yaml

from catalogc.goyaml import compose as module
from catalogc.goyaml.compose import MAX_DEPTH, MAX_NODES, SyntaxProblemError, TooLargeError, compose
from catalogc.goyaml.quick import quick_data
from goyaml.generate import documents, scalars

PLAIN_LEAF = """\
workloadType: BASIC_CONTAINER_LOAD
container: {port: 8080, image: {tag: "1.2"}}
list:
  - a
  - {b: null, c: 1.5}
text: |
  two
  lines
"""
ODD = [
    "a: 1\na: 2\n",
    "a: no\n",
    "a: 0644\n",
    "no: 1\n",
    "<<: {a: 1}\n",
    "a: &x 1\nb: *x\n",
    "a: !!str 1\n",
    "a: ! b\n",
    "a: .inf\n",
    "[1]: 2\n",
    "{a: b}: 2\n",
    "? - x\n: y\n",
    "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1),
    "[" + "a," * MAX_NODES + "]",
]


def thorough(text):
    try:
        return [(part.data, dict(part.spans), part.anomalies) for part in module._compose(text)]
    except (yaml.YAMLError, TooLargeError):
        return None


def test_a_plain_text_goes_the_quick_way():
    (data,) = quick_data(PLAIN_LEAF, MAX_DEPTH, MAX_NODES)
    assert data["container"] == {"port": 8080, "image": {"tag": "1.2"}}
    (composed,) = compose(PLAIN_LEAF)
    assert dict(composed.spans) == dict(module._compose(PLAIN_LEAF)[0].spans)
    assert len(composed.spans) == len(list(composed.spans)) == 12


@pytest.mark.parametrize("text", ODD)
def test_what_is_odd_does_not(text):
    assert quick_data(text, MAX_DEPTH, MAX_NODES) is None


@pytest.mark.parametrize("text", ["a: [", "\t- a", "a: 'b"])
def test_what_is_not_yaml_is_told(text):
    with pytest.raises(SyntaxProblemError):
        compose(text)


def generated():
    yield from (f"key: {scalar}\n" for scalar in scalars(600))
    yield from (f"{scalar}: 1\n" for scalar in scalars(600))
    yield from documents(400)


def test_both_ways_agree():
    quick = 0
    for text in generated():
        expected = thorough(text)
        if expected is None:
            continue
        found = quick_data(text, MAX_DEPTH, MAX_NODES)
        if found is None:
            continue
        quick += 1
        assert found == [data for data, _, _ in expected], text
        assert [repr(data) for data in found] == [repr(data) for data, _, _ in expected], text
        assert all(not anomalies for _, _, anomalies in expected), text
        assert [dict(part.spans) for part in compose(text)] == [spans for _, spans, _ in expected]
    assert quick > 300
