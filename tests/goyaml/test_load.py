"""Rendered manifests: many documents, refused cleanly where Helm reads something else."""

import pytest

from catalogc.goyaml.load import YamlError, load_documents
from goyaml.helm_reader import read_with_helm

BOMB = "a0: &a0 [1,1,1,1,1,1,1,1,1,1]\n" + "".join(
    f"a{level}: &a{level} [{','.join([f'*a{level - 1}'] * 10)}]\n" for level in range(1, 9)
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("# nothing\n", []),
        ("---\n---\na: 1\n", [None, {"a": 1}]),
        ("a: 1\n---\nb: no\n...\n", [{"a": 1}, {"b": False}]),
        ("a: 9007199254740993\n", [{"a": 9007199254740993}]),
        ("a: &x [1]\nb: *x\n", [{"a": [1], "b": [1]}]),
        ("a: '! x'\nb: hello ! x\n", [{"a": "! x", "b": "hello ! x"}]),
        ("a: 1\na: 2\n", [{"a": 2}]),
    ],
)
def test_documents(text, expected):
    assert load_documents(text) == expected


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ("a: b: c\n", "mapping values are not allowed", (1, 5)),
        ("a:\n  <<: {b: 1}\n", "merge keys are not read", (2, 3)),
        ("? [a]\n: b\n", "a key must be text", (1, 3)),
        ("a: !!int '3'\n", "the tag tag:yaml.org,2002:int is not read", (1, 4)),
        ("b: 1\na: ! 12\n", "the tag ! is not read", (2, 4)),
        ("a: [! 'no']\n", "the tag ! is not read", (1, 5)),
        ("a: &x ! 1\n", "the tag ! is not read", (1, 4)),
        ("a: 1\nb: .nan\n", ".nan is not a number", (2, 4)),
        ("a: &x [*x]\n", "an alias contains itself", (1, 1)),
        (BOMB, "aliases make over 1000000 values", (1, 1)),
        ("[" * 50_000, "nesting is deeper than 500", (1, 501)),
        ("# " + "]" * 50_000 + "\n" + "[" * 50_000, "nesting is deeper than 500", (2, 501)),
        ('["]",' * 50_000, "nesting is deeper than 500", (1, 2501)),
        ("-  " * 50_000, "nesting is deeper than 500", (1, 1501)),
        ("a: \x00\n", "control characters are not allowed", (0, 0)),
        ('a: "\ud800"\n', "surrogates not allowed", (0, 0)),
    ],
    ids=lambda value: value[:12] if isinstance(value, str) else None,
)
def test_refused(text, message, place):
    with pytest.raises(YamlError) as caught:
        load_documents(text)
    assert message in caught.value.message
    assert (caught.value.line, caught.value.column) == place


def test_tags_are_read_as_helm_does():
    texts = ["a: !x 12", "a: !x", "a: !", "a: !!str no", "a: !x {b: 1}", "!!str 1: 2"]
    answers = read_with_helm(texts)
    assert answers == [("ok", load_documents(text)[0]) for text in texts]


def test_equal_aliases_are_separate_objects():
    [data] = load_documents("a: &x {k: 1}\nb: *x\n")
    data["a"]["k"] = 2
    assert data["b"] == {"k": 1}
