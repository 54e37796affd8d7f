"""Waivers in leaves: what they accept, and what is said of those that do not."""

from datetime import date

import pytest

from catalogc.fix.splice import splice
from catalogc.model.lint import LintRequest
from catalogc.pipeline import compile_catalog
from repository import make_repository, place, write

LEAF = "catalog/ml-inference/phi/dev.yaml"
HEAD = """\
workloadType: OLLAMA_INFERENCE_LOAD
serviceName: phi
serviceCatalog: ml-inference
namespace: ml-workloads
environment: dev
"""
TODAY = date(2026, 11, 21)

# Name, text below the head (line 6 on), findings, number of suppressed ones.
CASES = [
    ("none", "model: phi:latest\n", ["6:8-6:18 model-revision"], 0),
    (
        "behind the line",
        "model: phi:latest # catalogc: ignore[model-revision] reason=a demo\n",
        [],
        1,
    ),
    (
        "on the line before",
        "# catalogc: ignore[model-revision] reason=a demo\nmodel: phi:latest\n",
        [],
        1,
    ),
    (
        "before other comments",
        "# catalogc: ignore[model-revision] reason=a demo\n\n# the model\nmodel: phi:latest\n",
        [],
        1,
    ),
    (
        "about the file",
        "model: phi:latest\n# catalogc: ignore-file[model-revision] reason=a demo\n",
        [],
        1,
    ),
    (
        "several rules",
        "model: phi:latest # catalogc: ignore[gpu-capacity, model-revision] reason=a demo\n",
        ["6:19-6:81 unused-waiver"],
        1,
    ),
    (
        "until today",
        "model: phi:latest # catalogc: ignore[model-revision] until=2026-11-21 reason=a demo\n",
        [],
        1,
    ),
    (
        "over",
        "model: phi:latest # catalogc: ignore[model-revision] until=2026-11-20 reason=a demo\n",
        ["6:8-6:18 model-revision", "6:19-6:84 expired-waiver"],
        0,
    ),
    (
        "on another line",
        "gpu: {count: 1} # catalogc: ignore[model-revision] reason=a demo\nmodel: phi:latest\n",
        ["6:17-6:65 unused-waiver", "7:8-7:18 model-revision"],
        0,
    ),
    (
        "of another rule",
        "model: phi:latest # catalogc: ignore[gpu-capacity] reason=a demo\n",
        ["6:8-6:18 model-revision", "6:19-6:65 unused-waiver"],
        0,
    ),
    (
        "without a reason",
        "model: phi:latest # catalogc: ignore[model-revision]\n",
        ["6:8-6:18 model-revision", "6:19-6:53 invalid-waiver"],
        0,
    ),
    (
        "with an empty reason",
        "model: phi:latest # catalogc: ignore[model-revision] reason= \n",
        ["6:8-6:18 model-revision", "6:19-6:61 invalid-waiver"],
        0,
    ),
    (
        "of no rule",
        "model: phi:latest # catalogc: ignore[] reason=a demo\n",
        ["6:8-6:18 model-revision", "6:19-6:53 invalid-waiver"],
        0,
    ),
    (
        "of a rule that does not exist",
        "model: phi:latest # catalogc: ignore[model-revison] reason=a demo\n",
        ["6:8-6:18 model-revision", "6:19-6:66 invalid-waiver"],
        0,
    ),
    (
        "with no date",
        "model: phi:latest # catalogc: ignore[model-revision] until=soon reason=a demo\n",
        ["6:8-6:18 model-revision", "6:19-6:78 invalid-waiver"],
        0,
    ),
    (
        "with something else",
        "model: phi:latest # catalogc: ignore[model-revision] for=ever reason=a demo\n",
        ["6:8-6:18 model-revision", "6:19-6:76 invalid-waiver"],
        0,
    ),
    (
        "with another word",
        "model: phi:latest # catalogc: skip[model-revision] reason=a demo\n",
        ["6:8-6:18 model-revision", "6:19-6:65 invalid-waiver"],
        0,
    ),
    (
        "in a value",
        'model: phi:latest\nnodeNote: "x # catalogc: ignore[model-revision] reason=b"\n',
        ["6:8-6:18 model-revision", "7:1-7:9 unknown-field"],
        0,
    ),
    (
        "of what cannot be switched off",
        "modle: x # catalogc: ignore[unknown-field] reason=a demo\nmodel: qwen3:4b\n",
        ["6:1-6:6 unknown-field"],
        0,
    ),
]  # fmt: skip


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return make_repository(tmp_path_factory.mktemp("waivers"))


def judge(root, request=LintRequest(today=TODAY)):  # noqa: B008
    return compile_catalog(root, prepare=None, select=lambda _: True, request=request)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_waivers(root, case):
    _, text, expected, suppressed = case
    write(root, {LEAF: HEAD + text})
    result = judge(root)
    shown = [f"{place(item).removeprefix(LEAF + ':')} {item.rule}" for item in result.findings]
    assert shown == expected
    assert result.suppressed == suppressed


def test_a_refused_waiver_is_told(root):
    write(root, {LEAF: HEAD + CASES[-1][1]})
    (finding,) = judge(root).findings
    assert [label.message for label in finding.related] == ["unknown-field cannot be waived"]


def test_a_policy_can_refuse_waivers(root):
    policy = root / "policies/model-revision.yaml"
    before = policy.read_text("utf-8")
    policy.write_text(f"{before}  waivable: false\n", "utf-8")
    write(root, {LEAF: HEAD + CASES[1][1]})
    result = judge(root)
    policy.write_text(before, "utf-8")
    assert [finding.rule for finding in result.findings] == ["model-revision"]
    assert result.suppressed == 0


def test_without_a_day_nothing_ends(root):
    write(root, {LEAF: HEAD + CASES[7][1]})
    assert judge(root, LintRequest()).findings == ()


def test_a_waiver_of_a_rule_that_did_not_run_is_not_called_unused(root):
    write(root, {LEAF: HEAD + CASES[9][1]})
    request = LintRequest(today=TODAY, only=frozenset({"model-revision", "unused-waiver"}))
    assert [finding.rule for finding in judge(root, request).findings] == ["model-revision"]


@pytest.mark.parametrize(
    ("text", "after"),
    [
        (
            "model: qwen3:4b # catalogc: ignore[gpu-capacity] reason=x\n",
            "model: qwen3:4b\n",
        ),
        (
            "# before\n# catalogc: ignore[gpu-capacity] reason=x\nmodel: qwen3:4b\n# after",
            "# before\nmodel: qwen3:4b\n# after",
        ),
        (
            "model: qwen3:4b\n  # catalogc: ignore-file[gpu-capacity] reason=x",
            "model: qwen3:4b\n",
        ),
    ],
)
def test_the_fix_removes_the_comment_alone(root, text, after):
    (root / LEAF).write_text(HEAD + text, "utf-8")
    (finding,) = judge(root).findings
    (file,) = splice(finding.fixes).files
    assert file.text == HEAD + after
