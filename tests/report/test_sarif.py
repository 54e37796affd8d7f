"""SARIF: exact results, valid by the OASIS schema."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogc import __version__
from catalogc.model.finding import Applicability, Edit, Fix, Label, Severity
from catalogc.report.registry import FORMATS
from catalogc.report.rule_info import describe
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
from report.places import between, finding, place
from report.sarif_log import as_sarif


def physical(uri, *region):
    keys = ("startLine", "startColumn", "endLine", "endColumn")
    return {
        "artifactLocation": {"uri": uri, "uriBaseId": "SRCROOT"},
        "region": dict(zip(keys, region, strict=True)),
    }


def replacement(text, *region):
    return {
        "deletedRegion": physical("", *region)["region"],
        "insertedContent": {"text": text},
    }


def changes(title, applicability, *replacements):
    return {
        "description": {"text": title},
        "artifactChanges": [
            {
                "artifactLocation": {"uri": DEV, "uriBaseId": "SRCROOT"},
                "replacements": list(replacements),
            }
        ],
        "properties": {"applicability": applicability},
    }


DEV = "catalog/a/b/dev.yaml"

RESULTS = {
    "everything": (
        FULL,
        {
            "level": "error",
            "message": {"text": "gpu.count is 4\nhelp: lower it"},
            "locations": [
                {
                    "physicalLocation": physical(DEV, 2, 10, 2, 11),
                    "logicalLocations": [
                        {
                            "name": "0",
                            "fullyQualifiedName": 'gpu.limits["nvidia.com/gpu"][0]',
                            "kind": "value",
                        }
                    ],
                    "message": {"text": "too many"},
                }
            ],
            "relatedLocations": [
                {
                    "id": 1,
                    "physicalLocation": physical("c%20d.yaml", 1, 9, 1, 12),
                    "message": {"text": "largest pool"},
                },
                {
                    "id": 2,
                    "physicalLocation": physical("policies/x.yaml", 1, 7, 1, 8),
                    "message": {"text": "the policy"},
                },
            ],
            "partialFingerprints": {"catalogcFinding/v1": "52f3acfd4c52935fc34444fdc35a8fb3"},
            "fixes": [changes("set it to 2", "safe", replacement("2", 2, 10, 2, 11))],
            "properties": {
                "leaf": {"environment": "dev", "serviceCatalog": "ml", "serviceName": "llama"}
            },
        },
    ),
    "several lines": (
        SEVERAL_LINES,
        {
            "level": "warning",
            "message": {"text": "probe is flat"},
            "locations": [
                {
                    "physicalLocation": physical(DEV, 2, 1, 4, 11),
                    "logicalLocations": [
                        {"name": "probe", "fullyQualifiedName": "probe", "kind": "property"}
                    ],
                }
            ],
            "partialFingerprints": {"catalogcFinding/v1": "20f79cb5a467cb83731c962a7d8e886f"},
            "fixes": [
                changes(
                    "move it",
                    "unsafe",
                    replacement("http", 4, 9, 4, 11),
                    replacement("health", 2, 1, 2, 6),
                )
            ],
        },
    ),
    "columns are code points": (
        UNICODE,
        {
            "level": "note",
            "message": {"text": "b is after 𐐀"},
            "locations": [{"physicalLocation": physical(DEV, 1, 3, 1, 4)}],
            "partialFingerprints": {"catalogcFinding/v1": "5a3802b93449d0d653880be05f21a3ac"},
        },
    ),
    "line breaks are those of YAML": (
        NEXT_LINE,
        {
            "level": "error",
            "message": {"text": "b is on line 3"},
            "locations": [{"physicalLocation": physical("ls.yaml", 3, 1, 3, 2)}],
            "partialFingerprints": {"catalogcFinding/v1": "4ffa47d988f598f5c59dcc971f7e41f8"},
        },
    ),
    "hostile": (
        HOSTILE,
        {
            "level": "error",
            "message": {
                "text": r"::error::x\x1b[2J\r\n##[error]]]><&"
                "\"' {{0}} [l] (http://e) [[ATTACHMENT|/x]] 100%\uffff\n"
                r"help: see\n::stop-commands::x"
            },
            "locations": [
                {"physicalLocation": physical("a%2Cb%3Ac%25%0A%3C%C3%A9%3E.yaml", 1, 4, 1, 5)}
            ],
            "partialFingerprints": {"catalogcFinding/v1": "ee2d3cd53b46de410462a19603e61767"},
        },
    ),
    "no text": (
        NO_TEXT,
        {
            "level": "error",
            "message": {"text": "big.yaml is too large"},
            "locations": [{"physicalLocation": physical("big.yaml", 1, 1, 1, 1)}],
            "partialFingerprints": {"catalogcFinding/v1": "afdcfda3d0fd7d00fd1fd2e954c90614"},
        },
    ),
}


@pytest.mark.parametrize(("found", "expected"), RESULTS.values(), ids=RESULTS)
def test_finding_is_one_result(found, expected):
    (result,) = as_sarif(found)["results"]
    assert result == {"ruleId": "a-rule", "ruleIndex": 0, **expected}


def test_run_without_findings():
    assert as_sarif() == {
        "tool": {
            "driver": {
                "name": "catalogc",
                "semanticVersion": __version__,
                "informationUri": "https://catalogc.dev/",
                "rules": [],
            }
        },
        "automationDetails": {"id": "catalogc/"},
        "invocations": [{"executionSuccessful": True}],
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r", "\x85", "\u2028", "\u2029"],
        "originalUriBaseIds": {"SRCROOT": {"description": {"text": "The catalog repository."}}},
        "results": [],
    }


def test_rules_are_those_of_the_results():
    rules = ("gpu-capacity", "a-rule", "gpu-capacity", "vault-path")
    run = as_sarif(*(finding_of(rule) for rule in rules))
    listed = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert listed == ["a-rule", "gpu-capacity", "vault-path"]
    assert [result["ruleIndex"] for result in run["results"]] == [1, 0, 1, 2]


def finding_of(rule):
    return type(FULL)(rule, Severity.ERROR, "wrong", COUNT)


def test_rule_is_described_as_by_explain():
    info = describe("gpu-capacity")
    (rule,) = as_sarif(finding_of("gpu-capacity"))["tool"]["driver"]["rules"]
    assert rule["shortDescription"]["text"].lower() == f"{info.summary}.".lower()
    assert rule["help"]["markdown"] == info.page
    assert rule["help"]["text"].endswith("See https://catalogc.dev/rules/gpu-capacity")
    assert rule["helpUri"] == "https://catalogc.dev/rules/gpu-capacity"
    assert rule["defaultConfiguration"] == {"level": "error"}
    assert rule["properties"] == {"tags": ["gitops", "leaf"]}


def test_unknown_rule_is_named():
    assert as_sarif(FULL)["tool"]["driver"]["rules"] == [
        {
            "id": "a-rule",
            "shortDescription": {"text": "a-rule"},
            "fullDescription": {"text": "a-rule"},
            "help": {
                "text": "See https://catalogc.dev/policies",
                "markdown": "See <https://catalogc.dev/policies>",
            },
            "helpUri": "https://catalogc.dev/policies",
            "properties": {"tags": ["gitops"]},
        }
    ]


def test_fix_of_two_files():
    other = place(LEAF, "4", "é.yaml")
    fix = Fix("move", Applicability.SAFE, (Edit(COUNT, ""), Edit(other, "4")))
    (result,) = as_sarif(finding(COUNT, fixes=(fix, fix)))["results"]
    (only,) = result["fixes"]
    assert [change["artifactLocation"]["uri"] for change in only["artifactChanges"]] == [
        DEV,
        "%C3%A9.yaml",
    ]


def test_fix_without_edits_is_left_out():
    (result,) = as_sarif(finding(COUNT, fixes=(Fix("x", Applicability.SAFE, ()),)))["results"]
    assert "fixes" not in result


@given(st.text(), st.text(min_size=1), st.sampled_from(Severity))
def test_any_text_is_valid(text, name, severity):
    source = f"a: {text}\n"
    location = between(source, 0, 1, f"{name}.yaml")
    fix = Fix(text, Applicability.SAFE, (Edit(location, text),))
    found = finding(
        location, text, label=text, help=text, field=(text, 0), severity=severity,
        related=(Label(location, text), Label(location, text)), fixes=(fix,),
    )  # fmt: skip
    run = as_sarif(found)
    (result,) = run["results"]
    place_ = result["locations"][0]["physicalLocation"]
    uri = place_["artifactLocation"]["uri"]
    assert uri.isascii()
    assert not set(uri) & set(' ?#:\\"<>')
    assert "](" not in result["message"]["text"]
    for fix_ in result.get("fixes", []):
        (change,) = fix_["artifactChanges"]
        assert change["replacements"][0]["insertedContent"]["text"] == text


def test_equal_runs_write_equal_ascii():
    first, second = (
        FORMATS["sarif"](MACHINE_FINDINGS, Summary(seconds=seconds), colour=False)
        for seconds in (1, 2)
    )
    assert first == second
    assert first.isascii()
    assert first.replace("\n", "").isprintable()
