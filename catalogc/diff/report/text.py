"""A comparison for a terminal."""

from collections.abc import Iterator, Sequence

from catalogc.diff.report.wording import (
    GPU_HEADER,
    Names,
    gpu_row,
    headline,
    lines,
    moved_leaf,
    plural,
    resource_title,
    silent,
    sureness,
    title,
)
from catalogc.diff.result import ApplicationDiff, CatalogDiff, Effect, EffectKind, ResourceDiff
from catalogc.model.finding import Severity
from catalogc.report.colour import Paint
from catalogc.report.escape import escape

_BAD = EffectKind.REJECTED.rank
_NOTABLE = EffectKind.UNKNOWN.rank


def write_text(diff: CatalogDiff, names: Names, *, colour: bool = False) -> str:
    """Write every Application, its objects, their effects and fields, the worst first."""
    paint = Paint(colour)
    parts = [f"{escape(names.base)} -> {escape(names.head)}\n"]
    parts.extend(
        "\n" + "".join(f"{line}\n" for line in _application(item, paint))
        for item in diff.applications
    )
    parts.append("\n" + "".join(f"{line}\n" for line in _closing(diff, paint)))
    return "".join(parts)


def _application(item: ApplicationDiff, paint: Paint) -> Iterator[str]:
    yield f"{_label(item.headline, paint)}  {paint.bold(escape(title(item)))}"
    if moved := moved_leaf(item):
        yield f"  {escape(moved)}"
    for effect in item.effects:
        yield f"  {_label(effect, paint)}  {escape(effect.message)}"
    for fact in item.facts:
        yield f"  {escape(fact.name)}: {escape(fact.before)} -> {escape(fact.after)}"
    for resource in item.resources:
        yield from _resource(resource, paint)


def _resource(item: ResourceDiff, paint: Paint) -> Iterator[str]:
    yield f"  {paint.bold(escape(resource_title(item)))}"
    width = max(len(sureness(effect)) for effect in item.effects)
    for effect in item.effects:
        yield f"    {_label(effect, paint, width)}  {escape(effect.message)}"
    for line in lines(item):
        yield f"    {paint.frame(line.mark)} {escape(line.field)}: {escape(line.text)}"
    if remark := silent(item):
        yield f"    {paint.frame('.')} {remark}"


def _label(effect: Effect, paint: Paint, width: int = 0) -> str:
    rank = effect.kind.rank
    severity = Severity.ERROR if rank <= _BAD else Severity.WARNING
    if rank > _NOTABLE:
        severity = Severity.INFO
    return paint.severity(f"{sureness(effect):<{width}}", severity)


def _closing(diff: CatalogDiff, paint: Paint) -> Iterator[str]:
    if diff.gpus:
        yield paint.bold("GPUs")
        yield from _table([GPU_HEADER, *(gpu_row(demand) for demand in diff.gpus)])
        yield ""
    for sentence, names in _lists(diff):
        yield paint.bold(sentence)
        yield from (f"  {escape(name)}" for name in names)
        yield ""
    yield headline(diff)


def _lists(diff: CatalogDiff) -> Iterator[tuple[str, Sequence[str]]]:
    if diff.rejected:
        yield f"{plural(len(diff.rejected), 'update')} will be refused", diff.rejected
    if diff.deletions:
        number = len(diff.deletions)
        yield f"{number} to be deleted (--allow-delete {number})", diff.deletions
    if diff.undecided:
        sentence = f"{plural(len(diff.undecided), 'leaf')}".replace("leafs", "leaves")
        yield f"{sentence} not compared: not rendered on both sides", [*map(str, diff.undecided)]


def _table(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    cells = [tuple(map(escape, row)) for row in rows]
    widths = [max(len(row[column]) for row in cells) for column in range(len(cells[0]))]
    for row in cells:
        padded = (f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True))
        yield f"  {'  '.join(padded)}".rstrip()
