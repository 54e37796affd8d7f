"""Put excerpts under other parents."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from catalogc.fix.cut import Cuts, Excerpt
from catalogc.fix.layout import Layout, UnmovableError
from catalogc.goyaml.scalars import read_key
from catalogc.model.source import FieldPath, get_in

_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_./-]*\Z")


@dataclass(slots=True)
class Branch:
    """New text below a key: either an excerpt, or more keys.

    Attributes:
        first: the field that came first of those below.
    """

    first: FieldPath
    excerpt: Excerpt | None = None
    inner: dict[str, "Branch"] = field(default_factory=dict)


@dataclass(slots=True)
class Pastes:
    """What is put in: (start, end, text) of stretches that are replaced, as offsets."""

    edits: list[tuple[int, int, str]] = field(default_factory=list)
    lines: set[int] = field(default_factory=set)
    """Lines that new ones are put before."""


def hosts(layout: Layout, moves: Mapping[FieldPath, FieldPath]) -> dict[FieldPath, FieldPath]:
    """Find, for each moved field, the parent of its new place that is there already.

    Raises:
        UnmovableError: the new place is below a value that is not a mapping.
    """
    found = {}
    for old, new in moves.items():
        depth = 0
        while new[: depth + 1] in layout.document.spans and depth + 1 < len(new):
            depth += 1
        value = get_in(layout.document.data, new[:depth])
        if not (value is None or isinstance(value, dict)):
            raise UnmovableError
        found[old] = new[:depth]
    return found


def paste(
    layout: Layout,
    cuts: Cuts,
    moves: Mapping[FieldPath, FieldPath],
    at: Mapping[FieldPath, FieldPath],
) -> Pastes:
    """Put each excerpt at its new place.

    Args:
        layout: of the text before the cut.
        cuts: with an excerpt for every moved field.
        moves: old path -> new path.
        at: old path -> the parent that is there already, from ``hosts``.

    Raises:
        UnmovableError: a text of several lines would go into a flow mapping.
    """
    trees: dict[FieldPath, dict[str, Branch]] = {}
    for old in layout.in_order(moves):
        host, new = at[old], moves[old]
        _grow(trees.setdefault(host, {}), new[len(host) :], old, cuts.excerpts[old])
    pastes = Pastes()
    for host, tree in trees.items():
        if layout.children.get(host):
            _into_mapping(layout, cuts, host, tree, pastes)
        else:
            _into_nothing(layout, host, tree, pastes)
    return pastes


def insert(layout: Layout, path: FieldPath, value: str) -> Pastes:
    """Put a new field below the parents of it that are there, behind their last field.

    Args:
        path: of a field that is not there.
        value: one line of YAML.

    Raises:
        UnmovableError: a parent is not a mapping, or is written in a way that takes no field.
    """
    host = hosts(layout, {path: path})[path]
    children = layout.children.get(host, [])
    tree: dict[str, Branch] = {}
    last = children[-1] if children else host
    _grow(tree, path[len(host) :], last, Excerpt(key_text(str(path[-1])), value))
    pastes = Pastes()
    if children:
        _into_mapping(layout, Cuts(), host, tree, pastes)
    else:
        _into_nothing(layout, host, tree, pastes)
    return pastes


def _grow(tree: dict[str, Branch], path: FieldPath, old: FieldPath, excerpt: Excerpt) -> None:
    key = str(path[0])
    if len(path) == 1:
        tree[key] = Branch(old, excerpt)
    else:
        _grow(tree.setdefault(key, Branch(old)).inner, path[1:], old, excerpt)


def _into_mapping(
    layout: Layout, cuts: Cuts, host: FieldPath, tree: dict[str, Branch], pastes: Pastes
) -> None:
    if layout.is_flow(host):
        _into_flow(layout, cuts, host, tree, pastes)
        return
    children = layout.children[host]
    indent = layout.indentation(children[0])
    for key, branch in tree.items():
        near = branch.first[: len(host) + 1]
        if near[:-1] != host:  # it comes from elsewhere
            near = children[-1]
        extent = layout.extent(near)
        text = "".join(_block(layout, {key: branch}, indent))
        if _is_apart(layout, extent, near == children[-1]) and not cuts.lines.issuperset(extent):
            text = layout.line_break + text
        _insert(layout, cuts.lines, extent.stop, text, pastes)


def _into_nothing(layout: Layout, host: FieldPath, tree: dict[str, Branch], pastes: Pastes) -> None:
    """Below a key without a value, a null, or empty braces."""
    value = layout.value_text(host)
    span = layout.value(host)
    if layout.is_flow(host[:-1]):
        if not value:
            raise UnmovableError
        pastes.edits.append((span.start, span.end, f"{{{_flow(tree)}}}"))
        return
    if "#" in value or "&" in value or "\n" in value:
        raise UnmovableError
    if value:
        blank = len(layout.text[: span.start]) - len(layout.text[: span.start].rstrip(" \t"))
        pastes.edits.append((span.start - blank, span.end, ""))
    indent = layout.indentation(host) + layout.step
    text = "".join(_block(layout, tree, indent))
    _insert(layout, set(), layout.last_line(host) + 1, text, pastes)


def _into_flow(
    layout: Layout, cuts: Cuts, host: FieldPath, tree: dict[str, Branch], pastes: Pastes
) -> None:
    kept = [child for child in layout.children[host] if child not in cuts.excerpts]
    end = layout.end(layout.children[host][-1])
    pastes.edits.append((end, end, f"{', ' if kept else ''}{_flow(tree)}"))


def _insert(layout: Layout, cut: set[int], line: int, text: str, pastes: Pastes) -> None:
    offset = layout.starts[line]
    if line == len(layout.lines) and not layout.text.endswith("\n"):
        text = text.removesuffix(layout.line_break)
        if line - 1 not in cut:
            text = layout.line_break + text
    pastes.lines.add(line)
    pastes.edits.append((offset, offset, text))


def _is_apart(layout: Layout, extent: range, is_last: bool) -> bool:
    """Whether a blank line parts a field from the next one; from the one before, if it is last."""
    if not is_last:
        return layout.is_blank(extent.stop)
    return extent.start > 0 and layout.is_blank(extent.start - 1)


def _block(layout: Layout, tree: dict[str, Branch], indent: int) -> Iterator[str]:
    margin, end = " " * indent, layout.line_break
    for key, branch in tree.items():
        if branch.excerpt is None:
            yield f"{margin}{key_text(key)}:{end}"
            yield from _block(layout, branch.inner, indent + layout.step)
            continue
        excerpt = branch.excerpt
        new_key = _renamed(key, branch)
        yield from (f"{margin}{comment}{end}" for comment in excerpt.before)
        if excerpt.lines:
            yield from _shifted(excerpt, new_key, indent, end)
        else:
            yield f"{margin}{new_key}: {excerpt.value}".rstrip() + end
        yield from (f"{margin}{comment}{end}" for comment in excerpt.after)


def _shifted(excerpt: Excerpt, new_key: str, indent: int, end: str) -> Iterator[str]:
    """Indent lines anew, all by the same, so that block scalars keep their text."""
    for number, line in enumerate(excerpt.lines):
        text = line.rstrip("\r\n")
        if number == excerpt.key_line:
            yield " " * indent + new_key + text[excerpt.column + len(excerpt.key) :] + end
            continue
        spaces = len(text) - len(text.lstrip(" "))
        shift = max(indent - excerpt.column, -spaces)
        moved = " " * shift + text if shift > 0 else text[-shift:]
        yield (moved if text else "") + end


def _flow(tree: dict[str, Branch]) -> str:
    items = []
    for key, branch in tree.items():
        if branch.excerpt is None:
            items.append(f"{key_text(key)}: {{{_flow(branch.inner)}}}")
        elif branch.excerpt.is_bare:
            items.append(f"{_renamed(key, branch)}: {branch.excerpt.value}".rstrip())
        else:
            raise UnmovableError
    return ", ".join(items)


def _renamed(key: str, branch: Branch) -> str:
    """Keep the spelling of a key whose name stays."""
    if branch.excerpt is not None and branch.first[-1] == key:
        return branch.excerpt.key
    return key_text(key)


def key_text(key: Any) -> str:
    """Write a key; in quotes where it is not plain text."""
    if _PLAIN_KEY.match(key) and read_key(key) == key:
        return str(key)
    return json.dumps(key, ensure_ascii=False)
