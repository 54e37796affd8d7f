"""Fixes in, changed texts out."""

from collections.abc import Iterable
from dataclasses import dataclass

from catalogc.model.finding import Edit, Fix
from catalogc.model.source import SourceFile


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A file and its text after fixes."""

    file: SourceFile
    text: str


@dataclass(frozen=True, slots=True)
class Spliced:
    """What one pass made.

    Attributes:
        files: those whose text changed, sorted by path.
        applied: the fixes that were applied.
        postponed: those that overlap an applied one, or were made for another text of a file;
            they are worked out anew from the changed text.
    """

    files: tuple[Rewritten, ...]
    applied: tuple[Fix, ...]
    postponed: tuple[Fix, ...]


def splice(fixes: Iterable[Fix]) -> Spliced:
    """Apply as many fixes as fit beside each other, all edits of a fix or none.

    Equal fixes count as one. The order is that of the texts: a fix that begins earlier goes
    first, whatever the order of ``fixes``.
    """
    texts: dict[str, SourceFile] = {}
    taken: dict[str, list[Edit]] = {}
    applied: list[Fix] = []
    postponed: list[Fix] = []
    for fix in sorted(dict.fromkeys(fixes), key=_order):
        if fix.edits and _fits(fix, texts, taken):
            for edit in fix.edits:
                texts[edit.location.file.path] = edit.location.file
                taken.setdefault(edit.location.file.path, []).append(edit)
            applied.append(fix)
        else:
            postponed.append(fix)
    rewritten = (
        Rewritten(texts[path], apply_edits(texts[path].text, taken[path])) for path in taken
    )
    changed = [item for item in rewritten if item.text != item.file.text]
    changed.sort(key=lambda item: item.file.path)
    return Spliced(tuple(changed), tuple(applied), tuple(postponed))


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Replace the spans of edits that do not overlap; all else stays as it is."""
    pieces = []
    position = 0
    for edit in sorted(edits, key=lambda edit: edit.location.span.start):
        pieces += [text[position : edit.location.span.start], edit.replacement]
        position = edit.location.span.end
    return "".join([*pieces, text[position:]])


def _order(fix: Fix) -> tuple[list[tuple[str, int, int, str]], str, str]:
    edits = [
        (edit.location.file.path, *edit.location.span[-2:], edit.replacement) for edit in fix.edits
    ]
    return sorted(edits), fix.applicability, fix.title


def _fits(fix: Fix, texts: dict[str, SourceFile], taken: dict[str, list[Edit]]) -> bool:
    own: dict[str, list[Edit]] = {}
    for edit in fix.edits:
        file = edit.location.file
        others = [*taken.get(file.path, ()), *own.get(file.path, ())]
        if texts.get(file.path, file) != file or any(_overlap(edit, other) for other in others):
            return False
        own.setdefault(file.path, []).append(edit)
    return True


def _overlap(one: Edit, other: Edit) -> bool:
    """Text that both replace, or a place where both insert."""
    a, b = one.location.span, other.location.span
    if a.start == a.end or b.start == b.end:
        return a.start <= b.end and b.start <= a.end
    return a.start < b.end and b.start < a.end
