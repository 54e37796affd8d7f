"""The frame that people read, character by character."""

import re
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import catalogc.report
from catalogc.cli.options import FORMAT_NAMES
from catalogc.model.finding import Applicability, Fix, Label, Severity
from catalogc.model.leaf import LeafId
from catalogc.model.source import Location
from catalogc.report.escape import escape
from catalogc.report.registry import FORMATS
from catalogc.report.summary import Summary
from report.places import between, finding, place

LEAF = "workloadType: ML_INFERENCE_LOAD\nserviceName: llama\n" + "\n" * 5 + "gpu:\n  count: 4\n"
CLUSTER = "\n" * 11 + "    - name: rtx\n"
DEV_GPU = "catalog/clusters/dev-gpu.yaml"


def text(*findings, colour=False, **counts):
    return FORMATS["text"](findings, Summary(**counts), colour=colour)


def frame(*args, **more):
    """The printed frame, without the closing line."""
    return text(finding(*args, **more)).rpartition("\n\n")[0].splitlines()


def test_the_whole_frame():
    found = finding(
        place(LEAF, "4", "catalog/ml-inference/llama/dev.yaml"),
        "gpu.count is 4, but the largest reachable node has 2",
        label="pool rtx of cluster dev-gpu has 2 per node",
        field=("gpu", "count"),
        leaf=LeafId("dev", "ml-inference", "llama"),
        related=(Label(place(CLUSTER, "rtx", DEV_GPU), "largest pool"),),
        policy=place("\n\n\nrule: gpu-capacity\n", "rule", "policies/gpu-capacity.yaml"),
        help="lower gpu.count to 2",
        fixes=(Fix("set gpu.count to 2", Applicability.UNSAFE, ()),),
    )
    assert text(found, leaves=41, seconds=0.6, errors=2, warnings=1, suppressed=3) == (
        "error[a-rule]: gpu.count is 4, but the largest reachable node has 2\n"
        "  --> catalog/ml-inference/llama/dev.yaml:9:10\n"
        "   |\n"
        " 9 |   count: 4\n"
        "   |          ^ pool rtx of cluster dev-gpu has 2 per node\n"
        "   |\n"
        "  ::: catalog/clusters/dev-gpu.yaml:12:13\n"
        "   |\n"
        "12 |     - name: rtx\n"
        "   |             --- largest pool\n"
        "   = field: gpu.count   leaf: ml-inference/llama (dev)\n"
        "   = policy: policies/gpu-capacity.yaml:4\n"
        "   = help: lower gpu.count to 2\n"
        "   = fix: set gpu.count to 2 (--unsafe-fixes)\n"
        "\n"
        "Checked 41 leaves in 0.6s: 2 errors, 1 warning (3 suppressed).\n"
    )


UNDERLINES = {
    "wide": ("模型: 七\n", 4, 5, "模型: 七", "      ^^"),
    "wide before": ("名: x\n", 3, 4, "名: x", "    ^"),
    "fullwidth": ("k: \uff21b\n", 3, 5, "k: \uff21b", "   ^^^"),
    "combining before": ("ke\u0301: x\n", 5, 6, "ke\u0301: x", "    ^"),
    "combining itself": ("ke\u0301: x\n", 2, 3, "ke\u0301: x", " ^"),
    "hangul jamo": ("\u1112\u1161\u11ab: x\n", 5, 6, "\u1112\u1161\u11ab: x", "    ^"),
    "emoji": ("🚀: x\n", 3, 4, "🚀: x", "    ^"),
    "tab before": ("a:\tx\n", 3, 4, "a:  x", "    ^"),
    "tab itself": ("a:\tx\n", 2, 3, "a:  x", "  ^^"),
    "tab at a stop": ("key:\tx\n", 5, 6, "key:    x", "        ^"),
    "tab after wide": ("七\tx\n", 2, 3, "七  x", "    ^"),
    "empty at line end": ("a:\n", 2, 2, "a:", "  ^"),
    "empty at line start": ("a: 1\n", 0, 0, "a: 1", "^"),
    "empty line": ("a: 1\n\nb: 2\n", 5, 5, "", "^"),
    "end of file": ("a: 1\n", 5, 5, "", "^"),
    "end of file without break": ("a: 1", 4, 4, "a: 1", "    ^"),
    "windows break": ("a: 1\r\nb: 2\r\n", 9, 10, "b: 2", "   ^"),
    "escaped before": ("a: \x1b[31m x\n", 9, 10, r"a: \x1b[31m x", "            ^"),
    "escaped itself": ("a: \u202ex\n", 3, 4, r"a: \u202ex", "   ^^^^^^"),
    "span of the break": ("ab\ncd\n", 2, 3, "ab", "  ^"),
}


@pytest.mark.parametrize(
    ("source", "start", "end", "shown", "underline"), UNDERLINES.values(), ids=UNDERLINES
)
def test_underline(source, start, end, shown, underline):
    location = between(source, start, end)
    number = location.span.line
    assert frame(location)[3:] == [f"{number} | {shown}".rstrip(), f"  | {underline}"]


MULTI_LINE = {
    "two lines": (
        "gpu:\n  count: 4\n",
        "gpu:\n  count: 4",
        ["1 | gpu:", "  | ^^^^", "2 |   count: 4", "  |   ^^^^^^^^ here"],
    ),
    "lines between": (
        "a:\n  b: 1\n  c: 2\n  d: 3\nz: 0\n",
        "b: 1\n  c: 2\n  d: 3",
        ["2 |   b: 1", "  |   ^^^^", "...", "4 |   d: 3", "  |   ^^^^ here"],
    ),
    "ends at the next line": ("a: 1\nb: 2\n", "a: 1\n", ["1 | a: 1", "  | ^^^^ here"]),
    "blank lines at the end": (
        "a:\n  b: 1\n\n\nz: 0\n",
        "a:\n  b: 1\n\n\n",
        ["1 | a:", "  | ^^", "2 |   b: 1", "  |   ^^^^ here"],
    ),
}


@pytest.mark.parametrize(("source", "token", "expected"), MULTI_LINE.values(), ids=MULTI_LINE)
def test_span_over_lines(source, token, expected):
    assert frame(place(source, token), label="here")[3:] == expected


LONG = {
    "span at the start": ("X" + "a" * 200, 0, "X" + "a" * 99 + "…", 0),
    "span in the middle": (
        "a" * 150 + "X" + "a" * 150,
        150,
        "…" + "a" * 33 + "X" + "a" * 66 + "…",
        34,
    ),
    "span at the end": ("a" * 200 + "X", 200, "…" + "a" * 99 + "X", 100),
    "a megabyte": (
        "a" * 500_000 + "X" + "a" * 500_000,
        500_000,
        "…" + "a" * 33 + "X" + "a" * 66 + "…",
        34,
    ),
    "wide": ("七" * 200 + "X", 200, "…" + "七" * 49 + "X", 99),
}


@pytest.mark.parametrize(("source", "start", "shown", "column"), LONG.values(), ids=LONG)
def test_long_line_is_cut_around_the_span(source, start, shown, column):
    assert frame(between(source, start, start + 1))[3:] == [f"1 | {shown}", f"  | {' ' * column}^"]


def test_underline_longer_than_the_line_shown():
    lines = frame(between("k: " + "a" * 500, 3, 503))
    assert lines[3] == f"1 | k: {'a' * 97}…"
    assert lines[4] == f"  |    {'^' * 97}"


def test_file_whose_text_could_not_be_had():
    found = frame(
        Location.whole_file("catalog/big.yaml"),
        "catalog/big.yaml is larger than 1 MiB",
        label="2097152 bytes",
        related=(Label(Location.whole_file("other.yaml"), "the other"),),
    )
    assert found == [
        "error[a-rule]: catalog/big.yaml is larger than 1 MiB",
        " --> catalog/big.yaml:1:1",
        "  = note: 2097152 bytes",
        " ::: other.yaml:1:1",
        "  = note: the other",
    ]


CLOSING = {
    "clean": ({"leaves": 41}, "All 41 leaves are clean."),
    "one clean": ({"leaves": 1}, "1 leaf is clean."),
    "none": ({}, "No leaves were found, so none was checked."),
    "clean, with waivers": (
        {"leaves": 2, "suppressed": 1},
        "All 2 leaves are clean (1 suppressed).",
    ),
    "errors": ({"leaves": 3, "errors": 1, "seconds": 75.04}, "Checked 3 leaves in 75.0s: 1 error."),
    "fast": ({"leaves": 1, "warnings": 2, "seconds": 0.04}, "Checked 1 leaf in 40ms: 2 warnings."),
    "not validated": (
        {"leaves": 2, "skipped": 2, "errors": 1, "warnings": 1, "seconds": 1},
        "Checked 2 leaves in 1.0s: 1 error, 1 warning (2 resources not validated).",
    ),
    "validated": (
        {"leaves": 2, "validated": 9, "errors": 1, "seconds": 1},
        "Checked 2 leaves and 9 resources in 1.0s: 1 error.",
    ),
    "validated, all clean": (
        {"leaves": 2, "validated": 9},
        "All 2 leaves and their 9 resources are clean.",
    ),
    "one validated": (
        {"leaves": 1, "validated": 1},
        "1 leaf and its 1 resource are clean.",
    ),
    "kinds without a schema": (
        {"leaves": 1, "validated": 3, "skipped": 1, "without_schema": ("a/v1 B", "c/v1 \x1b[D")},
        (
            "1 leaf and its 3 resources are clean "
            "(1 resource not validated: no schema of a/v1 B, c/v1 \\x1b[D)."
        ),
    ),
    "of Argo CD": (
        {"leaves": 3, "third_party": 2},
        "All 3 leaves are clean (2 leaves rendered by Argo CD).",
    ),
}


@pytest.mark.parametrize(("counts", "expected"), CLOSING.values(), ids=CLOSING)
def test_closing_line(counts, expected):
    assert text(**counts) == expected + "\n"


def test_closing_line_counts_infos_and_safe_fixes():
    found = finding(
        place("a: 1\n", "1"), severity=Severity.INFO, fixes=(Fix("cut", Applicability.SAFE, ()),)
    )
    closing = text(found, leaves=1, seconds=2).splitlines()[-1]
    assert closing == "Checked 1 leaf in 2.0s: 1 info ([*] 1 fixable with --fix)."


def test_findings_keep_their_order():
    first, second = place("a: 1\nb: 2\n", "2"), place("a: 1\nb: 2\n", "1")
    heads = [
        line for line in text(finding(first, "x"), finding(second, "y")).splitlines() if "[" in line
    ]
    assert heads == ["error[a-rule]: x", "error[a-rule]: y"]


def test_colour_only_adds_colour():
    found = finding(place(LEAF, "4"), label="no", help="less")
    coloured = text(found, colour=True)
    assert coloured.startswith("\x1b[1;31merror[a-rule]\x1b[0m\x1b[1m: wrong\x1b[0m\n")
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == text(found)


@given(st.text(max_size=80), st.data())
def test_text_of_input_cannot_steer_the_terminal(source, data):
    ends = st.integers(0, len(source))
    start, end = sorted((data.draw(ends), data.draw(ends)))
    while 0 < start < len(source) and source[start - 1 : start + 1] == "\r\n":
        start -= 1
    hostile = "\x1b[2J\u202e\x9b\r\n" + source
    location = between(source, start, max(start, end), "a\x1b[31m\nb.yaml")
    printed = text(finding(location, hostile, label=hostile, help=hostile, field=(hostile,)))
    steering = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert not [c for c in printed if c != "\n" and unicodedata.category(c) in steering]
    heads = [line for line in printed.split("\n") if line.startswith("error[a-rule]: ")]
    assert heads == [r"error[a-rule]: \x1b[2J\u202e\x9b\r\n" + escape(source)]


def test_registry_names_every_format_module():
    modules = {path.stem for path in Path(catalogc.report.__path__[0]).glob("*.py")}
    assert tuple(FORMATS) == FORMAT_NAMES
    assert set(FORMATS) == {
        *("text", "concise", "json", "sarif", "github", "gitlab", "junit", "rdjson")
    }
    assert set(FORMATS) <= modules
    assert all(a is not b for a, b in pairwise(FORMATS.values()))
