"""What is remembered of valid policies: it saves work and changes no answer."""

import pytest

from catalogc.validate.policy_pool import PolicyPool
from catalogc.validate.right_policies import RightPolicies


def policy(expression, name="p"):
    return {"name": name, "form": "expression", "spec": {"validations": [expression]}}


VALID = policy({"expression": "values.replicas < 3"})
INVALID = [
    ("a wrong name", {"expression": "value.replicas < 3"}, "is not known before deployment"),
    ("no expression", {"expression": 3}, "expression is no text"),
    ("no CEL", {"expression": "values.replicas <"}, "ended its process: "),
]


@pytest.mark.parametrize(
    ("changed", "known"),
    [
        ({}, True),
        ({"name": "q"}, True),
        ({"spec": {"validations": [{"expression": "values.replicas < 4"}]}}, False),
        ({"form": "admission"}, False),
    ],
    ids=["the same", "another name", "another expression", "another form"],
)
def test_a_policy_is_known_by_what_is_compiled(tmp_path, changed, known):
    right = RightPolicies.of({"XDG_CACHE_HOME": str(tmp_path)})
    assert right.marked(VALID) == VALID
    right.remember([VALID])
    assert right.marked(VALID | changed).get("right", False) is known
    (file,) = (tmp_path / "catalogc" / "policies").iterdir()
    assert file.read_bytes() == b""


@pytest.mark.parametrize(
    "variables",
    [{}, {"HOME": "/dev/null"}, {"HOME": "here"}, {"HOME": "/", "CATALOGC_CACHE": "off"}],
    ids=["no home", "no folder", "no absolute path", "switched off"],
)
def test_there_may_be_no_cache(variables):
    right = RightPolicies.of(variables)
    right.remember([VALID])
    assert right.marked(VALID) == VALID


def judged(given, replicas):
    with PolicyPool([given], limit=1) as pool:
        assert pool.compile() == ([], [])
        (answer,) = pool.judge([{"values": {"replicas": replicas}}], [given["name"]])
    return answer


@pytest.mark.parametrize("replicas", [2, 3, "x"])
def test_a_known_policy_says_the_same(replicas):
    assert judged(VALID | {"right": True}, replicas) == judged(VALID, replicas)


@pytest.mark.parametrize(("expression", "why"), [case[1:] for case in INVALID],
                         ids=[case[0] for case in INVALID])  # fmt: skip
def test_a_cache_that_lies_lets_nothing_pass(expression, why):
    answer = judged(policy(expression) | {"right": True}, 2)
    said = [verdict["message"] for verdict in answer.verdicts]
    said += [failure.reason for failure in answer.failures]
    assert len(said) == 1
    assert why in said[0]
