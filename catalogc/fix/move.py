"""Move fields of a document to other places, in its source text."""

import json
from collections.abc import Mapping
from typing import Any

from catalogc.fix.cut import cut
from catalogc.fix.layout import Layout, UnmovableError
from catalogc.fix.paste import hosts, paste
from catalogc.fix.splice import apply_edits
from catalogc.goyaml.compose import SyntaxProblemError, TooLargeError, compose
from catalogc.model.document import Document
from catalogc.model.finding import Edit
from catalogc.model.source import FieldPath, Location

Replacement = tuple[int, int, str]


def move_edits(
    document: Document, moves: Mapping[FieldPath, FieldPath], expected: Any
) -> tuple[Edit, ...] | None:
    """Work out the edits that move fields, with their comments.

    A field is cut with the lines that it is written on and put below its new parent, indented
    as that one's other keys; a parent that is missing is written, one that is empty then goes.

    Args:
        document: a leaf or a file of defaults, or a part of a document.
        moves: old path -> new path; the old ones are there, the new ones are not.
        expected: what the document must hold afterwards.

    Returns:
        The edits, or None where they would not make exactly ``expected`` of the text: the move
        is then left to a person.
    """
    try:
        edits = _edits(document, moves)
    except UnmovableError:
        return None
    text = apply_edits(document.file.text, edits)
    return edits if proves(document, text, expected) else None


def _edits(document: Document, moves: Mapping[FieldPath, FieldPath]) -> tuple[Edit, ...]:
    _refuse_tangles(moves)
    layout = Layout(document)
    for path in moves:
        for depth in range(1, len(path) + 1):
            layout.key(path[:depth])
    at = hosts(layout, moves)
    cuts = cut(layout, moves, set(at.values()))
    pastes = paste(layout, cuts, moves, at)
    lines = cuts.lines | spare_blank_lines(layout, cuts.lines, pastes.lines)
    stretches = [*cuts.spans, *((layout.starts[line], layout.starts[line + 1]) for line in lines)]
    merged = merge([*pastes.edits, *((start, end, "") for start, end in stretches)])
    return tuple(
        Edit(Location(document.file, layout.span(start, end)), text) for start, end, text in merged
    )


def _refuse_tangles(moves: Mapping[FieldPath, FieldPath]) -> None:
    """Refuse paths of lists, and fields that are inside one another."""
    places = [*moves, *moves.values()]
    for index, one in enumerate(places):
        if not all(isinstance(part, str) for part in one):
            raise UnmovableError
        for other in places[index + 1 :]:
            depth = min(len(one), len(other))
            if one[:depth] == other[:depth]:
                raise UnmovableError


def spare_blank_lines(layout: Layout, cut: set[int], pasted: set[int]) -> set[int]:
    """Find blank lines that parted what is cut from the rest, and now follow another one."""
    spare: set[int] = set()
    after_blank, after_cut = True, False
    for line in range(len(layout.lines)):
        if line in pasted:
            after_blank = after_cut = False
        if line in cut:
            after_cut = True
        elif after_blank and after_cut and layout.is_blank(line):
            spare.add(line)
        else:
            after_blank, after_cut = layout.is_blank(line), False
    line = len(layout.lines) - 1
    if after_cut and line + 1 not in pasted:  # the end of the file went
        while line >= 0 and (line in cut or layout.is_blank(line)):
            spare.add(line)
            line -= 1
    return spare


def merge(stretches: list[Replacement]) -> list[Replacement]:
    """Sort, and join those that touch.

    Raises:
        UnmovableError: two would replace the same text.
    """
    merged: list[Replacement] = []
    for start, end, text in sorted(stretches, key=lambda stretch: stretch[:2]):
        if merged and start < merged[-1][1]:
            raise UnmovableError
        if merged and start == merged[-1][1]:
            merged[-1] = (merged[-1][0], end, merged[-1][2] + text)
        else:
            merged.append((start, end, text))
    return merged


def proves(document: Document, text: str, expected: Any) -> bool:
    """Tell whether the new text holds what it should, and all else that the file held."""
    root = document.spans[()]
    try:
        after = [part.data for part in compose(text)]
        if root.key is None and len(after) == 1:
            return _same(after[0], expected)
        before = compose(document.file.text)
    except (SyntaxProblemError, TooLargeError):
        return False
    wanted = []
    for part in before:
        place = next((path for path, field in part.spans.items() if field == root), None)
        wanted.append(part.data if place is None else _with(part.data, place, expected))
    return _same(after, wanted)


def _with(data: Any, path: FieldPath, value: Any) -> Any:
    if not path:
        return value
    return {**data, path[0]: _with(data[path[0]], path[1:], value)}


def _same(one: Any, other: Any) -> bool:
    """Compare as JSON, in which 1, 1.0 and true differ."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
