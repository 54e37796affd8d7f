"""Fixes applied to texts: which ones fit beside each other, and what stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogc.fix.layout import Layout
from catalogc.fix.splice import splice
from catalogc.model.document import Document
from catalogc.model.finding import Applicability, Edit, Fix
from catalogc.model.source import Location, SourceFile

TEXT = "ab\r\ncd\n\u00e9f"


def fix_of(title, *edits, text=TEXT, path="a.yaml"):
    """A fix of (start, end, replacement) edits."""
    file = SourceFile(path, text)
    layout = Layout(Document(file, None, {}))
    places = [(Location(file, layout.span(start, end)), new) for start, end, new in edits]
    return Fix(title, Applicability.SAFE, tuple(Edit(place, new) for place, new in places))


ONE = fix_of("one", (0, 1, "X"))
# name -> (fixes, text afterwards, applied, postponed)
CASES = {
    "nothing": ([], None, [], []),
    "one": ([ONE], "Xb\r\ncd\n\u00e9f", ["one"], []),
    "equal fixes are one": ([ONE, ONE], "Xb\r\ncd\n\u00e9f", ["one"], []),
    "after a wide character": ([fix_of("f", (8, 9, ""))], "ab\r\ncd\n\u00e9", ["f"], []),
    "beside each other": (
        [fix_of("b", (1, 2, "Y")), ONE],
        "XY\r\ncd\n\u00e9f",
        ["one", "b"],
        [],
    ),
    "overlapping": (
        [fix_of("wide", (0, 4, "")), fix_of("late", (3, 5, "Z"))],
        "cd\n\u00e9f",
        ["wide"],
        ["late"],
    ),
    "two insertions in one place": (
        [fix_of("b", (4, 4, "B")), fix_of("a", (4, 4, "A"))],
        "ab\r\nAcd\n\u00e9f",
        ["a"],
        ["b"],
    ),
    "an insertion beside a replacement": (
        [fix_of("in", (2, 2, "I")), fix_of("re", (0, 2, "R"))],
        "R\r\ncd\n\u00e9f",
        ["re"],
        ["in"],
    ),
    "all edits of a fix or none": (
        [fix_of("pair", (1, 2, "P"), (5, 6, "P")), fix_of("mid", (5, 6, "M")), ONE],
        "XP\r\ncP\n\u00e9f",
        ["one", "pair"],
        ["mid"],
    ),
    "its own edits overlap": ([fix_of("odd", (0, 2, "O"), (1, 3, "O"))], None, [], ["odd"]),
    "without edits": ([fix_of("none")], None, [], ["none"]),
    "no change": ([fix_of("same", (0, 1, "a"))], None, ["same"], []),
    "another text of the file": (
        [ONE, fix_of("stale", (5, 6, "S"), text="other text")],
        "Xb\r\ncd\n\u00e9f",
        ["one"],
        ["stale"],
    ),
}


@pytest.mark.parametrize(("fixes", "text", "applied", "postponed"), CASES.values(), ids=CASES)
def test_splice(fixes, text, applied, postponed):
    spliced = splice(fixes)
    assert [item.text for item in spliced.files] == ([] if text is None else [text])
    assert [fix.title for fix in spliced.applied] == applied
    assert [fix.title for fix in spliced.postponed] == postponed


def test_a_fix_of_two_files_waits_for_both():
    here = fix_of("here", (0, 1, "H"))
    there = fix_of("there", (0, 1, "T"), path="b.yaml")
    both = Fix("both", Applicability.SAFE, (*fix_of("", (1, 2, "")).edits, *there.edits))
    spliced = splice([there, both, here])
    assert [(item.file.path, item.text[:2]) for item in spliced.files] == [
        ("a.yaml", "H\r"),
        ("b.yaml", "Tb"),
    ]
    assert [fix.title for fix in spliced.postponed] == ["there"]


STRETCHES = st.tuples(st.integers(0, 9), st.integers(0, 9)).map(sorted)


@given(
    st.lists(st.tuples(STRETCHES, st.sampled_from(["", "x", "yy"])), max_size=6),
    st.randoms(use_true_random=False),
)
def test_the_order_of_fixes_does_not_matter(stretches, random):
    fixes = [fix_of(str(number), (*where, new)) for number, (where, new) in enumerate(stretches)]
    shuffled = random.sample(fixes, len(fixes))
    assert splice(shuffled) == splice(fixes)
    spliced = splice(fixes)
    assert {*spliced.applied, *spliced.postponed} == set(fixes)
