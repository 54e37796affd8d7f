"""Where in a file a place of an expression is: expressions are YAML scalars of several styles."""

import re
from collections.abc import Iterator
from typing import Any

from catalogc.model.document import Document
from catalogc.model.source import FieldPath, Location, SourceFile, Span

_HEADER = re.compile(r"[|>][-+0-9]*[ \t]*(?:#[^\n]*)?\n")


def expression_location(document: Document, path: FieldPath, line: int, column: int) -> Location:
    """Locate one character of an expression.

    Args:
        line: within the expression's text, from 1; 0 for no place.
        column: in code points, from 1.

    Returns:
        The character, where it is certain which one it is; else the whole expression.
    """
    place = document.at(path)
    text: Any = document.data
    for part in path if path in document.spans else ():
        text = text[part]
    if not isinstance(text, str) or line < 1 or column < 1:
        return place
    lines = text.split("\n")
    if line > len(lines) or column > len(lines[line - 1]) + 1:
        return place
    offset = sum(len(other) + 1 for other in lines[: line - 1]) + column - 1
    offset = min(offset, max(len(text.rstrip()) - 1, 0))
    for spots in _readings(place.text):
        if "".join(character for character, _ in spots).rstrip("\n") == text.rstrip("\n"):
            return _character(document.file, place.span.start + spots[offset][1])
    return place


_Spots = list[tuple[str, int]]


def _readings(raw: str) -> Iterator[_Spots]:
    """Yield what a scalar may say, each character with its offset in the raw text."""
    header = _HEADER.match(raw)
    if header:
        yield _block(raw, header.end(), folded=raw[0] == ">")
        return
    inner = raw[1:-1] if raw[:1] in "'\"" and len(raw) > 1 else raw
    skipped = (len(raw) - len(inner)) // 2
    if raw[:1] == "'":
        yield _flow(inner.replace("''", "'\0"), skipped)
    elif "\\" not in inner or raw[:1] != '"':
        yield _flow(inner, skipped)


def _block(raw: str, start: int, *, folded: bool) -> _Spots:
    spots: _Spots = []
    offset = start
    content = raw[start:].splitlines(keepends=True)
    indent = min((len(line) - len(line.lstrip(" ")) for line in content if line.strip()), default=0)
    for line in content:
        body = line.rstrip("\n")
        spots += [(character, offset + indent + at) for at, character in enumerate(body[indent:])]
        if line.endswith("\n"):
            spots.append((" " if folded else "\n", offset + len(body)))
        offset += len(line)
    if folded and spots and spots[-1][0] == " ":
        spots[-1] = ("\n", spots[-1][1])
    return spots


def _flow(inner: str, start: int) -> _Spots:
    """A plain or quoted scalar; its lines are folded, NUL is half of a doubled quote."""
    spots: _Spots = []
    for match in re.finditer(r"[ \t]*\n[ \t]*|[^\n]", inner):
        piece = match[0]
        if "\n" in piece:
            spots.append((" ", start + match.start()))
        elif piece != "\0":
            spots.append((piece, start + match.start()))
    return spots


def _character(file: SourceFile, offset: int) -> Location:
    before = SourceFile(file.path, file.text[:offset]).lines()
    line, column = len(before), len(before[-1]) + 1
    end = min(offset + 1, len(file.text))
    return Location(file, Span(line, column, line, column + end - offset, offset, end))
