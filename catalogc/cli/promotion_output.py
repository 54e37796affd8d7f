"""How a promotion is told."""

import difflib
from collections.abc import Iterator

from catalogc.cli.promoted_leaf import Promoted
from catalogc.fix.change import ABSENT
from catalogc.model.display import show
from catalogc.model.source import format_path
from catalogc.report.escape import escape
from catalogc.scaffold.promotion import Change, Promotion


def diff_text(promotion: Promotion) -> str:
    """Return the change of the file as a unified diff that ``git apply`` takes."""
    before = promotion.before
    lines = difflib.unified_diff(
        (before or "").splitlines(keepends=True),
        promotion.text.splitlines(keepends=True),
        "/dev/null" if before is None else f"a/{promotion.path}",
        f"b/{promotion.path}",
    )
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )


def summary_text(made: Promoted, *, written: bool, demands: int) -> str:
    """Say what is new, what differs and what to look at; ends where the demands begin."""
    promotion = made.promotion
    old, new = made.source.id.environment, made.environment
    return "".join(
        f"{line}\n"
        for line in (
            _headline(made, written=written),
            *_table(promotion.changes),
            *_section(f"Defaults of {new} that differ from those of {old}:", promotion.defaults),
            *_section(f"Kept as {new} has it ({old} has):", promotion.kept, arrow="|"),
            *(f"  = note: {escape(note)}" for note in promotion.notes),
            "",
            *([f"What {new} still demands:"] if demands else ()),
        )
    )


def _headline(made: Promoted, *, written: bool) -> str:
    promotion, source = made.promotion, made.source.leaf.document.file.path
    path = escape(promotion.path)
    if promotion.before == promotion.text:
        return f"{path} is up to date with {escape(source)}"
    is_new = promotion.before is None
    verb = ("Wrote" if is_new else "Changed") if written else "Would write"
    return f"{verb} {path}, {'from' if is_new else 'with versions of'} {escape(source)}"


def _section(title: str, changes: list[Change], arrow: str = "->") -> list[str]:
    return ["", title, *_table(changes, arrow)] if changes else []


def _table(changes: list[Change], arrow: str = "->") -> Iterator[str]:
    width = max((len(format_path(change.path)) for change in changes), default=0)
    for change in changes:
        name = escape(format_path(change.path))
        before, after = (_value(change, value) for value in (change.before, change.after))
        reason = f"  ({change.reason})" if change.reason else ""
        yield f"  {name:<{width}}  {before} {arrow} {after}{reason}"


def _value(change: Change, value: object) -> str:
    return "none" if value is ABSENT else escape(show(value, change.path))
