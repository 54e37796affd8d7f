"""Set and remove single fields in the source text of a document; comments and order stay."""

import json
from typing import Any

from catalogc.fix.cut import cut
from catalogc.fix.layout import Layout, UnmovableError
from catalogc.fix.move import merge, proves, spare_blank_lines
from catalogc.fix.paste import insert
from catalogc.fix.scalar import replace_scalar
from catalogc.fix.splice import apply_edits
from catalogc.goyaml.dump import dump
from catalogc.model.document import Document
from catalogc.model.finding import Applicability, Edit
from catalogc.model.source import FieldPath, Location, format_path, get_in

ABSENT: Any = object()
"""Stands for a field that is not to be there."""

_QUOTES = ("'", '"')
_FLOW = frozenset(",[]{}")
"""What ends a plain scalar within braces."""


class UnchangeableError(Exception):
    """A field stands in a text that is not changed by program; the message names it."""


def changed_text(document: Document, path: FieldPath, value: Any) -> str:
    """Return the text with one field set, or removed with its comments.

    Args:
        document: a whole document.
        path: of mappings alone.
        value: JSON-like; ``ABSENT`` removes the field.

    Raises:
        UnchangeableError: the text cannot be changed without losing something else.
    """
    expected = _with(document.data, path, value)
    try:
        edits = _edits(document, path, value)
    except UnmovableError:
        edits = None
    text = apply_edits(document.file.text, edits) if edits is not None else ""
    if edits is None or not proves(document, text, expected):
        where = f"{document.file.path}:{document.at_key(path).span.line}"
        raise UnchangeableError(f"{where}: {format_path(path)} cannot be changed by program")
    return text


def _edits(document: Document, path: FieldPath, value: Any) -> tuple[Edit, ...]:
    layout = Layout(document)
    if value is ABSENT:
        cuts = cut(layout, [path], ())
        lines = cuts.lines | spare_blank_lines(layout, cuts.lines, set())
        gone = [*cuts.spans, *((layout.starts[line], layout.starts[line + 1]) for line in lines)]
        return _as_edits(layout, [(start, end, "") for start, end in gone])
    if path not in document.spans:
        return _as_edits(layout, insert(layout, path, one_line(value)).edits)
    written = get_in(document.data, path)
    if isinstance(written, dict | list) and written:
        raise UnmovableError
    place = document.at(path)
    return (Edit(place, _scalar_text(place, value)),)


def _scalar_text(place: Location, value: Any) -> str:
    """Write a scalar in the style of the one that is there."""
    plain = one_line(value)
    if not place.text:
        return f" {plain}"
    styled = replace_scalar(place, value, "", Applicability.UNSAFE) if _is_styled(value) else ()
    text = styled[0].edits[0].replacement if styled else plain
    is_quoted = place.text[0] in _QUOTES
    return plain if plain == value and not is_quoted and not set(plain) & _FLOW else text


def _is_styled(value: Any) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool)


def _as_edits(layout: Layout, stretches: list[tuple[int, int, str]]) -> tuple[Edit, ...]:
    return tuple(
        Edit(Location(layout.document.file, layout.span(start, end)), text)
        for start, end, text in merge(stretches)
    )


def one_line(value: Any) -> str:
    """Write a value as one line of YAML."""
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    text = dump(value).removesuffix("\n")
    return json.dumps(value) if "\n" in text else text


def _with(data: Any, path: FieldPath, value: Any) -> Any:
    """Return a copy with one field set; parents that are empty then go, as ``cut`` does it."""
    copy = dict(data) if isinstance(data, dict) else {}
    head, rest = path[0], path[1:]
    inner = _with(copy.get(head), rest, value) if rest else value
    if inner is ABSENT or (value is ABSENT and inner == {}):
        copy.pop(head, None)
    else:
        copy[str(head)] = inner
    return copy
