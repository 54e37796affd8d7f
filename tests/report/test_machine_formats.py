"""What programs read: exact keys and lines."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogc.model.finding import Applicability, Edit, Fix, Label, Severity
from catalogc.model.leaf import LeafId
from catalogc.model.source import Location
from catalogc.report.registry import FORMATS
from catalogc.report.summary import Summary
from report.places import between, finding, place

LEAF = "gpu:\n  count: 4\n"
COUNT = place(LEAF, "4")
FULL = finding(
    COUNT,
    "gpu.count is 4",
    label="too many",
    field=("gpu", "limits", "nvidia.com/gpu", 0),
    leaf=LeafId("dev", "ml", "llama"),
    related=(Label(place("- name: rtx\n", "rtx", "c.yaml"), "largest pool"),),
    help="lower it",
    policy=place("rule: x\n", "x", "policies/x.yaml"),
    fixes=(Fix("set it to 2", Applicability.SAFE, (Edit(COUNT, "2"),)),),
)
SUMMARY = Summary(
    leaves=1, rendered=2, resources=3, validated=4, skipped=5, errors=6, warnings=7,
    suppressed=8, seconds=9.5,
)  # fmt: skip


def as_json(*findings, summary=SUMMARY):
    return FORMATS["json"](findings, summary, colour=True)


def test_json_has_exactly_these_keys():
    assert json.loads(as_json(FULL)) == {
        "version": 1,
        "summary": {
            "leaves": 1,
            "rendered": 2,
            "resources": 3,
            "validated": 4,
            "skipped": 5,
            "errors": 6,
            "warnings": 7,
            "suppressed": 8,
        },
        "findings": [
            {
                "rule": "a-rule",
                "severity": "error",
                "message": "gpu.count is 4",
                "path": "catalog/a/b/dev.yaml",
                "line": 2,
                "column": 10,
                "endLine": 2,
                "endColumn": 11,
                "field": 'gpu.limits["nvidia.com/gpu"][0]',
                "leaf": {"environment": "dev", "serviceCatalog": "ml", "serviceName": "llama"},
                "related": [
                    {
                        "path": "c.yaml",
                        "line": 1,
                        "column": 9,
                        "endLine": 1,
                        "endColumn": 12,
                        "message": "largest pool",
                    }
                ],
                "help": "lower it",
                "url": "https://catalogc.dev/policies",
                "fixes": [
                    {
                        "title": "set it to 2",
                        "applicability": "safe",
                        "edits": [
                            {
                                "path": "catalog/a/b/dev.yaml",
                                "line": 2,
                                "column": 10,
                                "endLine": 2,
                                "endColumn": 11,
                                "replacement": "2",
                            }
                        ],
                    }
                ],
                "fingerprint": "52f3acfd4c52935fc34444fdc35a8fb3",
            }
        ],
    }


def test_json_of_a_finding_without_leaf_and_text():
    found = finding(Location.whole_file("big.yaml"), severity=Severity.INFO)
    content = json.loads(as_json(found))["findings"][0]
    assert (content["leaf"], content["field"], content["related"], content["help"]) == (
        None,
        "",
        [],
        "",
    )
    assert (content["severity"], content["line"], content["endColumn"]) == ("info", 1, 1)


def test_json_of_nothing():
    content = json.loads(as_json(summary=Summary()))
    assert content["findings"] == []
    assert set(content["summary"].values()) == {0}


def test_json_does_not_depend_on_time():
    slow = Summary(leaves=1, seconds=60)
    assert as_json(FULL, summary=slow) == as_json(FULL, summary=Summary(leaves=1))


def test_json_fingerprints_differ_and_ignore_lines():
    moved = finding(place("\n\n" + LEAF, "4"))
    first, second = (
        entry["fingerprint"] for entry in json.loads(as_json(moved, moved))["findings"]
    )
    alone = json.loads(as_json(finding(COUNT)))["findings"][0]["fingerprint"]
    assert first == alone != second


CONCISE = {
    "error": (FULL, "catalog/a/b/dev.yaml:2:10: error: gpu.count is 4 [a-rule] [*]"),
    "warning": (
        finding(COUNT, severity=Severity.WARNING),
        "catalog/a/b/dev.yaml:2:10: warning: wrong [a-rule]",
    ),
    "unsafe fix": (
        finding(COUNT, fixes=(Fix("x", Applicability.UNSAFE, ()),)),
        "catalog/a/b/dev.yaml:2:10: error: wrong [a-rule]",
    ),
    "hostile": (
        finding(place("a: 1\n", "1", "a\nb.yaml"), "x\x1b[2J"),
        r"a\nb.yaml:1:4: error: x\x1b[2J [a-rule]",
    ),
}


@pytest.mark.parametrize(("found", "expected"), CONCISE.values(), ids=CONCISE)
def test_concise_is_one_line_a_finding(found, expected):
    assert FORMATS["concise"]([found], SUMMARY, colour=True) == expected + "\n"


def test_concise_of_nothing_is_nothing():
    assert FORMATS["concise"]([], SUMMARY, colour=True) == ""


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_json_is_ascii_and_gives_text_back(message):
    found = finding(between("a: 1\n", 0, 1), message, help=message)
    printed = as_json(found)
    assert printed.isascii()
    assert printed.replace("\n", "").isprintable()
    assert json.loads(printed)["findings"][0]["message"] == message
