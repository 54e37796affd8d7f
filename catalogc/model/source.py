"""Where text is: files, spans and the paths of fields."""

import functools
import re
from dataclasses import dataclass
from typing import Any, NamedTuple

FieldPath = tuple[str | int, ...]

# The line breaks that the YAML reader counts, so that both agree on line numbers.
_LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*\Z")
_PATH_PART = re.compile(r'\.?([A-Za-z_][A-Za-z0-9_-]*)|\[(\d+)\]|\.?\["((?:[^"\\]|\\.)*)"\]')


class Span(NamedTuple):
    """A half-open stretch of text.

    Lines and columns count from 1, columns in code points; ``start`` and ``end`` are
    offsets in code points from 0, so ``text[span.start:span.end]`` is the token.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    start: int
    end: int


START_OF_FILE = Span(1, 1, 1, 1, 0, 0)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A text file of the repository; ``path`` is relative to its root, with ``/``."""

    path: str
    text: str

    def line(self, number: int) -> str:
        """Return line ``number`` (from 1) without its break; empty beyond the end."""
        lines = self.lines()
        return lines[number - 1] if 0 < number <= len(lines) else ""

    def lines(self) -> list[str]:
        """Return every line without its break; the text after the last break is one, too."""
        return _LINE_BREAK.split(self.text)


@dataclass(frozen=True, slots=True)
class Location:
    """A span of a file. One that lies outside its file cannot be built.

    Raises:
        ValueError: the span is not inside the file.
    """

    file: SourceFile
    span: Span

    def __post_init__(self) -> None:
        """Refuse a position that the file does not have."""
        span = self.span
        inside = 0 <= span.start <= span.end <= len(self.file.text)
        if not inside or span.line < 1 or span.column < 1:
            message = f"{span} is not inside {self.file.path}"
            raise ValueError(message)

    @classmethod
    def whole_file(cls, path: str) -> "Location":
        """The start of a file whose text could not be had."""
        return cls(SourceFile(path, ""), START_OF_FILE)

    @property
    def text(self) -> str:
        """The text that the span covers."""
        return self.file.text[self.span.start : self.span.end]

    @property
    def sort_key(self) -> tuple[str, int, int]:
        """Order of findings: path, line, column."""
        return (self.file.path, self.span.line, self.span.column)


def get_in(data: Any, path: FieldPath, default: Any = None) -> Any:
    """Return what is at ``path`` in nested mappings; ``default`` where there is nothing."""
    for part in path:
        if not isinstance(data, dict) or part not in data:
            return default
        data = data[part]
    return data


def format_path(path: FieldPath) -> str:
    """Write a field path as people do: ``spec.ports[0].limits["nvidia.com/gpu"]``."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        elif _PLAIN_KEY.match(part):
            text += f".{part}" if text else part
        else:
            escaped = part.replace("\\", "\\\\").replace('"', '\\"')
            text += f'["{escaped}"]'
    return text


@functools.lru_cache(maxsize=1024)
def parse_path(text: str) -> FieldPath:
    """Read what ``format_path`` writes.

    Raises:
        ValueError: the text is not a field path.
    """
    parts: list[str | int] = []
    position = 0
    while position < len(text):
        match = _PATH_PART.match(text, position)
        if match is None:
            message = f"not a field path: {text!r}, at character {position + 1}"
            raise ValueError(message)
        key, index, quoted = match.groups()
        if index is not None:
            parts.append(int(index))
        else:
            parts.append(key if key is not None else re.sub(r"\\(.)", r"\1", quoted))
        position = match.end()
    return tuple(parts)
