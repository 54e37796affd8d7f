"""Which template line writes which field: the templates say so themselves.

Beside every key and list item that a template line writes, a copy of the chart writes one more
that names the line. Rendered once, the copy shows where each field comes from, also through
library charts, loops and ``fromYaml``. The rest of the output is what it was.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from catalogc.model.adapter import Chart
from catalogc.model.source import FieldPath
from catalogc.origin.hints import is_template

# key: or "key": or {{ key }}: or key-{{ number }}: after the dashes that open a list item.
_LINE = re.compile(
    r"(?P<indent> *)(?P<dashes>(?:- +)*)"
    r"(?P<key>\"[^\"{}]*\"|(?:[A-Za-z0-9_./-]|\{\{-?[^{}]*-?\}\})+):(?=\s|$)"
)
_ITEM = re.compile(r"(?P<indent> *)(?P<dashes>(?:- +)*)- +(?=\S)")
_BLOCK_SCALAR = re.compile(r"[:-] +[|>][-+0-9]*\s*(?:#.*)?$")
_QUOTING = re.compile(r"\s*\|\s*s?quote\s*(?=-?\}\})")
_MARK = re.compile(r"⟦(\d+)⟧")
_MARKED: "dict[str, MarkedChart]" = {}
_MOST_MARKED = 64


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """A line of a template, from 1; ``file`` is relative to the chart's folder."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class MarkedChart:
    """A chart whose lines name themselves, and the lines by their number."""

    chart: Chart
    lines: tuple[TemplateLine, ...]


def mark_lines(chart: Chart) -> MarkedChart:
    """Return a copy of a chart whose output names the lines that wrote it."""
    known = _MARKED.get(chart.digest)
    if known is None or known.chart.path != chart.path:
        if len(_MARKED) >= _MOST_MARKED:
            _MARKED.clear()
        known = _MARKED[chart.digest] = _mark(chart)
    return known


def _mark(chart: Chart) -> MarkedChart:
    lines: list[TemplateLine] = []
    files: dict[str, bytes] = {}
    for path, content in chart.files.items():
        text = _decoded(content) if is_template(path) else None
        files[path] = content if text is None else _mark_file(path, text, lines).encode()
    digest = hashlib.sha256(f"lines of {chart.digest}".encode()).hexdigest()
    return MarkedChart(replace(chart, files=files, digest=digest), tuple(lines))


def read_lines(marked: MarkedChart, manifest: Any) -> dict[FieldPath, TemplateLine]:
    """Return the line of every key and item of an object that a marked chart rendered.

    The paths are those of the same object without marks.
    """
    return dict(_read(manifest, (), marked.lines))


def _mark_file(path: str, text: str, lines: list[TemplateLine]) -> str:
    result: list[str] = []
    hidden = _Hidden()
    for number, line in enumerate(text.split("\n"), start=1):
        marking = None if hidden.hides(line) else _marking(line, len(lines))
        # After `-}}` the line's own indentation is gone, and a second line would stand elsewhere.
        trimmed = bool(result) and result[-1].rstrip().endswith("-}}") and line.startswith(" ")
        if marking is not None and not trimmed:
            lines.append(TemplateLine(path, number))
            result.append(marking)
        else:
            result.append(line)
    return "\n".join(result)


class _Hidden:
    """Lines of comments, of actions over several lines and of block scalars."""

    def __init__(self) -> None:
        self._in_action = False
        self._block: int | None = None

    def hides(self, line: str) -> bool:
        """Tell whether a line writes no YAML of its own; called for every line in turn."""
        inside = self._in_action
        self._in_action = line.rfind("{{") > line.rfind("}}") or (inside and "}}" not in line)
        indent = len(line) - len(line.lstrip())
        if self._block is not None and line.strip() and indent <= self._block:
            self._block = None
        if inside or self._block is not None:
            return True
        if _BLOCK_SCALAR.search(line):
            self._block = indent
        return False


def _marking(line: str, number: int) -> str | None:
    """The line with its mark in front; None for a line that writes no key and no item."""
    found = _LINE.match(line)
    if found:
        before = f"{found['indent']}{found['dashes']}"
        rest = " " * len(before) + line[len(before) :]
        return f"{before}{_key(found, number)}: 0\n{rest}"
    item = _ITEM.match(line)
    if item is None:
        return None
    before = f"{item['indent']}{item['dashes']}"
    return f'{before}- "⟦{number}⟧"\n{" " * len(before)}{line[len(before) :]}'


def _key(found: re.Match[str], number: int) -> str:
    """A key beside the one that the line writes; in a loop, one a round."""
    key = _QUOTING.sub(" ", found["key"].strip('"'))
    return f'"⟦{number}⟧{key}"'


def _read(
    node: Any, path: FieldPath, lines: tuple[TemplateLine, ...]
) -> Iterator[tuple[FieldPath, TemplateLine]]:
    if isinstance(node, dict):
        yield from _read_mapping(node, path, lines)
    elif isinstance(node, list):
        yield from _read_list(node, path, lines)


def _read_mapping(
    node: Mapping[str, Any], path: FieldPath, lines: tuple[TemplateLine, ...]
) -> Iterator[tuple[FieldPath, TemplateLine]]:
    for key, value in node.items():
        mark = _MARK.match(key)
        if mark:
            yield (*path, key[mark.end() :]), lines[int(mark[1])]
        else:
            yield from _read(value, (*path, key), lines)


def _read_list(
    node: list[Any], path: FieldPath, lines: tuple[TemplateLine, ...]
) -> Iterator[tuple[FieldPath, TemplateLine]]:
    index = 0
    for item in node:
        mark = _MARK.fullmatch(item) if isinstance(item, str) else None
        if mark:
            yield (*path, index), lines[int(mark[1])]
        else:
            yield from _read(item, (*path, index), lines)
            index += 1


def _decoded(content: bytes) -> str | None:
    try:
        return content.decode()
    except UnicodeDecodeError:
        return None
