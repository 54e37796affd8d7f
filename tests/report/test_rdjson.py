"""The Reviewdog Diagnostic Format: exact messages, ranges in bytes, suggestions."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogc.model.finding import Applicability, Edit, Fix
from catalogc.model.source import Location, SourceFile, Span
from catalogc.report.registry import FORMATS
from catalogc.report.summary import Summary
from report.machine_findings import (
    COUNT,
    FULL,
    HOSTILE,
    MACHINE_FINDINGS,
    NEXT_LINE,
    NO_TEXT,
    SEVERAL_LINES,
    UNICODE,
)
from report.places import between, finding, place

DEV = "catalog/a/b/dev.yaml"


def as_rdjson(*findings):
    return FORMATS["rdjson"](findings, Summary(seconds=9.5), colour=True)


def span(line, column, end_line, end_column):
    return {
        "start": {"line": line, "column": column},
        "end": {"line": end_line, "column": end_column},
    }


DIAGNOSTICS = {
    "everything": (
        FULL,
        "ERROR",
        (
            "gpu.count is 4 (too many)\nsee c d.yaml:1:9: largest pool\n"
            "policy: policies/x.yaml:1:7\nhelp: lower it\nfix: set it to 2"
        ),
        (DEV, span(2, 10, 2, 11)),
        [{"range": span(2, 10, 2, 11), "text": "2"}],
    ),
    "edits of a fix are one suggestion": (
        SEVERAL_LINES,
        "WARNING",
        "probe is flat\nfix: move it (unsafe)",
        (DEV, span(2, 1, 4, 11)),
        [{"range": span(2, 1, 4, 11), "text": "health:\n  path: /\n  port: http"}],
    ),
    "columns are bytes": (
        UNICODE,
        "INFO",
        "b is after 𐐀",
        (DEV, span(1, 6, 1, 7)),
        [],
    ),
    "lines end at line feeds": (
        NEXT_LINE,
        "ERROR",
        "b is on line 3",
        ("ls.yaml", span(2, 8, 2, 9)),
        [],
    ),
    "hostile": (
        HOSTILE,
        "ERROR",
        (
            r"::error::x\x1b[2J\r\n##[error]]]><&"
            "\"' {0} [l](http://e) [[ATTACHMENT|/x]] 100%\uffff\n"
            r"help: see\n::stop-commands::x"
        ),
        ("a,b:c%\n<é>.yaml", span(1, 4, 1, 5)),
        [],
    ),
    "no text": (NO_TEXT, "ERROR", "big.yaml is too large", ("big.yaml", span(1, 1, 1, 1)), []),
}


@pytest.mark.parametrize(
    ("found", "severity", "message", "place_", "suggestions"), DIAGNOSTICS.values(), ids=DIAGNOSTICS
)
def test_finding_is_one_diagnostic(found, severity, message, place_, suggestions):
    path, extent = place_
    expected = {
        "message": message,
        "location": {"path": path, "range": extent},
        "severity": severity,
        "code": {"value": "a-rule", "url": "https://catalogc.dev/policies"},
    }
    if suggestions:
        expected["suggestions"] = suggestions
    assert json.loads(as_rdjson(found)) == {
        "source": {"name": "catalogc", "url": "https://catalogc.dev/"},
        "diagnostics": [expected],
    }


def test_nothing_has_no_diagnostics():
    assert json.loads(as_rdjson())["diagnostics"] == []


def test_it_is_ascii():
    printed = as_rdjson(*MACHINE_FINDINGS)
    assert printed.isascii()
    assert printed.replace("\n", "").isprintable()


SOURCE = "a: 1\npassword: geheimnis\nb: é2\n"


def edit(token, replacement, path=DEV):
    return Edit(place(SOURCE, token, path), replacement)


INSERTION = Edit(between(SOURCE, 0, 0), "x: 0\n")

# Edits, and the range and text of the suggestion; none where it would not be the whole fix.
SUGGESTIONS = {
    "insertion": ([INSERTION], [(span(1, 1, 1, 1), "x: 0\n")]),
    "deletion": ([edit("a: 1\n", "")], [(span(1, 1, 2, 1), "")]),
    "after a wide character": ([edit("2", "3")], [(span(3, 6, 3, 7), "3")]),
    "touching edits": ([edit("1", "2"), edit("a: ", "c: ")], [(span(1, 1, 1, 5), "c: 2")]),
    "insertion before an edit": (
        [INSERTION, edit("a: 1", "a: 3")],
        [(span(1, 1, 1, 5), "x: 0\na: 3")],
    ),
    "overlapping edits": ([edit("a: 1", "b: 2"), edit("1", "2")], []),
    "another file": ([INSERTION, edit("1", "2", "other.yaml")], []),
    "a secret between the edits": ([edit("1", "2"), edit("2", "3")], []),
    "a secret in the edit": ([edit("1", "{password: geheimnis}")], []),
    "an edit of a secret": ([edit("geheimnis", "vault")], []),
    "no edits": ([], []),
}


@pytest.mark.parametrize(("edits", "expected"), SUGGESTIONS.values(), ids=SUGGESTIONS)
def test_suggestion_is_the_whole_fix(edits, expected):
    fix = Fix("fix it", Applicability.SAFE, tuple(edits))
    found = finding(place(SOURCE, "1"), fixes=(fix,))
    printed = as_rdjson(found)
    (diagnostic,) = json.loads(printed)["diagnostics"]
    suggested = [(item["range"], item["text"]) for item in diagnostic.get("suggestions", [])]
    assert suggested == expected
    assert "geheimnis" not in printed


def test_suggestion_does_not_repeat_what_the_finding_hides():
    fix = Fix("copy it", Applicability.SAFE, (Edit(between(SOURCE, 0, 1), "geheimnis"),))
    found = finding(place(SOURCE, "geheimnis"), field=("password",), fixes=(fix,))
    printed = as_rdjson(found)
    assert "suggestions" not in json.loads(printed)["diagnostics"][0]
    assert "geheimnis" not in printed


def test_every_fix_is_a_suggestion():
    fixes = tuple(
        Fix(f"set {text}", Applicability.SAFE, (Edit(COUNT, text),)) for text in ("1", "2")
    )
    (diagnostic,) = json.loads(as_rdjson(finding(COUNT, fixes=fixes)))["diagnostics"]
    assert [item["text"] for item in diagnostic["suggestions"]] == ["1", "2"]
    assert diagnostic["message"] == "wrong\nfix: set 1\nfix: set 2"


TEXT = st.text(alphabet=st.sampled_from("ab \n\r\u2028é𐐀") | st.characters(codec="utf-8"))


@given(TEXT, TEXT, TEXT)
def test_range_cuts_the_token_out_of_the_bytes(before, token, after):
    text = before + token + after
    whole = Span(1, 1, 1, 1, len(before), len(before + token))
    found = finding(Location(SourceFile("a.yaml", text), whole))
    (diagnostic,) = json.loads(as_rdjson(found))["diagnostics"]
    lines = text.encode().split(b"\n")

    def offset(point):
        rows = lines[: point["line"] - 1]
        assert point["column"] <= len(lines[point["line"] - 1]) + 1
        return sum(len(row) + 1 for row in rows) + point["column"] - 1

    extent = diagnostic["location"]["range"]
    cut = text.encode()[offset(extent["start"]) : offset(extent["end"])]
    assert cut.decode() == token
