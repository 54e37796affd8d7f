"""Read of a document only the block that differs from another document that is known.

Most variants change a few lines of a long document, and most of the time goes into YAML. What is
read is the smallest block of a mapping or list that all changed lines stand in. Whatever is
doubtful is not read this way.

Workers import this: it stays free of dataclasses and of the model.
"""

import difflib
import functools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import yaml

from catalogc.goyaml.events import NodeReader
from catalogc.goyaml.load import YamlError, load_documents

Path = tuple[str | int, ...]
_Lines = tuple[int, int]
_IDENTITY: tuple[Path, ...] = ((), ("metadata",))
"""Blocks that say what an object is; no patch replaces them."""
_IDENTITY_FIELDS: tuple[Path, ...] = (
    ("apiVersion",),
    ("kind",),
    ("metadata", "name"),
    ("metadata", "namespace"),
)
_ANCHOR = re.compile(r"&(?<![^\s\[{,]&)\w")
"""Begins with a letter of its own, so that most texts are passed over quickly."""
_SHORT = 12
"""Lines of a document that is read as fast as a whole."""


class Patch(NamedTuple):
    """A part of an object that is another one now."""

    path: Path
    value: Any


class _Block(NamedTuple):
    """Lines of an item, or of a mapping or list below its key.

    Lines count from 0, and ``end`` is behind the last one. ``indent`` is that of the lines,
    ``inside`` whether that is more than its key's; ``item`` is set where it is a list's item.
    """

    path: Path
    start: int
    end: int
    indent: int
    inside: bool
    value: Any
    item: bool = False


class _Entry(NamedTuple):
    """A line of a mapping: a key, from a column on, and a scalar."""

    path: Path
    column: int
    value: Any


class _Hunk(NamedTuple):
    """Lines that differ, by their numbers before, and how many more they are now."""

    start: int
    end: int
    grown: int


def find_patches(old: str, new: str) -> list[Patch] | None:
    """Return what differs between two YAML documents; None where both must be read as a whole.

    Args:
        old: a document that can be read.
        new: a document, of which that is not known.
    """
    before, after = old.split("\n"), new.split("\n")
    known, entries = _blocks(old)
    hunks = _hunks(before, after)
    found: dict[_Lines, Patch] = {}

    def read(blocks: Iterable[_Block]) -> bool:
        for block in sorted(blocks, key=_size):
            lines = block.start, block.end
            if lines in found:
                return True
            patch = _patch(old, block, _lines_of(block, after, hunks))
            if patch is not None:
                found[lines] = patch
                return True
        return False

    for start, end, _ in hunks:
        entry = entries.get(start) if len(before) == len(after) else None
        patch = entry and _entry_patch(entry, before[start], after[start])
        if patch:
            found[start, end] = patch
        elif not read(block for block in known if block.start <= start and end <= block.end):
            return None
    # Items may have changed places: only the whole list tells.
    changed = {_item(patch.path) for patch in found.values()}
    items = Counter(path[:-1] for path in changed if path)
    for path in (path for path, count in items.items() if count > 1):
        if not read(block for block in known if block.path == path):
            return None
    return list(_outermost(found))


def _item(path: Path) -> Path:
    """The list item that a path is, or is a field of; an empty one where there is none."""
    if isinstance(path[-1], int):
        return path
    return path[:-1] if len(path) > 1 and isinstance(path[-2], int) else ()


def _hunks(before: list[str], after: list[str]) -> list[_Hunk]:
    """Where lines differ; one place where some only came, because it is unclear where to."""
    if len(before) == len(after):
        differ = [old != new for old, new in zip(before, after, strict=True)]
        return [_Hunk(number, number + 1, 0) for number, changed in enumerate(differ) if changed]
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    hunks = [
        _Hunk(start, end, new_end - new_start - (end - start))
        for kind, start, end, new_start, new_end in matcher.get_opcodes()
        if kind != "equal"
    ]
    if all(hunk.end > hunk.start for hunk in hunks):
        return hunks
    shortest = min(len(before), len(after))
    start = 0
    while start < shortest and before[start] == after[start]:
        start += 1
    rest = 0
    while rest < shortest - start and before[-1 - rest] == after[-1 - rest]:
        rest += 1
    return [_Hunk(start, len(before) - rest, len(after) - len(before))]


def _lines_of(block: _Block, after: list[str], hunks: list[_Hunk]) -> list[str]:
    """The lines that a block has now."""
    if len(hunks) == 1:
        return after[block.start : block.end + hunks[0].grown]
    start = block.start + sum(hunk.grown for hunk in hunks if hunk.start < block.start)
    end = block.end + sum(hunk.grown for hunk in hunks if hunk.start < block.end)
    return after[start:end]


def _size(block: _Block) -> tuple[int, int]:
    return block.end - block.start, -len(block.path)


def _outermost(found: Mapping[_Lines, Patch]) -> Iterator[Patch]:
    """Leave out what stands in something else that was found."""
    last = 0
    for start, end in sorted(found, key=lambda lines: (lines[0], -lines[1])):
        if end > last:
            last = end
            yield found[start, end]


def _patch(text: str, block: _Block, lines: list[str]) -> Patch | None:
    """What a block is now, by its lines; None where they do not tell."""
    # What stands further left does not belong to the block.
    if any(line[: block.indent].strip() for line in lines):
        return None
    # Its old lines alone must mean what they mean in their document.
    known = _value_of(text, block.start, block.end)
    if known != ([block.value] if block.item else block.value):
        return None
    value = _value(lines)
    if block.item:
        # Further right, it would go on with the item before.
        begins = bool(lines) and lines[0].startswith("- ", block.indent)
        is_item = begins and isinstance(value, list) and len(value) == 1
        return Patch(block.path, value[0]) if is_item else None
    if value is _UNREADABLE or not (block.inside or isinstance(value, list)):
        return None
    return Patch(block.path, value)


def _entry_patch(entry: _Entry, old: str, new: str) -> Patch | None:
    """What an entry of one line is now; None where the line does not tell."""
    column, key = entry.column, entry.path[-1]
    # Further right, it would go on with the line before.
    same_place = old[:column] == new[:column] and not new.startswith(" ", column)
    if not same_place or _entry_value(old[column:], key) != [entry.value]:
        return None
    value = _entry_value(new[column:], key)
    return Patch(entry.path, value[0]) if value else None


@functools.lru_cache(maxsize=512)
def _entry_value(line: str, key: str | int) -> list[Any]:
    """The scalar that a line gives a key; an empty list where it does anything else."""
    value = _value([line])
    is_entry = isinstance(value, dict) and list(value) == [key]
    if not is_entry or isinstance(value[key], dict | list):
        return []
    # A block scalar goes on below.
    is_block = value[key] == "" and not line.endswith((': ""', ": ''"))
    return [] if is_block else [value[key]]


@functools.lru_cache(maxsize=512)
def _value_of(text: str, start: int, end: int) -> Any:
    return _value(text.split("\n")[start:end])


_UNREADABLE: Any = object()


def _value(lines: list[str]) -> Any:
    """What lines say by themselves; nothing is null, as behind a key."""
    text = "\n".join(lines) + "\n"
    if _is_doubtful(text):
        return _UNREADABLE
    try:
        documents = load_documents(text)
    except YamlError:
        return _UNREADABLE
    if len(documents) > 1:
        return _UNREADABLE
    return documents[0] if documents else None


def _is_doubtful(text: str) -> bool:
    """Anchors, which other blocks may refer to; hooks, which may be dropped; odd ends of lines."""
    return (
        ("&" in text and _ANCHOR.search(text) is not None)
        or "helm.sh/hook" in text
        or any(end in text for end in "\r\x85\u2028\u2029")
    )


@functools.lru_cache(maxsize=64)
def _blocks(text: str) -> tuple[tuple[_Block, ...], Mapping[int, _Entry]]:
    """The blocks of a document, and its entries by their lines; none for one with oddities."""
    if text.count("\n") < _SHORT or _is_doubtful(text):
        return (), {}
    try:
        (data,) = load_documents(text)
        reader = NodeReader(text)
        root = reader.get_node() if reader.check_node() else None
    except (YamlError, yaml.YAMLError, ValueError):
        return (), {}
    blocks = tuple(block for block in _below(root, data, ()) if block.path not in _IDENTITY)
    entries = {
        line: entry
        for line, entry in _entries(root, data, ())
        if entry.path not in _IDENTITY_FIELDS
    }
    return blocks, entries


def _entries(node: Any, value: Any, path: Path) -> Iterator[tuple[int, _Entry]]:
    """The entries of block mappings that have a line of their own."""
    if isinstance(node, yaml.MappingNode) and isinstance(value, dict):
        for key, child in node.value:
            inner = (*path, key.value)
            if key.value not in value:
                continue
            found = value[key.value]
            start, end = key.start_mark, child.end_mark
            if isinstance(child, yaml.ScalarNode):
                if not node.flow_style and start.line == end.line:
                    yield start.line, _Entry(inner, start.column, found)
            else:
                yield from _entries(child, found, inner)
    elif isinstance(node, yaml.SequenceNode) and isinstance(value, list):
        for index, child in enumerate(node.value):
            yield from _entries(child, value[index], (*path, index))


def _below(node: Any, value: Any, path: Path) -> Iterator[_Block]:
    if isinstance(node, yaml.MappingNode) and isinstance(value, dict):
        for key, child in node.value:
            inner = (*path, key.value)
            if key.value in value:
                yield from _block(key, child, value[key.value], inner)
                yield from _below(child, value[key.value], inner)
    elif isinstance(node, yaml.SequenceNode) and isinstance(value, list):
        starts = [child.start_mark.line for child in node.value]
        for index, child in enumerate(node.value):
            inner = (*path, index)
            if not node.flow_style:
                end = [*starts, node.end_mark.line][index + 1]
                column = node.start_mark.column
                yield _Block(
                    inner, starts[index], end, column, inside=True, value=value[index], item=True
                )
            yield from _below(child, value[index], inner)


def _block(key: Any, node: Any, value: Any, path: Path) -> Iterator[_Block]:
    """The block of a collection that begins on a line of its own."""
    start, end = node.start_mark, node.end_mark
    is_block = isinstance(node, yaml.CollectionNode) and not node.flow_style
    if is_block and start.line > key.end_mark.line:
        inside = start.column > key.start_mark.column
        yield _Block(path, key.end_mark.line + 1, end.line, start.column, inside, value)
