"""Positions as git, code review and CI count them: lines end at line feeds alone.

YAML knows more line breaks (CR, NEL, LS, PS), and ``Span`` counts those, too.
"""

import re
from bisect import bisect_left
from functools import lru_cache
from typing import NamedTuple

from catalogc.model.source import Location, SourceFile


class Point(NamedTuple):
    """A place between two characters; everything counts from 1.

    ``column`` counts code points, ``byte`` counts bytes of UTF-8.
    """

    line: int
    column: int
    byte: int


def extent(location: Location) -> tuple[Point, Point]:
    """Return the start of a location and its end, which is exclusive."""
    span = location.span
    return _point(location.file, span.start), _point(location.file, span.end)


def _point(file: SourceFile, offset: int) -> Point:
    ends = _line_feeds(file)
    index = bisect_left(ends, offset)
    before = file.text[ends[index - 1] + 1 if index else 0 : offset]
    size = len(before) if before.isascii() else len(before.encode("utf-8", "surrogatepass"))
    return Point(index + 1, len(before) + 1, size + 1)


@lru_cache(maxsize=16)
def _line_feeds(file: SourceFile) -> list[int]:
    return [match.start() for match in re.finditer("\n", file.text)]
