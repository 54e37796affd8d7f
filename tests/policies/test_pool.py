"""Policies that never end or end their process: they are named, and all others are asked."""

import time

import pytest

from catalogc.validate.policy_pool import PolicyPool


def pool(*names):
    policies = [{"name": name} for name in names]
    return PolicyPool(policies, limit=1, budget=0.2, boot="policies.falling_worker")


# Policies, leaves, what fails at which leaf.
CASES = [
    ("none", ["fine", "fails"], ["a", "b"], {}),
    ("slow", ["fails", "slow", "fine"], ["a", "slow", "b"], {1: ["slow"]}),
    ("deadly", ["deadly", "fails"], ["deadly", "a"], {0: ["deadly"]}),
    (
        "both",
        ["deadly", "slow", "fails"],
        ["a", "slow", "deadly"],
        {1: ["slow"], 2: ["deadly"]},
    ),
]


@pytest.mark.parametrize(("policies", "leaves", "expected"), [case[1:] for case in CASES],
                         ids=[case[0] for case in CASES])  # fmt: skip
def test_the_policy_that_falls_is_named(policies, leaves, expected):
    with pool(*policies) as asked:
        assert asked.compile() == ([], [])
        judged = asked.judge([{"leaf": leaf} for leaf in leaves], policies)
        failed = {
            index: [failure.policy for failure in answer.failures]
            for index, answer in enumerate(judged)
            if answer.failures
        }
        assert failed == expected
        if "fails" in policies:
            said = [[verdict["message"] for verdict in answer.verdicts] for answer in judged]
            assert said == [[leaf] for leaf in leaves]
        assert set(asked.failed) == {name for names in expected.values() for name in names}


def test_a_policy_that_fell_is_not_asked_again():
    with pool("slow", "fails") as asked:
        asked.compile()
        asked.judge([{"leaf": "slow"}], asked.names)
        assert asked.names == ("fails",)
        (again,) = asked.judge([{"leaf": "slow"}], ("slow", "fails"))
        assert [verdict["policy"] for verdict in again.verdicts] == ["fails"]
        assert again.failures == []


def test_reasons_are_told():
    with pool("slow", "deadly") as asked:
        asked.compile()
        slow, deadly = asked.judge([{"leaf": "slow"}, {"leaf": "deadly"}], asked.names)
    assert slow.failures[0].reason == "took longer than 0.2 s"
    assert deadly.failures[0].reason == "ended its process: status 3"


def test_a_policy_that_cannot_be_compiled_leaves_the_others():
    with pool("fails", "uncompilable") as asked:
        problems, failures = asked.compile()
        assert problems == []
        assert [failure.policy for failure in failures] == ["uncompilable"]
        (judged,) = asked.judge([{"leaf": "a"}], ("fails", "uncompilable"))
        assert [verdict["policy"] for verdict in judged.verdicts] == ["fails"]


def test_a_policy_that_does_not_compile_is_not_asked():
    with pool("broken", "fails") as asked:
        problems, failures = asked.compile()
        assert [problem["policy"] for problem in problems] == ["broken"]
        assert failures == []
        assert asked.names == ("fails",)


def test_many_releases_keep_their_order():
    leaves = [str(number) for number in range(100)]
    with pool("fails") as asked:
        judged = asked.judge([{"leaf": leaf} for leaf in leaves], asked.names)
    assert [answer.verdicts[0]["message"] for answer in judged] == leaves
    assert asked.evaluated == 100


@pytest.mark.parametrize("limit", [1, 3])
def test_an_endless_policy_costs_the_same_with_many_leaves(limit):
    leaves = ["a"] * 40 + ["slow"] * 600
    policies = [{"name": name} for name in ("slow", "fails")]
    started = time.monotonic()
    with PolicyPool(policies, limit, budget=0.2, boot="policies.falling_worker") as asked:
        asked.compile()
        judged = asked.judge([{"leaf": leaf} for leaf in leaves], ("slow", "fails"))
    # 20 batches hold the leaf: one attempt a worker, and one that tells the policy.
    assert time.monotonic() - started < 10 * 0.2 + 4
    said = [[verdict["message"] for verdict in answer.verdicts] for answer in judged]
    assert said == [[leaf] for leaf in leaves]
    assert [at for at, answer in enumerate(judged) if answer.failures] == [40]
