"""Patches of a document are what a full read of it says."""

import copy

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from catalogc.goyaml.blocks import find_patches
from catalogc.goyaml.load import YamlError, load_documents

OLD = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels:
    app: web
    team: shop
spec:
  replicas: 1
  empty:
  template:
    spec:
      containers:
      - name: web
        args: [a, b]
        command:
        - sh
        - -c
        - |
          run: &&
            this
        env:
        - name: A
          value: "1"
        - name: B
          value: "2"
      - name: side
        env:
          - name: A
            value: "1"
      volumes:
      - name: tmp
        emptyDir: {}
"""

# old text, new text -> paths of the patches; None for a full read
CASES = {
    "scalar": ('"2"', '"3"', ["spec.template.spec.containers.0.env.1.value"]),
    "label": ("team: shop", "team: other", ["metadata.labels.team"]),
    "another label": ("team: shop", "tier: shop", ["metadata.labels"]),
    "no text": ("team: shop", 'team: ""', ["metadata.labels.team"]),
    "nothing": ("team: shop", "team:", ["metadata.labels.team"]),
    "a block scalar": ("team: shop", "team: |", ["metadata.labels"]),
    "a mapping": ("team: shop", "team: {a: b}", ["metadata.labels"]),
    "further right": ("    team: shop", "      team: shop", None),
    "first key of an item": (
        "- name: B",
        "- name: C",
        ["spec.template.spec.containers.0.env.1.name"],
    ),
    "names swapped": (
        "- name: web\n        args: [a, b]",
        "- name: side\n        args: [b, a]",
        ["spec.template.spec.containers.0"],
    ),
    "item added": (
        '          value: "2"\n',
        '          value: "2"\n        - name: C\n',
        ["spec.template.spec.containers.0.env"],
    ),
    "item gone": (
        '        - name: A\n          value: "1"\n        - name: B',
        "        - name: B",
        ["spec.template.spec.containers.0.env"],
    ),
    "items swapped": (
        '- name: A\n          value: "1"\n        - name: B\n          value: "2"',
        '- name: B\n          value: "2"\n        - name: A\n          value: "1"',
        ["spec.template.spec.containers.0.env"],
    ),
    "block scalar": ("            this\n", "            that\n", None),
    "two places": (
        '"1"',
        '"9"',
        [
            "spec.template.spec.containers.0.env.0.value",
            "spec.template.spec.containers.1.env.0.value",
        ],
    ),
    "everything gone": ("    app: web\n    team: shop\n", "", ["metadata.labels"]),
    "name of the object": ("metadata:\n  name: web", "metadata:\n  name: api", None),
    "kind": ("kind: Deployment", "kind: Job", None),
    "anchor": ("team: shop", "team: &a shop", None),
    "broken": ("team: shop", 'team: "shop', None),
    "further left": ("    team: shop", "  team: shop", None),
    "tag": ("team: shop", "team: !!binary shop", None),
}


@pytest.mark.parametrize(("old", "new", "paths"), CASES.values(), ids=CASES)
def test_patches(old, new, paths):
    text = OLD.replace(old, new)
    assert text != OLD
    found = find_patches(OLD, text)
    if paths is not None or found is not None:
        assert applied(found) == load_documents(text)[0]
    if paths is not None:
        assert [".".join(map(str, patch.path)) for patch in found] == paths


def applied(patches):
    data = copy.deepcopy(load_documents(OLD)[0])
    for path, value in patches:
        node = data
        for part in path[:-1]:
            node = node[part]
        node[path[-1]] = value
    return data


LINES = OLD.split("\n")[:-1]
POOL = [*LINES, "", "#", "  - x", "    - y: 1", "x:", "        - name: A", "  z: |", "-", "'", "]"]
POOL += ["    team: other", '    app: ""', "    app: |", "          value: >-", "        - name: B"]
POOL += [
    "  replicas:",
    "  replicas: '",
    "      - name:",
    "     team: x",
    "  name: api",
    "    app: &a x",
]


@st.composite
def edited(draw):
    """The document with a few lines replaced, taken away, doubled or put in."""
    lines = list(LINES)
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, len(lines) - 1))
        kept = draw(st.integers(0, 2))
        added = draw(st.lists(st.sampled_from(POOL), max_size=2))
        lines[place : place + kept] = added
    return "\n".join(lines) + "\n"


@settings(max_examples=150, deadline=None)
@given(edited())
@example(OLD.replace("  empty:\n", "  empty:\n  more:\n"))
@example(OLD.replace("  labels:\n", "  labels:\n  more:\n"))
@example(OLD.replace("      volumes:\n", "      volumes:\n      more:\n"))
def test_patches_never_say_something_else(text):
    found = find_patches(OLD, text)
    if found is None:
        return
    try:
        (data,) = load_documents(text)
    except (YamlError, ValueError):
        pytest.fail("what cannot be read was read")
    assert repr(applied(found)) == repr(data)
