"""How two renders are compared."""

from dataclasses import replace

import pytest

from catalogc.goyaml.dump import dump
from catalogc.model.resource import Resource
from catalogc.model.source import format_path
from catalogc.origin.trees import compare


def made(manifest, name="app", template="templates/a.yaml"):
    return Resource("v1", "ConfigMap", "", name, template, manifest, dump(manifest))


# before, after -> field, before, after
CASES = {
    "nothing": ({"a": 1}, {"a": 1}, []),
    "scalar": ({"a": 1}, {"a": 2}, [("a", 1, 2)]),
    "type": ({"a": 1}, {"a": True}, [("a", 1, True)]),
    "gone": ({"a": {"b": 1, "c": 2}}, {"a": {"b": 1}}, [("a.c", 2, "ABSENT")]),
    "added tree": ({}, {"a": {"b": [1]}}, [("a.b[0]", "ABSENT", 1)]),
    "tree to scalar": ({"a": {"b": 1}}, {"a": 1}, [("a.b", 1, "ABSENT"), ("a", "ABSENT", 1)]),
    "named item gone": (
        {"env": [{"name": "A", "value": 1}, {"name": "B", "value": 2}]},
        {"env": [{"name": "B", "value": 2}]},
        [("env[0].name", "A", "ABSENT"), ("env[0].value", 1, "ABSENT")],
    ),
    "item renamed": (
        {"env": [{"name": "A"}]},
        {"env": [{"name": "B"}]},
        [("env[0].name", "A", "B")],
    ),
    "items swapped": (
        {"env": [{"name": "A", "v": 1}, {"name": "B", "v": 2}]},
        {"env": [{"name": "B", "v": 2}, {"name": "A", "v": 3}]},
        [("env[0].v", 1, 3)],
    ),
    "text item gone": ({"args": ["a", "b"]}, {"args": ["b"]}, [("args[0]", "a", "ABSENT")]),
}


@pytest.mark.parametrize(("before", "after", "expected"), CASES.values(), ids=CASES)
def test_differences(before, after, expected):
    found = compare([made(before)], [made(after)])
    shown = [(format_path(c.path), _plain(c.before), _plain(c.after)) for c in found]
    assert [(*row, type(row[2])) for row in shown] == [(*row, type(row[2])) for row in expected]


def test_renamed_objects_of_one_template_are_the_same_object():
    before, after = made({"a": 1}, "one"), made({"a": 2}, "two")
    assert [(c.resource, c.before, c.after) for c in compare([before], [after])] == [
        (before.key, 1, 2)
    ]


def test_objects_of_one_template_and_name_are_the_same_object_of_another_kind():
    before = made({"kind": "ConfigMap"})
    after = replace(made({"kind": "Secret"}), kind="Secret")
    assert [(c.resource, c.before, c.after) for c in compare([before], [after])] == [
        (before.key, "ConfigMap", "Secret")
    ]


def test_objects_of_two_templates_are_not():
    before = made({"a": 1}, "one")
    after = replace(before, name="two", template="templates/b.yaml")
    assert {c.resource.name for c in compare([before], [after])} == {"one", "two"}


def _plain(value):
    return repr(value) if repr(value) == "ABSENT" else value
