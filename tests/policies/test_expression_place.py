"""Places within expressions: YAML writes a text in several styles."""

import pytest

from catalogc.parse.document import parse_document
from catalogc.validate.expression_place import expression_location

# Name, YAML of the field ``e``, line and column within the text, what is found there.
CASES = [
    ("plain", "e: a == 1 && b\n", 1, 11, "1:14 b"),
    ("single quotes", "e: 'a == ''x'' && b'\n", 1, 13, "1:19 b"),
    ("double quotes", 'e: "a && b"\n', 1, 6, "1:10 b"),
    ("an escape is not certain", 'e: "a\\t&& b"\n', 1, 6, '1:4 "a\\t&& b"'),
    ("plain over two lines", "e: a &&\n  b\n", 1, 6, "2:3 b"),
    ("literal", "e: |\n  a &&\n    b\n", 2, 3, "3:5 b"),
    ("literal, first line", "e: |-\n  a && b\n", 1, 6, "2:8 b"),
    ("folded", "e: >-\n  a &&\n  b\n", 1, 6, "3:3 b"),
    ("folded with a comment", "e: > # why\n  a &&\n  b\n", 1, 6, "3:3 b"),
    ("folded with deeper lines", "e: >-\n  a &&\n    b\n  c\n", 1, 1, None),
    ("beyond the end", "e: a\n", 1, 2, "1:4 a"),
    ("no place", "e: abc\n", 0, 0, "1:4 abc"),
    ("a line that there is not", "e: abc\n", 7, 1, "1:4 abc"),
]


@pytest.mark.parametrize(("text", "line", "column", "expected"), [case[1:] for case in CASES],
                         ids=[case[0] for case in CASES])  # fmt: skip
def test_places(text, line, column, expected):
    document = parse_document("p.yaml", text.encode()).value
    location = expression_location(document, ("e",), line, column)
    if expected is None:
        assert location == document.at(("e",))
    else:
        assert f"{location.span.line}:{location.span.column} {location.text}" == expected


def test_a_field_that_is_not_there_is_its_parent():
    document = parse_document("p.yaml", b"spec: {a: 1}\n").value
    place = expression_location(document, ("spec", "b"), 1, 1)
    assert place == document.at(("spec", "b"))
