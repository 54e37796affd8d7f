"""Changes of fields: what is paired with what, and that nothing is lost."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogc.diff.fields import ABSENT, FieldChange, Noise, field_changes, format_field, touches
from catalogc.diff.keys import keyed_fields
from catalogc.diff.noise import without_meaning
from catalogc.schemas.list_keys import KeyedFields

POD = KeyedFields.of(
    {
        ("containers",): ("name",),
        ("containers", "*", "ports"): ("containerPort", "protocol"),
        ("finalizers",): (),
    }
)

CASES = {
    "equal": ({"a": [1, {"b": None}]}, {"a": [1, {"b": None}]}, []),
    "a scalar": ({"a": 1}, {"a": 2}, ["a: 1 -> 2"]),
    "a number and a truth value": ({"a": 1}, {"a": True}, ["a: 1 -> True"]),
    "null is a value": ({"a": None}, {}, ["a: None -> -"]),
    "a subtree is one change": ({}, {"a": {"b": {"c": 1}}}, ["a: - -> {'b': {'c': 1}}"]),
    "the head's order, then what is gone": (
        {"x": 1, "y": 1},
        {"z": 1, "y": 2},
        ["z: - -> 1", "y: 1 -> 2", "x: 1 -> -"],
    ),
    "items by name": (
        {"containers": [{"name": "a", "i": 1}, {"name": "b", "i": 1}]},
        {"containers": [{"name": "b", "i": 2}]},
        ["containers[b].i: 1 -> 2", "containers[a]: {'name': 'a', 'i': 1} -> -"],
    ),
    "items by two keys, one left out": (
        {"containers": [{"name": "a", "ports": [{"containerPort": 80, "x": 1}]}]},
        {
            "containers": [
                {"name": "a", "ports": [{"containerPort": 80, "x": 2, "protocol": "TCP"}]}
            ]
        },
        ["containers[a].ports[80/TCP].x: 1 -> 2", "containers[a].ports[80/TCP].protocol: - -> TCP"],
    ),
    "order alone is noise": (
        {"containers": [{"name": "a"}, {"name": "b"}]},
        {"containers": [{"name": "b"}, {"name": "a"}]},
        ["containers: ['a', 'b'] -> ['b', 'a'] (order)"],
    ),
    "a set": (
        {"finalizers": ["a", "b"]},
        {"finalizers": ["c", "a"]},
        ["finalizers[c]: - -> c", "finalizers[b]: b -> -"],
    ),
    "a name tells items apart where no schema does": (
        {"triggers": [{"name": "x", "v": 1}]},
        {"triggers": [{"name": "y", "v": 1}, {"name": "x", "v": 2}]},
        ["triggers[y]: - -> {'name': 'y', 'v': 1}", "triggers[x].v: 1 -> 2"],
    ),
    "their order counts": (
        {"steps": [{"name": "x"}, {"name": "y"}]},
        {"steps": [{"name": "y"}, {"name": "x"}]},
        ["steps: ['x', 'y'] -> ['y', 'x']"],
    ),
    "an argument in the middle": (
        {"args": ["--a", "--b"]},
        {"args": ["--a", "--new", "--b"]},
        ["args[1]: - -> --new"],
    ),
    "an argument replaced": (
        {"args": ["--a", "--b"]},
        {"args": ["--a", "--c"]},
        ["args[1]: --b -> --c"],
    ),
    "the same key twice falls back to the sequence": (
        {"containers": [{"name": "a", "i": 1}, {"name": "a", "i": 2}]},
        {"containers": [{"name": "a", "i": 1}, {"name": "a", "i": 3}]},
        ["containers[1].i: 2 -> 3"],
    ),
    "a list becomes a mapping": ({"a": [1]}, {"a": {"b": 1}}, ["a: [1] -> {'b': 1}"]),
}


def written(change):
    before, after = ("-" if side is ABSENT else side for side in (change.before, change.after))
    noise = f" ({change.noise})" if change.noise else ""
    return f"{format_field(change.path)}: {before} -> {after}{noise}"


@pytest.mark.parametrize(("before", "after", "expected"), CASES.values(), ids=CASES)
def test_changes(before, after, expected):
    assert [written(change) for change in field_changes(before, after, POD)] == expected


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(0, 3) | st.sampled_from(["a", "b"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["name", "x", "containers", "finalizers"]), inner, max_size=3
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_nothing_changes_between_equal_values(value):
    assert field_changes(value, copy.deepcopy(value), POD) == []


@given(JSON, JSON)
def test_every_difference_is_a_change_that_can_be_found(before, after):
    changes = field_changes(before, after, POD)
    assert bool(changes) == (repr(_sorted(before)) != repr(_sorted(after)))
    for change in changes:
        if _is_order(change):
            continue
        if change.after is not ABSENT:
            assert _at(after, change.at) == change.after
        if change.before is not ABSENT:
            assert _at(before, change.was) == change.before


def _sorted(value):
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    return [_sorted(item) for item in value] if isinstance(value, list) else value


def _is_order(change):
    return isinstance(change.before, list) and isinstance(change.after, list)


def _at(value, path):
    for part in path:
        value = value[part]
    return value


@pytest.mark.parametrize(
    ("path", "found"),
    [
        (("spec", "a"), True),
        (("spec", "a", "b"), True),
        (("spec",), True),
        (("spec", "a", "c"), False),
        (("spec", "ab"), False),
    ],
)
def test_a_change_touches_what_is_above_and_below(path, found):
    change = FieldChange(
        ("spec", "a"), ("spec", "a"), ("spec", "a"), {"b": 1, "c": 2}, {"b": 2, "c": 2}
    )
    assert touches(change, path) is found


@pytest.mark.parametrize(
    ("path", "before", "after", "noise"),
    [
        (("metadata", "labels", "helm.sh/chart"), "a-1", "a-2", Noise.VERSION_LABEL),
        (("metadata", "labels", "app"), "a", "b", None),
        (("metadata", "labels"), ABSENT, {"helm.sh/chart": "a-1"}, Noise.VERSION_LABEL),
        (("metadata", "labels"), ABSENT, {"helm.sh/chart": "a-1", "app": "a"}, None),
        (("spec", "template", "metadata", "annotations", "checksum/x"), "1", "2", Noise.CHECKSUM),
        (("data", "checksum/x"), "1", "2", None),
        (("metadata", "annotations", "catalogc.dev/leaf"), "a", "b", Noise.LEAF_PATH),
        (("spec", "resources", "limits", "cpu"), "1", "1000m", Noise.QUANTITY),
        (("spec", "resources", "limits", "cpu"), "1", "1001m", None),
        (("spec", "resources", "limits", "cpu"), "1", "one", None),
        (("spec", "sizeLimit"), "1Gi", "1024Mi", Noise.QUANTITY),
        (("spec", "template", "spec", "dnsPolicy"), ABSENT, "ClusterFirst", Noise.DEFAULT),
        (("spec", "template", "spec", "dnsPolicy"), "ClusterFirst", ABSENT, Noise.DEFAULT),
        (("spec", "template", "spec", "dnsPolicy"), ABSENT, "Default", None),
        (("data", "protocol"), ABSENT, "TCP", None),
        (("spec", "enableServiceLinks"), ABSENT, 1, None),
    ],
)
def test_noise(path, before, after, noise):
    change = FieldChange(path, path, path, before, after)
    assert without_meaning(change, "apps", "Deployment").noise is noise


def test_defaults_are_those_of_kubernetes_own_kinds():
    path = ("spec", "replicas")
    change = FieldChange(path, path, path, ABSENT, 1)
    assert without_meaning(change, "example.com", "Thing").noise is None


@pytest.mark.parametrize(
    ("api_version", "kind", "path", "keys"),
    [
        ("apps/v1", "Deployment", ("spec", "template", "spec", "containers"), ("name",)),
        ("v1", "Service", ("spec", "ports"), ("port", "protocol")),
        ("gateway.networking.k8s.io/v1", "Gateway", ("spec", "listeners"), ("name",)),
        ("example.com/v1", "Thing", ("spec", "list"), None),
    ],
)
def test_keys_come_from_the_schemas(api_version, kind, path, keys):
    found = keyed_fields(api_version, kind, "1.34")
    for part in path:
        found = found.fields.get(part, KeyedFields())
    assert found.keys == keys
