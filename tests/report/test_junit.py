"""JUnit XML: exact documents, and names that CI systems can tell apart."""

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogc.model.finding import Severity
from catalogc.report.registry import FORMATS
from catalogc.report.summary import Summary
from report.machine_findings import COUNT, FULL, HOSTILE, MACHINE_FINDINGS, SEVERAL_LINES, UNICODE
from report.places import between, finding

DEV = "catalog/a/b/dev.yaml"
DOCS = "docs: https://catalogc.dev/policies"


def as_junit(*findings, **counts):
    return FORMATS["junit"](findings, Summary(**counts, seconds=9.5), colour=True)


def test_document():
    assert as_junit(FULL, SEVERAL_LINES, UNICODE, leaves=2, errors=1, warnings=1) == (
        f"""\
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="catalogc" tests="3" failures="1" errors="0" skipped="2">
  <testsuite name="{DEV}" tests="3" failures="1" errors="0" skipped="2">
    <testcase classname="{DEV}" name="a-rule gpu.limits[&quot;nvidia.com/gpu&quot;][0]" file="{DEV}">
      <failure type="a-rule" message="gpu.count is 4 (too many)">{DEV}:2:10: error: gpu.count is 4 (too many) [a-rule]
see c d.yaml:1:9: largest pool
policy: policies/x.yaml:1:7
help: lower it
{DOCS}</failure>
    </testcase>
    <testcase classname="{DEV}" name="a-rule probe" file="{DEV}">
      <skipped message="warning: probe is flat"/>
      <system-out>{DEV}:2:1: warning: probe is flat [a-rule]
{DOCS}</system-out>
    </testcase>
    <testcase classname="{DEV}" name="a-rule" file="{DEV}">
      <skipped message="info: b is after &#66560;"/>
      <system-out>{DEV}:1:3: info: b is after &#66560; [a-rule]
{DOCS}</system-out>
    </testcase>
  </testsuite>
</testsuites>
"""  # noqa: E501
    )


def test_clean_run_is_one_case_that_passed():
    assert (
        as_junit(leaves=3)
        == """\
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="catalogc" tests="1" failures="0" errors="0" skipped="0">
  <testsuite name="catalogc" tests="1" failures="0" errors="0" skipped="0">
    <testcase classname="catalogc" name="no findings">
      <system-out>All 3 leaves are clean.</system-out>
    </testcase>
  </testsuite>
</testsuites>
"""
    )


def test_hostile_text_is_text():
    (case,) = ET.fromstring(as_junit(HOSTILE)).iter("testcase")
    message = (
        r"::error::x\x1b[2J\r\n##[error]]]><&"
        "\"' {0} [l](http://e) [ [ATTACHMENT|/x]] 100%"
    )
    assert case.attrib == {
        "classname": r"a,b:c%\n<é>.yaml",
        "name": "a-rule",
        "file": r"a,b:c%\n<é>.yaml",
    }
    (failure,) = case
    assert failure.attrib == {"type": "a-rule", "message": message}
    assert failure.text == (
        rf"a,b:c%\n<é>.yaml:1:4: error: {message} [a-rule]"
        "\n"
        rf"help: see\n::stop-commands::x"
        f"\n{DOCS}"
    )


# Path, field and severity of findings; then class and name of their cases.
NAMES = {
    "one": ([("a.yaml", ("x",))], [("a.yaml", "a-rule x")]),
    "no field": ([("a.yaml", ())], [("a.yaml", "a-rule")]),
    "equal": (
        [("a.yaml", ("x",)), ("a.yaml", ("x",)), ("a.yaml", ("x",))],
        [("a.yaml", "a-rule x"), ("a.yaml", "a-rule x #2"), ("a.yaml", "a-rule x #3")],
    ),
    "files": (
        [("a.yaml", ("x",)), ("b.yaml", ("x",)), ("a.yaml", ("y", 0))],
        [("a.yaml", "a-rule x"), ("a.yaml", "a-rule y[0]"), ("b.yaml", "a-rule x")],
    ),
}


@pytest.mark.parametrize(("places", "expected"), NAMES.values(), ids=NAMES)
def test_cases_are_named_after_rule_and_field(places, expected):
    findings = [finding(between("a: 1\n", 0, 1, path), field=field) for path, field in places]
    root = ET.fromstring(as_junit(*findings))
    names = [(case.get("classname"), case.get("name")) for case in root.iter("testcase")]
    assert names == expected


def test_names_do_not_know_lines():
    moved = finding(between("\n\ngpu: 1\n", 2, 5), field=("gpu",))
    still = finding(between("gpu: 1\n", 0, 3), field=("gpu",))
    names = [
        next(ET.fromstring(as_junit(found)).iter("testcase")).attrib for found in (moved, still)
    ]
    assert names[0] == names[1]


def test_counts_are_those_of_the_cases():
    root = ET.fromstring(as_junit(*MACHINE_FINDINGS, *MACHINE_FINDINGS))
    for suite in (root, *root.iter("testsuite")):
        cases = list(suite.iter("testcase"))
        counted = {
            "tests": len(cases),
            "failures": sum(case.find("failure") is not None for case in cases),
            "errors": 0,
            "skipped": sum(case.find("skipped") is not None for case in cases),
        }
        assert {key: int(suite.get(key)) for key in counted} == counted
    assert (root.get("tests"), root.get("failures")) == ("14", "10")
    assert [suite.get("name") for suite in root] == [
        DEV,
        "ls.yaml",
        r"a,b:c%\n<é>.yaml",
        "big.yaml",
        r"\x7f.yaml",
    ]


@given(st.text(), st.sampled_from(Severity))
def test_it_is_well_formed_and_ascii(text, severity):
    found = finding(
        between("a: 1\n", 0, 1, text), text, label=text, help=text, field=(text,), severity=severity
    )
    printed = as_junit(found)
    (case,) = ET.fromstring(printed).iter("testcase")
    assert printed.isascii()
    assert printed.replace("\n", "").isprintable()
    assert len(case.get("name").split("\n")) == 1


def test_it_does_not_depend_on_time():
    fast, slow = Summary(leaves=1, seconds=0), Summary(leaves=1, seconds=60)
    for findings in ([], [finding(COUNT)]):
        first, second = (
            FORMATS["junit"](findings, summary, colour=False) for summary in (fast, slow)
        )
        assert first == second
