"""Words that all reports share."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from catalogc.diff.facts import scale_text
from catalogc.diff.fields import ABSENT, FieldChange, format_field
from catalogc.diff.report.masking import masked_sides
from catalogc.diff.result import (
    ApplicationDiff,
    CatalogDiff,
    Effect,
    GpuDemand,
    ResourceDiff,
)
from catalogc.model.resource import Resource

_LONGEST = 80
"""Most characters of a value that are shown."""

NONE = "(none)"


class Names(NamedTuple):
    """What the two sides are called: commits, branches, the work tree."""

    base: str
    head: str


def headline(diff: CatalogDiff) -> str:
    """Return the first sentence: how many Applications change."""
    changed = len(diff.applications)
    if not changed:
        return f"No Application changes ({diff.unchanged} stay as they are)."
    counts = ", ".join(f"{number} {kind}" for kind, number in diff.counts.items())
    verb = "changes" if changed == 1 else "change"
    return f"{plural(changed, 'Application')} {verb}, {diff.unchanged} stay as they are: {counts}."


def plural(number: int, word: str) -> str:
    """Write a number of things."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def sureness(effect: Effect) -> str:
    """Return the effect's name, and that it is not sure if it is not."""
    return effect.kind.value if effect.sure else f"{effect.kind.value}, perhaps"


def title(item: ApplicationDiff) -> str:
    """Name an Application, with what it was called before."""
    if item.before is None or item.after is None or item.before == item.after:
        return str(item.id)
    return f"{item.before} -> {item.after}"


def resource_title(item: ResourceDiff) -> str:
    """Name an object: ``Deployment shop``, with what it was called before."""
    key = item.key
    if item.before is None or item.after is None or item.before.key == item.after.key:
        return f"{key.kind} {_place(item.after or item.before, full=False)}"
    full = item.before.namespace != item.after.namespace
    return f"{key.kind} {_place(item.before, full=full)} -> {_place(item.after, full=full)}"


def _place(resource: Resource | None, *, full: bool) -> str:
    if resource is None:
        return ""
    return f"{resource.namespace}/{resource.name}" if full else resource.name


def moved_leaf(item: ApplicationDiff) -> str:
    """Say that a leaf is in another file; empty where it is not."""
    before, after = item.leaves
    return f"leaf moved: {before} -> {after}" if before and after and before != after else ""


class Line(NamedTuple):
    """One field that changed: ``+`` added, ``-`` removed, ``~`` changed."""

    mark: str
    field: str
    text: str


def lines(item: ResourceDiff) -> Iterator[Line]:
    """Yield the fields of an object that say something; none for a whole object."""
    for change, before, after in masked_sides(item):
        if change.noise is not None:
            continue
        field = format_field(change.path)
        if change.before is ABSENT:
            yield Line("+", field, shown(after) + _origin(change))
        elif change.after is ABSENT:
            yield Line("-", field, shown(before))
        else:
            same = " (another value)" if before == after else ""
            yield Line("~", field, f"{shown(before)} -> {shown(after)}{same}{_origin(change)}")


def _origin(change: FieldChange) -> str:
    if change.origin is None:
        return ""
    return f"  ({change.origin.file.path}:{change.origin.span.line})"


def shown(value: Any) -> str:
    """Write a masked value as JSON, cut where it is long."""
    if value is ABSENT:
        return NONE
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def silent(item: ResourceDiff) -> str:
    """Say how many changes mean nothing by themselves; empty for none."""
    reasons = sorted({change.noise.value for change in item.changes if change.noise is not None})
    number = len(item.changes) - len(item.told)
    if not number:
        return ""
    says = "says nothing by itself" if number == 1 else "say nothing by themselves"
    return f"{plural(number, 'change')} that {says} ({', '.join(reasons)})"


def gpu_row(demand: GpuDemand) -> tuple[str, ...]:
    """Return environment, pools, resource, before, after, what there is."""
    capacity = NONE if demand.capacity is None else str(demand.capacity)
    too_many = " (too few)" if demand.too_many else ""
    return (
        demand.environment,
        demand.pools or "not known",
        demand.resource,
        scale_text(demand.before),
        scale_text(demand.after),
        "not known" if demand.capacity is None else capacity + too_many,
    )


GPU_HEADER = ("environment", "node pools", "resource", "before", "after", "there are")
