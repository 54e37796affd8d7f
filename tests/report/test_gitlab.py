"""GitLab's Code Quality report: exact objects."""

import json

import pytest

from catalogc.report.registry import FORMATS
from catalogc.report.summary import Summary
from report.machine_findings import (
    COUNT,
    FULL,
    HOSTILE,
    LEAF,
    MACHINE_FINDINGS,
    NEXT_LINE,
    NO_TEXT,
    SEVERAL_LINES,
    UNICODE,
)
from report.places import finding, place


def as_gitlab(*findings):
    return FORMATS["gitlab"](findings, Summary(seconds=9.5), colour=True)


ENTRIES = {
    "everything": (
        FULL,
        "a-rule: gpu.count is 4 (too many); lower it",
        "52f3acfd4c52935fc34444fdc35a8fb3",
        "major",
        ("catalog/a/b/dev.yaml", 2, 2),
    ),
    "several lines": (
        SEVERAL_LINES,
        "a-rule: probe is flat",
        "20f79cb5a467cb83731c962a7d8e886f",
        "minor",
        ("catalog/a/b/dev.yaml", 2, 4),
    ),
    "unicode": (
        UNICODE,
        "a-rule: b is after 𐐀",
        "5a3802b93449d0d653880be05f21a3ac",
        "info",
        ("catalog/a/b/dev.yaml", 1, 1),
    ),
    "lines end at line feeds": (
        NEXT_LINE,
        "a-rule: b is on line 3",
        "4ffa47d988f598f5c59dcc971f7e41f8",
        "major",
        ("ls.yaml", 2, 2),
    ),
    "hostile": (
        HOSTILE,
        (
            r"a-rule: ::error::x\x1b[2J\r\n##[error]]]><&"
            "\"' {0} [l](http://e) [[ATTACHMENT|/x]] 100%\uffff"
            r"; see\n::stop-commands::x"
        ),
        "ee2d3cd53b46de410462a19603e61767",
        "major",
        ("a,b:c%\n<é>.yaml", 1, 1),
    ),
    "no text": (
        NO_TEXT,
        "a-rule: big.yaml is too large",
        "afdcfda3d0fd7d00fd1fd2e954c90614",
        "major",
        ("big.yaml", 1, 1),
    ),
}


@pytest.mark.parametrize(
    ("found", "description", "fingerprint", "severity", "lines"), ENTRIES.values(), ids=ENTRIES
)
def test_finding_is_one_object(found, description, fingerprint, severity, lines):
    path, begin, end = lines
    assert json.loads(as_gitlab(found)) == [
        {
            "description": description,
            "check_name": "a-rule",
            "fingerprint": fingerprint,
            "severity": severity,
            "location": {"path": path, "lines": {"begin": begin, "end": end}},
        }
    ]


def test_nothing_is_an_empty_array():
    assert as_gitlab() == "[]\n"


def test_fingerprints_are_unique_and_ignore_lines():
    moved = finding(place("\n\n" + LEAF, "4"))
    marks = [entry["fingerprint"] for entry in json.loads(as_gitlab(moved, moved, FULL))]
    (alone,) = (entry["fingerprint"] for entry in json.loads(as_gitlab(finding(COUNT))))
    assert marks[0] == alone
    assert len(set(marks)) == 3


def test_it_is_ascii():
    printed = as_gitlab(*MACHINE_FINDINGS)
    assert printed.isascii()
    assert printed.replace("\n", "").isprintable()
