"""Find the origins of a release's fields."""

import functools
import sys
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace

from catalogc.model.catalog import RenderedRelease
from catalogc.model.resource import ResourceKey
from catalogc.model.source import FieldPath
from catalogc.model.values import Values
from catalogc.origin.fields import FieldOrigin, Origins
from catalogc.origin.flow import Flow, find_flow_beside
from catalogc.origin.lines import MarkedChart, TemplateLine, mark_lines, read_lines
from catalogc.origin.trees import ABSENT, Change, pair_resources, scalars
from catalogc.origin.variants import Variants
from catalogc.render.protocol import Renderer, RenderJob, RenderResult

_Effects = Mapping[FieldPath, Sequence[Change]]


def find_origins(
    item: RenderedRelease, renderer: Renderer, kube_version: str = "", *, marks_only: bool = False
) -> Origins:
    """Find where every field of a rendered release comes from.

    Takes some fifty renders. A release that Argo CD renders has no fields.

    Args:
        item: the release.
        renderer: the engine that rendered it.
        kube_version: that of the release's cluster; empty for the renderer's.
        marks_only: whether two renders are enough: the values that come first for a field whose
            text holds values are then known, everything else may be missing.

    Raises:
        RendererUnavailableError: the engine cannot be started.
    """
    variants = Variants(item, renderer, kube_version)
    if not item.resources:
        return Origins({}, {})
    marked = mark_lines(item.release.adapter.chart)
    flow, results = find_flow_beside(
        variants, [_lines_job(variants, marked)], marks_only=marks_only
    )
    return combine(item, flow, _lines(variants, marked, results[0]))


def find_lines(variants: Variants) -> dict[ResourceKey, dict[FieldPath, TemplateLine]]:
    """Find the template line of every key and item; empty for a chart that cannot be marked."""
    marked = mark_lines(variants.base.release.adapter.chart)
    (result,) = variants.results([_lines_job(variants, marked)])
    return _lines(variants, marked, result)


def _lines_job(variants: Variants, marked: MarkedChart) -> RenderJob:
    return replace(variants.job({}, chart=marked.chart), once=True)


def _lines(
    variants: Variants, marked: MarkedChart, result: RenderResult
) -> dict[ResourceKey, dict[FieldPath, TemplateLine]]:
    return {
        old.key: read_lines(marked, new.manifest)
        for old, new in pair_resources(variants.base.resources, result.resources)
        if old is not None and new is not None
    }


def combine(
    item: RenderedRelease,
    flow: Flow,
    lines: Mapping[ResourceKey, Mapping[FieldPath, TemplateLine]],
) -> Origins:
    """Turn effects of values around: what made each field, and what governs it."""
    reach = {value: tuple(effects.values()) for value, effects in flow.effects.items()}
    made, governed = _turn_around(reach)
    fields = {}
    for resource in item.resources:
        key = resource.key
        known = lines.get(key, {})
        start = TemplateLine(resource.template, 1)
        fields[key] = {
            path: FieldOrigin(
                _values(made.get((key, path), ()), value, item.release.effective, flow.marked),
                _governing(governed.get((key, path), ()), made.get((key, path), ())),
                _line(known, path) or start,
            )
            for path, value in scalars(resource.manifest)
        }
    return Origins(fields, reach)


_Place = tuple[ResourceKey, FieldPath]
_Found = list[tuple[FieldPath, Change]]


def _turn_around(reach: _Effects) -> tuple[dict[_Place, _Found], dict[_Place, list[FieldPath]]]:
    made: dict[_Place, _Found] = defaultdict(list)
    governed: dict[_Place, list[FieldPath]] = defaultdict(list)
    # What governs least is nearest.
    for value in sorted(reach, key=lambda path: len(reach[path])):
        for change in reach[value]:
            place = (change.resource, change.path)
            if change.after is ABSENT:
                governed[place].append(value)
            elif change.before is not ABSENT:
                made[place].append((value, change))
    return made, governed


def _values(
    found: Sequence[tuple[FieldPath, Change]],
    content: object,
    effective: Values,
    marked: Container[tuple[FieldPath, ResourceKey, FieldPath]],
) -> tuple[FieldPath, ...]:
    """Put first what the field's text holds, in its order; then what decides its content."""
    if not found:
        return ()

    def rank(item: tuple[FieldPath, Change]) -> tuple[bool, int]:
        value, change = item
        text = effective.get(value)
        place = -1 if text in (None, "", [], {}) else str(content).find(str(text))
        # What only marks tell stays first when more is known.
        is_marked = (value, change.resource, change.path) in marked
        return not is_marked, place if place >= 0 else sys.maxsize

    values = [value for value, _ in found]
    ranked = sorted(found, key=rank)
    return tuple(value for value, _ in ranked if not _has_below(value, values))


def _governing(
    found: Iterable[FieldPath], made: Iterable[tuple[FieldPath, Change]]
) -> tuple[FieldPath, ...]:
    """Leave out what made the field, and lists where one of their items governs or made it."""
    return _nearest(tuple(found), tuple(value for value, _ in made))


@functools.lru_cache(maxsize=1024)  # fields of one object mostly have the same
def _nearest(
    governors: tuple[FieldPath, ...], values: tuple[FieldPath, ...]
) -> tuple[FieldPath, ...]:
    nearer = [*values, *governors]
    return tuple(path for path in governors if path not in values and not _has_below(path, nearer))


def _has_below(path: FieldPath, others: Iterable[FieldPath]) -> bool:
    return any(len(other) > len(path) and other[: len(path)] == path for other in others)


def _line(lines: Mapping[FieldPath, TemplateLine], path: FieldPath) -> TemplateLine | None:
    for depth in range(len(path), 0, -1):
        if path[:depth] in lines:
            return lines[path[:depth]]
    return None
