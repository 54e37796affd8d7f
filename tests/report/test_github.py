"""Workflow commands, as the runner of GitHub Actions reads them."""

import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogc.model.finding import Severity
from catalogc.report.registry import FORMATS
from catalogc.report.summary import Summary
from report.machine_findings import (
    COUNT,
    FULL,
    HOSTILE,
    NEXT_LINE,
    NO_TEXT,
    SEVERAL_LINES,
    UNICODE,
)
from report.places import between, finding

DEV = "file=catalog/a/b/dev.yaml"


def as_github(*findings, **counts):
    return FORMATS["github"](findings, Summary(**counts), colour=True)


COMMANDS = {
    "everything": (
        FULL,
        (
            f"::error {DEV},line=2,col=10,endLine=2,endColumn=11,title=catalogc (a-rule)"
            "::gpu.count is 4 (too many)%0Asee c d.yaml:1:9: largest pool"
            "%0Apolicy: policies/x.yaml:1:7%0Ahelp: lower it"
        ),
    ),
    "several lines have no columns": (
        SEVERAL_LINES,
        f"::warning {DEV},line=2,endLine=4,title=catalogc (a-rule)::probe is flat",
    ),
    "columns are code points": (
        UNICODE,
        f"::notice {DEV},line=1,col=3,endLine=1,endColumn=4,title=catalogc (a-rule)::b is after 𐐀",
    ),
    "lines end at line feeds": (
        NEXT_LINE,
        (
            "::error file=ls.yaml,line=2,col=5,endLine=2,endColumn=6,title=catalogc (a-rule)"
            "::b is on line 3"
        ),
    ),
    "hostile": (
        HOSTILE,
        (
            r"::error file=a%2Cb%3Ac%25\n<é>.yaml,line=1,col=4,endLine=1,endColumn=5,"
            r"title=catalogc (a-rule)::::error::x\x1b[2J\r\n##[error]]]><&"
            "\"' {0} [l](http://e) [[ATTACHMENT|/x]] 100%25\uffff"
            r"%0Ahelp: see\n::stop-commands::x"
        ),
    ),
    "no text": (
        NO_TEXT,
        (
            "::error file=big.yaml,line=1,col=1,endLine=1,endColumn=1,title=catalogc (a-rule)"
            "::big.yaml is too large"
        ),
    ),
}


@pytest.mark.parametrize(("found", "expected"), COMMANDS.values(), ids=COMMANDS)
def test_finding_is_one_command(found, expected):
    assert as_github(found).split("\n")[0] == expected


def test_clean_run_is_one_sentence():
    assert as_github(leaves=3) == "All 3 leaves are clean.\n"


def test_worst_come_first_and_the_rest_is_counted():
    severities = [Severity.INFO, Severity.WARNING, Severity.ERROR] * 11 + [Severity.ERROR]
    findings = [
        finding(COUNT, f"number {number}", severity=severity)
        for number, severity in enumerate(severities)
    ]
    lines = as_github(*findings, leaves=1, errors=12, warnings=11).split("\n")
    shown = [line.split("::")[1].split(" ")[0] for line in lines[:30]]
    assert shown == ["error"] * 10 + ["warning"] * 10 + ["notice"] * 10
    assert [line.rsplit(" ", 1)[1] for line in lines[:3]] == ["2", "5", "8"]
    assert lines[30:] == [
        (
            "Not annotated, because GitHub shows 10 of a kind a step: "
            "2 errors, 1 warning, 1 notice; --format text shows all."
        ),
        "Checked 1 leaf in 0ms: 12 errors, 11 warnings, 11 infos.",
        "",
    ]


def test_ten_of_a_kind_are_all_shown():
    lines = as_github(*[finding(COUNT)] * 10, leaves=1, errors=10).split("\n")
    assert [line.startswith("::error ") for line in lines] == [True] * 10 + [False, False]
    assert lines[10] == "Checked 1 leaf in 0ms: 10 errors."


def runner_reads(line):
    """Split a command as the runner does: properties at commas, then undo the escapes."""
    command, properties, data = re.fullmatch(r"::(\w+) (.*?)::(.*)", line, re.DOTALL).groups()
    pairs = dict(pair.split("=", 1) for pair in properties.split(","))
    return command, {key: unquote(value) for key, value in pairs.items()}, unquote(data)


TEXT = st.text(alphabet=st.characters(exclude_categories=["C", "Z"]) | st.sampled_from("%:,;=] "))


@given(TEXT, TEXT.filter(bool))
def test_runner_reads_back_what_was_written(message, path):
    found = finding(between("a: 1\n", 0, 1, path), message)
    (line, _, end) = as_github(found).split("\n")
    command, properties, data = runner_reads(line)
    assert (command, data, end) == ("error", message, "")
    assert properties == {
        "file": path,
        "line": "1",
        "col": "1",
        "endLine": "1",
        "endColumn": "2",
        "title": "catalogc (a-rule)",
    }


@given(st.text())
def test_input_never_starts_a_line(text):
    found = finding(between("a: 1\n", 0, 1, text), text, label=text, help=text)
    lines = as_github(found, leaves=1, errors=1).split("\n")
    assert lines[0].startswith("::error file=")
    assert lines[1:] == ["Checked 1 leaf in 0ms: 1 error.", ""]
