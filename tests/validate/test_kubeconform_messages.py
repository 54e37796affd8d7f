"""kubeconform's messages: fields, words, and values that stay hidden."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogc.validate.kubeconform_messages import Problem, read_problems
from validate.objects import Schemas, rendered

HEAD = (
    "problem validating schema. Check JSON formatting: jsonschema validation failed with "
    "'file:///tmp/x/v1/v1/pod.json#'"
)
MANIFEST = {
    "kind": "Pod",
    "metadata": {"labels": {"app.kubernetes.io/name": 1, "app.kubernetes.io": {"name": 2}}},
    "spec": {"containers": [{"name": "web", "args": [1]}], "a": {"b/c": {"d": 1}}},
}
# Where the message has no tree, validationErrors says it; its paths do not escape slashes.
OUTERMOST = {
    "a field": ("/spec/a", ("spec", "a")),
    "the whole": ("", ()),
    "an item": ("/spec/containers/0/args/0", ("spec", "containers", 0, "args", 0)),
    "a key with a slash": (
        "/metadata/labels/app.kubernetes.io/name",
        ("metadata", "labels", "app.kubernetes.io/name"),
    ),
    "a key with a slash on the way": ("/spec/a/b/c/d", ("spec", "a", "b/c", "d")),
    "no such field": ("/spec/nothing/more", ("spec",)),
    "no such item": ("/spec/containers/7/name", ("spec", "containers")),
    "an item that is no number": ("/spec/containers/x", ("spec", "containers")),
}


@pytest.mark.parametrize(("path", "expected"), OUTERMOST.values(), ids=OUTERMOST)
def test_outermost_errors(path, expected):
    assert read_problems("another message", [(path, "got it")], MANIFEST) == [
        Problem(expected, "got it")
    ]


TEXTS = {
    "nothing": ("", "it gives no reason"),
    "no entries": (f"{HEAD}", "jsonschema validation failed with 'the schema'"),
    "something else": ("out of cheese", "out of cheese"),
}


@pytest.mark.parametrize(("message", "text"), TEXTS.values(), ids=TEXTS)
def test_a_message_without_fields_is_about_the_object(message, text):
    assert read_problems(message, [], MANIFEST) == [Problem((), text)]


def test_a_tree():
    """Indented entries; a group's own text says nothing."""
    message = (
        f"{HEAD} - at '/spec': validation failed   - at '/spec/containers/0': allOf failed"
        "     - at '/spec/containers/0/name': got string, want integer"
        "     - at '/spec/containers/0': missing properties 'image', 'it\\'s'"
        "   - at '/spec/a/b~1c/d': minimum: got 1, want 3 - at '': additional properties 'x' "
        "not allowed"
    )
    assert read_problems(message, [], MANIFEST) == [
        Problem(("spec", "a", "b/c", "d"), "minimum: got 1, want 3"),
        Problem(("spec", "containers", 0, "image"), "missing property, which is required"),
        Problem(("spec", "containers", 0, "name"), "got string, want integer"),
        Problem(("spec", "containers", 0, "it's"), "missing property, which is required"),
        Problem(("x",), "additional property, which is not allowed"),
    ]


@given(st.text(alphabet=" -at'/:\\~01xspec\n\"", max_size=60), st.text(max_size=20))
def test_any_message_is_read(message, path):
    problems = read_problems(HEAD + message, [(path, message)], MANIFEST)
    assert problems
    for problem in problems:
        assert all(isinstance(part, str | int) for part in problem.path)


SCHEMA = {
    "properties": {
        "pattern": {"pattern": "^[a-z]+$"},
        "date": {"format": "date-time"},
        "word": {"enum": ["a", "b"]},
        "few": {"maxItems": 1, "minItems": 1},
        "size": {"minimum": 2, "maximum": 3},
        "length": {"maxLength": 2},
        "never": {"not": {}},
        "either": {
            "anyOf": [
                {"properties": {"port": {"type": "integer"}}, "required": ["port"]},
                {"properties": {"name": {"type": "string"}}, "required": ["name"]},
            ]
        },
        "one": {"oneOf": [{"type": "string"}, {"maxProperties": 0}]},
        "names": {"propertyNames": {"pattern": "^[a-z]+$"}},
        "data": {"additionalProperties": {"type": "string", "pattern": "^[a-z]*$"}},
        "token": {"pattern": "^[a-z]*$"},
    },
}
NONE = "fits none of what is allowed"
WORDS = [
    ({"pattern": "A'B"}, ["pattern: \"A'B\" does not match pattern '^[a-z]+$'"]),
    ({"date": "today"}, ['date: "today" is not valid date-time']),
    ({"word": "c"}, ["word: value must be one of 'a', 'b'"]),
    ({"few": []}, ["few: minItems: got 0, want 1"]),
    ({"size": 1.5}, ["size: minimum: got 1.5, want 2"]),
    ({"length": "abc"}, ["length: maxLength: got 3, want 2"]),
    ({"never": 1}, ["never: not failed"]),
    (
        {"either": {"port": "x"}},
        [f"either: {NONE}: got string, want integer; or missing property, which is required"],
    ),
    (
        {"one": {"a": 1}},
        [f"one: {NONE}: got object, want string; or maxProperties: got 1, want 0"],
    ),
    ({"names": {"A": 1}}, [": the name A is not allowed"]),  # it does not say where
    (
        {"names": {"A": 1, "B": 1}, "never": 1},
        [
            "names: the name A is not allowed",
            "names: the name B is not allowed",
            "never: not failed",
        ],
    ),
    ({"token": "Geheim1"}, ["token: *** does not match pattern '^[a-z]*$'"]),
    (
        {"kind": "Secret", "data": {"a": "Geheim"}},
        ["data.a: the value does not match pattern '^[a-z]*$'"],
    ),
]


@pytest.mark.parametrize(("fields", "expected"), WORDS, ids=str)
def test_words(kubeconform, fields, expected):
    manifest = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, **fields}
    source = Schemas({("v1", "Pod"): SCHEMA, ("v1", "Secret"): SCHEMA})
    answer = kubeconform.validate([rendered(manifest)], [source], "1.34")
    assert [f"{'.'.join(item.path)}: {item.label}" for item in answer.findings] == expected


def test_fields_of_an_alternative_are_named(kubeconform):
    manifest = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}}
    manifest["either"] = {"port": "x"}
    source = Schemas({("v1", "Pod"): SCHEMA})
    (finding,) = kubeconform.validate([rendered(manifest)], [source], "1.34").findings
    assert finding.path == ("either",)
    assert finding.also == (("either", "name"), ("either", "port"))


LETTERS = "ab/~'\"\\ -:,.[]0\n\t\u00e9\u2028\U0001f600\x7f"
KEYS = [" - at '/x': got", "', '", "\\'", "\\\\ ", "~1", "~01", "//", "/", ""]


def test_keys_of_any_characters(kubeconform):
    """Each path leads to the one value that is wrong, whatever the keys on the way."""
    chance = random.Random(7)
    any_keys = ["".join(chance.choices(LETTERS, k=chance.randrange(1, 9))) for _ in range(300)]
    keys = [*KEYS, *(key for key in any_keys if not key.endswith("\\"))]
    answer = _with_wrong_values(kubeconform, keys)
    assert [item.path for item in answer.findings] == [("spec", "wrong", key, key) for key in keys]


def test_keys_that_end_with_a_backslash(kubeconform):
    """kubeconform's escapes are ambiguous there; the path may end early, and never leads astray."""
    keys = ["a\\", "\\", "a\\\\", "\\'\\"]
    answer = _with_wrong_values(kubeconform, keys)
    assert answer.invalid == len(keys)
    for finding, key in zip(answer.findings, keys, strict=True):
        assert finding.path == ("spec", "wrong", key, key)[: len(finding.path)]


def _with_wrong_values(kubeconform, keys):
    head = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}}
    manifests = [
        {**head, "spec": {"right": {key: "text"}, "wrong": {key: {key: 1}}}} for key in keys
    ]
    texts = {"additionalProperties": {"additionalProperties": {"type": "string"}}}
    schema = {"properties": {"spec": {"properties": {"wrong": texts}}}}
    return kubeconform.validate([rendered(*manifests)], [Schemas({("v1", "Pod"): schema})], "1.34")
