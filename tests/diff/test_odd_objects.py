"""Objects of any shape are compared and reported: their schema says what is wrong with them."""

import copy
from pathlib import Path

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogc.diff.compare import compare
from catalogc.diff.fields import Noise
from catalogc.diff.report.registry import FORMATS
from catalogc.diff.report.wording import Names
from diff.sides import rendered, side

OBJECTS = yaml.safe_load((Path(__file__).parent / "cases" / "objects.yaml").read_text("utf-8"))
ODD = [None, True, 7, -1, "", "x", [], [None], [[]], {}, {"name": 1}, {"a": None}, 10**20, 0.5]


def paths(value, path=()):
    """Every path in an object but those that make its identity."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in items:
        yield (*path, key)
        if isinstance(inner, dict | list):
            yield from paths(inner, (*path, key))


PLACES = [
    (name, path)
    for name, manifest in OBJECTS.items()
    for path in paths(manifest)
    if path[0] not in ("apiVersion", "kind") and path not in {("metadata",), ("metadata", "name")}
    if path != ("metadata", "namespace")
]


def put(manifest, path, value):
    """A copy with another value at a path."""
    changed = copy.deepcopy(manifest)
    node = changed
    for part in path[:-1]:
        node = node[part]
    node[path[-1]] = copy.deepcopy(value)
    return changed


@settings(max_examples=80)
@given(st.sampled_from(PLACES), st.sampled_from(ODD), st.booleans())
def test_any_value_anywhere(place, value, forwards):
    name, path = place
    others = [manifest for other, manifest in OBJECTS.items() if other in ("deployment", "claim")]
    others = [manifest for manifest in others if manifest is not OBJECTS[name]]
    pair = [OBJECTS[name], put(OBJECTS[name], path, value)]
    before, after = pair if forwards else pair[::-1]
    found = compare(side(rendered([before, *others])), side(rendered([after, *others])))
    for application in found.applications:
        for item in application.resources:
            assert item.effects
            assert item.changes or before == after
    for write in (FORMATS["text"], FORMATS["json"]):
        assert write(found, Names("a", "b")).endswith("\n")


@settings(max_examples=30)
@given(st.sampled_from(PLACES), st.sampled_from(ODD))
def test_what_changes_there_changes_back(place, value):
    name, path = place
    one, other = OBJECTS[name], put(OBJECTS[name], path, value)
    there, back = (
        compare(side(rendered([old])), side(rendered([new])))
        for old, new in ((one, other), (other, one))
    )
    fields = [
        sorted(
            (change.path, repr(sides))
            for application in found.applications
            for item in application.resources
            if item.key.kind != "Application"
            for change in item.changes
            if change.noise is not Noise.ORDER
            for sides in [(change.before, change.after)[::step]]
        )
        for found, step in ((there, 1), (back, -1))
    ]
    assert fields[0] == fields[1]
