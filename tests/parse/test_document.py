"""Bytes in; a document with positions, and findings at the right place, out."""

import random
from pathlib import Path

import pytest
import yaml

from catalogc.model.finding import Outcome
from catalogc.parse.document import parse_document, parse_documents
from goyaml.generate import documents

CASES = yaml.safe_load(Path(__file__).with_name("cases.yaml").read_text("utf-8"))
LEAF = (
    "é: 日本 # note\nlist:\n  - &x \"q\"\n  - *x\n  - {k: 'v'}\n"
    "block: |\n  one\n  two\nempty:\nend: 1\n"
)


def span_text(span):
    return f"{span.line}:{span.column}-{span.end_line}:{span.end_column}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_findings(case):
    content = case["bytes"].encode("latin-1") if "bytes" in case else case["text"].encode()
    findings = parse_document("x.yaml", content).findings
    shown = [f"{span_text(item.location.span)} {item.rule} {item.severity}" for item in findings]
    assert shown == case.get("findings", [])
    assert all(finding.help for finding in findings)
    if "message" in case:
        assert findings[0].message == case["message"]
    if "related" in case:
        assert [span_text(label.location.span) for label in findings[0].related] == case["related"]


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        (("é",), "é", "日本"),
        (("list",), "list", "- &x \"q\"\n  - *x\n  - {k: 'v'}"),
        (("list", 0), None, '&x "q"'),
        (("list", 1), None, "*x"),
        (("list", 2), None, "{k: 'v'}"),
        (("list", 2, "k"), "k", "'v'"),
        (("block",), "block", "|\n  one\n  two\n"),
        (("empty",), "empty", ""),
        (("end",), "end", "1"),
    ],
)
def test_every_key_and_value_has_its_place(path, key, value):
    document = parse_document("x.yaml", LEAF.encode()).value
    spans = document.spans[path]
    assert (spans.key and LEAF[spans.key.start : spans.key.end]) == key
    assert LEAF[spans.value.start : spans.value.end] == value
    assert document.at(path).text == value
    lines = LEAF.split("\n")
    assert lines[spans.value.line - 1][spans.value.column - 1 :].startswith(value.split("\n")[0])


def test_children_of_an_alias_stand_where_the_alias_stands():
    text = "a: &x {k: {m: 1}}\nb: *x\n"
    document = parse_document("x.yaml", text.encode()).value
    assert document.data["b"] == {"k": {"m": 1}}
    assert document.at(("a", "k", "m")).span[:2] == (1, 15)
    assert document.at(("b", "k", "m")).text == "*x"
    assert document.at(("b", "k", "m")).span[:2] == (2, 4)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"#" * (1024 * 1024 + 1), "larger than 1 MiB"),
        (b"[" * 50_000, "deeper than 100"),
        (b"# " + b"]" * 50_000 + b"\n" + b"[" * 50_000, "deeper than 100"),
        (b'["]",' * 50_000, "deeper than 100"),
        (b"- " * 50_000, "deeper than 100"),
        (b"-  " * 50_000, "deeper than 100"),
        (b"? " * 50_000, "deeper than 100"),
        (b"{a: " * 101 + b"}" * 101, "deeper than 100"),
        (b"\n".join(b" " * depth + b"a:" for depth in range(1200)), "deeper than 100"),
        (b"[" + b"1," * 10_001 + b"]", "more than 10000 values"),
        (
            b"a0: &a0 [1,1,1,1,1,1,1,1,1,1]\n"
            + b"".join(
                b"a%d: &a%d [%s]\n" % (n, n, b",".join([b"*a%d" % (n - 1)] * 10))
                for n in range(1, 9)
            ),
            "more than 10000 values",
        ),
    ],
    ids=[
        "bytes",
        "brackets",
        "comment",
        "quotes",
        "dashes",
        "blanks",
        "questions",
        "flow",
        "indents",
        "values",
        "aliases",
    ],
)
def test_limits_hold(content, reason):
    outcome = parse_document("x.yaml", content)
    assert outcome.value is None
    assert [finding.rule for finding in outcome.findings] == ["too-large"]
    assert reason in outcome.findings[0].message


@pytest.mark.parametrize(
    "content",
    [
        b"[" * 99 + b"]" * 99,
        b"[" + b"1," * 9_998 + b"]",
        b"#" * (1024 * 1024),
        b"a: '" + b"[" * 50_000 + b"'",
        b"a: |\n  " + b"- " * 50_000,
    ],
)
def test_what_is_at_a_limit_is_read(content):
    outcome = parse_document("x.yaml", content)
    assert outcome.value is not None
    assert outcome.findings == ()


@pytest.mark.parametrize("content", [b"", b"# nothing\n", b"---\n", b"\n\n"])
def test_an_empty_file_is_a_document_without_data(content):
    outcome = parse_document("x.yaml", content)
    assert outcome.findings == ()
    assert outcome.value.data is None


def test_several_documents_where_they_are_allowed():
    outcome = parse_documents("x.yaml", b"a: 1\n---\nb: 2\n")
    assert [document.data for document in outcome.value] == [{"a": 1}, {"b": 2}]
    assert outcome.findings == ()


def test_no_input_crashes_the_reader():
    chance = random.Random(5)
    noise = [
        b"\0",
        b"\t",
        b"[",
        b"{",
        b"*x",
        b"&x ",
        b"!!",
        b": ",
        b"- ",
        b"'",
        b"\xff",
        b"%",
        b"<<: ",
    ]
    for text in documents(3_000, seed=6):
        content = bytearray(text.encode())
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(content) + 1)
            content[at : at + chance.randrange(3)] = chance.choice(noise)
        outcome = parse_document("x.yaml", bytes(content))
        assert isinstance(outcome, Outcome)
        assert outcome.value is not None or outcome.findings
