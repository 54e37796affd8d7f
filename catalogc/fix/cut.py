"""Take fields out of a text: what is cut, and the excerpts that it leaves."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from catalogc.fix.layout import Layout, UnmovableError
from catalogc.model.source import FieldPath

_COMMENT = re.compile(r"(?:\A|\s)(#.*)")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A field as it was written.

    Attributes:
        key: its key, quotes and all.
        value: its value; empty for a null that is not written.
        lines: lines of a block field, comments among them; none for a field of a flow mapping.
        key_line: which of the lines has the key.
        column: column of the key in its line, from 0.
        before: comments to put above it, of a parent that is gone.
        after: comments to put below it.
    """

    key: str
    value: str
    lines: tuple[str, ...] = ()
    key_line: int = 0
    column: int = 0
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

    @property
    def is_bare(self) -> bool:
        """Whether it is a key and a value on one line, without a comment."""
        bare = f"{self.key}:{self.value}"
        alone = not self.lines or "".join("".join(self.lines).split()) == "".join(bare.split())
        return alone and "\n" not in self.value and not (self.before or self.after)


@dataclass(slots=True)
class Cuts:
    """What is taken out.

    Attributes:
        lines: whole lines, by index.
        spans: stretches of flow mappings, as offsets.
    """

    excerpts: dict[FieldPath, Excerpt] = field(default_factory=dict)
    lines: set[int] = field(default_factory=set)
    spans: list[tuple[int, int]] = field(default_factory=list)


def cut(layout: Layout, moving: Collection[FieldPath], kept: Collection[FieldPath]) -> Cuts:
    """Cut fields, and with them each parent that is empty then.

    Args:
        layout: of the text.
        moving: the fields; none is inside another.
        kept: parents that stay because something is put into them.

    Raises:
        UnmovableError: the text cannot be cut without losing something.
    """
    cuts = Cuts()
    gone = _with_empty_parents(layout, moving, {*kept, ()})
    for path in layout.in_order(gone):
        if path[:-1] in gone:
            continue
        inside = [inner for inner in layout.in_order(moving) if inner[: len(path)] == path]
        if layout.is_flow(path[:-1]):
            _cut_from_flow(layout, path, inside, gone, cuts)
        else:
            _cut_from_block(layout, path, inside, cuts)
    return cuts


def _with_empty_parents(
    layout: Layout, moving: Collection[FieldPath], kept: Collection[FieldPath]
) -> set[FieldPath]:
    gone = set(moving)
    for path in moving:
        parent = path[:-1]
        while parent not in kept and gone.issuperset(layout.children[parent]):
            gone.add(parent)
            parent = parent[:-1]
    return gone


def _cut_from_block(
    layout: Layout, top: FieldPath, inside: Sequence[FieldPath], cuts: Cuts
) -> None:
    """Cut whole lines; comments of parents that go stay with the field that follows them."""
    extent = layout.extent(top)
    cuts.lines.update(extent)
    line = extent.start
    comments: list[str] = []
    for lines, paths in _parts(layout, top, inside):
        comments += _comments(layout, range(line, lines.start))
        line = lines.stop
        for path in paths:
            excerpt = _excerpt(layout, path, lines)
            if not excerpt.lines and path == paths[-1]:
                comments += _comment_after(layout, lines)
            cuts.excerpts[path] = replace(excerpt, before=tuple(comments))
            comments = []
    comments += _comments(layout, range(line, extent.stop))
    last = inside[-1]
    cuts.excerpts[last] = replace(cuts.excerpts[last], after=tuple(comments))


def _cut_from_flow(
    layout: Layout,
    top: FieldPath,
    inside: Sequence[FieldPath],
    gone: Collection[FieldPath],
    cuts: Cuts,
) -> None:
    """Cut a field of a flow mapping and one of the commas beside it."""
    siblings = layout.children[top[:-1]]
    index = siblings.index(top)
    start, end = layout.key(top).start, layout.end(top)
    if any(sibling not in gone for sibling in siblings[index + 1 :]):
        end = layout.key(siblings[index + 1]).start
    elif index:
        start = layout.end(siblings[index - 1])
    taken = layout.text[start:end]
    if "#" in taken and "\n" in taken:
        raise UnmovableError
    cuts.spans.append((start, end))
    for path in inside:
        cuts.excerpts[path] = Excerpt(layout.key_text(path), layout.value_text(path))


def _parts(
    layout: Layout, top: FieldPath, inside: Sequence[FieldPath]
) -> Iterator[tuple[range, list[FieldPath]]]:
    """Every stretch of lines with the fields in it: one, or several of a flow mapping."""
    parts: dict[FieldPath, list[FieldPath]] = {}
    for path in inside:
        parents = (path[:depth] for depth in range(len(top), len(path)))
        holder = next((parent for parent in parents if layout.is_flow(parent)), path)
        parts.setdefault(holder, []).append(path)
    for holder, paths in parts.items():
        if paths == [holder]:
            yield layout.extent(holder), paths
        else:
            yield range(layout.key(holder).line - 1, layout.last_line(holder) + 1), paths


def _excerpt(layout: Layout, path: FieldPath, lines: range) -> Excerpt:
    key, value = layout.key_text(path), layout.value_text(path)
    if layout.is_flow(path[:-1]):
        return Excerpt(key, value)
    span = layout.key(path)
    text = tuple(layout.lines[lines.start : lines.stop])
    return Excerpt(key, value, text, span.line - 1 - lines.start, span.column - 1)


def _comments(layout: Layout, lines: range) -> list[str]:
    """Return the comments of lines that hold only keys of parents, comments or nothing."""
    found = (_COMMENT.search(layout.lines[line].strip()) for line in lines)
    return [match.group(1) for match in found if match]


def _comment_after(layout: Layout, lines: range) -> list[str]:
    """Return the comment after a flow mapping; one inside it cannot be kept apart."""
    text = [layout.lines[line] for line in lines]
    after = text[-1].rpartition("}")[2]
    if "#" in "".join(text)[: -len(after)]:
        raise UnmovableError
    return [after.strip()] if "#" in after else []
