"""How a document is laid out in lines: which of them belong to a field."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from catalogc.model.document import Document
from catalogc.model.source import FieldPath, Span

# Breaks that YAML counts and editors often do not.
_ODD_BREAK = re.compile("\r(?!\n)|[\x85\u2028\u2029]")
_KEEP = re.compile(r"[|>][0-9]?\+")
_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)*")
_START = re.compile(r"---(\s|\Z)")


class UnmovableError(Exception):
    """The text is written in a way that is not rearranged by program."""


@dataclass(slots=True)
class Layout:
    """The lines of a document and the fields in them.

    Line numbers are indexes from 0; ``lines`` keep their breaks.

    Raises:
        UnmovableError: the text has line breaks of an unusual kind.
    """

    document: Document
    text: str = field(init=False)
    lines: list[str] = field(init=False)
    starts: list[int] = field(init=False)
    children: dict[FieldPath, list[FieldPath]] = field(init=False)

    def __post_init__(self) -> None:
        """Index the lines and the fields."""
        self.text = self.document.file.text
        if _ODD_BREAK.search(self.text):
            raise UnmovableError
        self.lines = re.findall(r"[^\n]*\n|[^\n]+", self.text)
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line))
        self.children = {}
        for path in self.document.spans:
            if path:
                self.children.setdefault(path[:-1], []).append(path)

    @property
    def line_break(self) -> str:
        """What ends the first line."""
        return "\r\n" if self.lines and self.lines[0].endswith("\r\n") else "\n"

    @property
    def step(self) -> int:
        """By how much a block mapping is mostly indented below its key."""
        steps = Counter(
            step
            for path, inner in self.children.items()
            if path and self._has_key(path) and self._has_key(inner[0]) and not self.is_flow(path)
            if (step := self.key(inner[0]).column - self.key(path).column) > 0
        )
        return min(steps, key=lambda step: (-steps[step], step), default=2)

    def key(self, path: FieldPath) -> Span:
        """Return the span of a field's key.

        Raises:
            UnmovableError: it has none, as below an alias or in a list.
        """
        span = self.document.spans[path].key
        if span is None:
            raise UnmovableError
        return span

    def value(self, path: FieldPath) -> Span:
        """Return the span of a field's value."""
        return self.document.spans[path].value

    def value_text(self, path: FieldPath) -> str:
        """Return a value as it is written; empty for a null that is not."""
        span = self.value(path)
        return self.text[span.start : span.end]

    def key_text(self, path: FieldPath) -> str:
        """Return a key as it is written."""
        span = self.key(path)
        return self.text[span.start : span.end]

    def end(self, path: FieldPath) -> int:
        """Return the offset at which a field ends."""
        return max(self.value(path).end, self.key(path).end)

    def in_order(self, paths: Iterable[FieldPath]) -> list[FieldPath]:
        """Sort fields as they are written, a parent before its children."""
        return sorted(paths, key=lambda path: (self.key(path).start, len(path)))

    def is_flow(self, path: FieldPath) -> bool:
        """Tell whether the mapping at ``path`` is written with braces."""
        span = self.value(path)
        properties = _PROPERTIES.match(self.text, span.start, span.end)
        return self.text.startswith("{", properties.end() if properties else span.start)

    def indentation(self, path: FieldPath) -> int:
        """Return the column, from 0, of a key that begins its line.

        Raises:
            UnmovableError: something else stands before it.
        """
        key = self.key(path)
        if self.text[self.starts[key.line - 1] : key.start].strip(" "):
            raise UnmovableError
        return key.column - 1

    def last_line(self, path: FieldPath) -> int:
        """Return the last line of a field's own text, comments and blank lines after it not."""
        depth = len(path)
        last = 0
        for inner, (key, value) in self.document.spans.items():
            if inner[:depth] == path:
                last = max(last, key.line - 1 if key else 0, self._end(value))
        return last

    def extent(self, path: FieldPath) -> range:
        """Return the lines of a block field with its comments.

        Its comments are those right above it in its column, unless they open the file, those in
        its lines, and those after it that are indented further than its key.
        """
        column = self.indentation(path)
        siblings = self.children[path[:-1]]
        index = siblings.index(path)
        bound = self.last_line(siblings[index - 1]) if index else -1
        first = start = self.key(path).line - 1
        while first - 1 > bound and self.comment_column(first - 1) == column:
            first -= 1
        if first == 0 or _START.match(self.lines[first - 1]):
            first = start
        last = end = self.last_line(path)
        while end + 1 < len(self.lines):
            end += 1
            comment = self.comment_column(end)
            if comment is not None and comment > column:
                last = end
            elif not self.is_blank(end):
                break
        return range(first, last + 1)

    def is_blank(self, line: int) -> bool:
        """Tell whether a line holds nothing; there is nothing outside the file, either."""
        return not 0 <= line < len(self.lines) or not self.lines[line].strip()

    def comment_column(self, line: int) -> int | None:
        """Return the column, from 0, of a line that is a comment alone; None for another."""
        text = self.lines[line].lstrip(" ")
        return len(self.lines[line]) - len(text) if text.startswith("#") else None

    def span(self, start: int, end: int) -> Span:
        """Return the span between two offsets."""
        # Only after a final break is the end of the text a line of its own.
        most = len(self.lines) - (not self.text.endswith("\n"))
        first, last = (min(bisect_right(self.starts, at) - 1, most) for at in (start, end))
        return Span(
            first + 1,
            start - self.starts[first] + 1,
            last + 1,
            end - self.starts[last] + 1,
            start,
            end,
        )

    def _has_key(self, path: FieldPath) -> bool:
        return self.document.spans[path].key is not None

    def _end(self, value: Span) -> int:
        if value.end_column > 1 or value.start == value.end:
            return value.end_line - 1
        # A block scalar, which reaches to the next token.
        last = min(value.end_line - 2, len(self.lines) - 1)
        if not _KEEP.match(self.text, value.start):
            while self.is_blank(last):
                last -= 1
        return last
