"""Moves of fields, case by case: text in, text out."""

import textwrap

import pytest

from catalogc.model.adapter import MovedField
from catalogc.model.finding import Applicability, Severity
from catalogc.model.source import parse_path
from catalogc.parse.document import parse_document
from fix import layout_cases, style_cases
from fix.flat_leaf import fixed, read

CASES = {**layout_cases.CASES, **style_cases.CASES}


@pytest.mark.parametrize(("before", "after"), CASES.values(), ids=CASES)
def test_fix(before, after):
    before = textwrap.dedent(before)
    outcome = read(before)
    assert {finding.severity for finding in outcome.findings} == {Severity.WARNING}
    result = fixed(outcome)
    assert result == (after and textwrap.dedent(after))
    if result is None:
        assert all(finding.help for finding in outcome.findings)
        return
    again = read(result)
    if all(finding.fixes for finding in outcome.findings):
        assert again.findings == ()
        assert again.value.data == outcome.value.data
    else:
        assert fixed(again) is None


# name -> (old, new, before, after)
RENAMES = {
    "in its place": ("b", "c", "a: 1\nb: 2 # two\nd: 3\n", "a: 1\nc: 2 # two\nd: 3\n"),
    "a key that must be in quotes": ("b", '["on"]', "b: 1\n", '"on": 1\n'),
    "a key with a slash": ("b", '["nvidia.com/gpu"]', "b: 1\n", "nvidia.com/gpu: 1\n"),
    "inside its parent": ("a.b", "a.c.d", "a: {b: 1}\n", "a: {c: {d: 1}}\n"),
    "inside its block": ("a.b", "a.c.d", "a:\n  b:\n  - 1\n", "a:\n  c:\n    d:\n    - 1\n"),
    "below itself": ("a", "a.b", "a: 1\n", None),
    "above itself": ("a.a", "a", "a:\n  a: 1\n", None),
    "through a list": ("a[0]", "b", "a: [1]\n", None),
}


@pytest.mark.parametrize(("old", "new", "before", "after"), RENAMES.values(), ids=RENAMES)
def test_rename(old, new, before, after):
    moved = (MovedField(parse_path(old), parse_path(new)),)
    outcome = read(before, moved)
    assert fixed(outcome) == after


def test_fields_inside_each_other_move_once():
    moved = tuple(MovedField(parse_path(old), (new,)) for old, new in (("a", "x"), ("a.b", "y")))
    outcome = read("a: {b: 1}\n", moved)
    assert outcome.value.data == {"x": {"b": 1}}
    assert fixed(outcome) is None


def test_an_embedded_leaf_and_the_documents_beside_it():
    before = (
        "kind: Component\nspec:\n  workload:\n    model: phi\n    resources:\n      cpu: 1\n"
        "  owner: us\n---\nkind: Other\n"
    )
    outcome = read(before, inside=("spec", "workload"))
    assert fixed(outcome) == (
        "kind: Component\nspec:\n  workload:\n    model: phi\n    container:\n"
        "      resources:\n        cpu: 1\n  owner: us\n---\nkind: Other\n"
    )


def test_the_fix_of_several_fields_is_one_and_safe():
    outcome = read("inference:\n  image: a\n  port: 1\nresources: {cpu: 1}\n")
    assert [finding.message for finding in outcome.findings] == [
        "inference.image has moved to container.image",
        "inference.port has moved to container.port",
        "resources has moved to container.resources",
    ]
    fixes = {fix for finding in outcome.findings for fix in finding.fixes}
    assert [(fix.title, fix.applicability) for fix in fixes] == [
        ("move inference.image, inference.port and 1 more to their new places", Applicability.SAFE)
    ]


def test_a_field_in_both_spellings_has_no_fix():
    outcome = read("resources: {cpu: 1}\nsecretStore: v\ncontainer:\n  resources: {cpu: 2}\n")
    both, moved = outcome.findings
    assert both.severity is Severity.ERROR
    assert both.fixes == ()
    assert [fix.title for fix in moved.fixes] == ["move secretStore to container.secretStore"]


def test_spans_of_edits_name_lines_and_columns():
    before = "a: 1\nsecretStore: b\ninference: {max: 1, port: 2}\ncontainer:\n  x: 1"
    (finding, *_) = read(before).findings
    places = [
        (*edit.location.span[:4], edit.location.text, edit.replacement)
        for edit in finding.fixes[0].edits
    ]
    assert places == [
        (2, 1, 3, 1, "secretStore: b\n", ""),
        (3, 19, 3, 28, ", port: 2", ""),
        (5, 7, 5, 7, "", "\n  secretStore: b\n  port: 2"),
    ]


def test_nothing_is_lost_of_a_large_file():
    rows = "".join(f"k{number}: {{v: {number}}} # c{number}\n" for number in range(1500))
    before = f"{rows}resources: {{cpu: 1}}\n{rows.replace('k', 'l')}"
    after = before.replace("resources:", "container:\n  resources:")
    assert fixed(read(before)) == after
    assert parse_document("x", after.encode()).value.data["container"] == {"resources": {"cpu": 1}}
