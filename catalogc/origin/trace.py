"""What ``catalogc trace`` tells, as plain data: a field's lines, and what a value reaches."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from catalogc.model.catalog import RenderedRelease
from catalogc.model.display import looks_secret, show
from catalogc.model.release import Release
from catalogc.model.resource import Resource, ResourceKey
from catalogc.model.source import FieldPath, Location, format_path, parse_path
from catalogc.model.suggestion import nearest
from catalogc.model.values import Values
from catalogc.origin.blame import is_written
from catalogc.origin.fields import Origins
from catalogc.origin.lawful import Law
from catalogc.origin.lines import TemplateLine
from catalogc.origin.places import RenderedFiles, template_location
from catalogc.origin.sinks import Sink, Sinks
from catalogc.origin.trees import ABSENT, Change, scalars
from catalogc.origin.variants import Changes, Variants

_NAMED = re.compile(r"(?P<kind>[A-Za-z]\w*)/(?P<name>[^:\[\]\"\s]+):(?P<path>.*)", re.DOTALL)
_ABSENT_TEXT = "nothing"
_MOST_TRIALS = 64


class UnknownName(Exception):  # noqa: N818 - about what was asked for
    """There is no such field, object or value; ``remedy`` may name the nearest one."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class ValueTrace:
    """A value behind a field.

    Attributes:
        shown: the value as printed; never a secret.
        is_default: whether the chart sets it, and no leaf.
    """

    path: FieldPath
    shown: str
    location: Location
    is_default: bool


@dataclass(frozen=True, slots=True)
class FieldTrace:
    """A rendered field and where it comes from."""

    resource: ResourceKey
    path: FieldPath
    shown: str
    values: tuple[ValueTrace, ...]
    governed_by: tuple[ValueTrace, ...]
    template: Location
    rendered: Location
    sinks: tuple[Sink, ...] = ()


@dataclass(frozen=True, slots=True)
class ReachTrace:
    """A field that a value reaches, before and after a change of the value."""

    value: FieldPath
    changed_to: str
    resource: ResourceKey
    path: FieldPath
    before: str
    after: str
    sinks: tuple[Sink, ...] = ()


def trace_fields(
    item: RenderedRelease,
    origins: Origins,
    output: str,
    asked: str = "",
    sinks: Sinks | None = None,
) -> list[FieldTrace]:
    """Trace fields back; all, or those that ``asked`` names.

    Args:
        asked: ``[Kind/name:]path``; a mapping or list stands for every scalar below it.
        output: folder of all output, relative to the repository's root.
        sinks: what becomes of the leaf's texts, where that is wanted, too.

    Raises:
        UnknownName: there is none.
        ValueError: the text is not a field path.
    """
    resources, path = _asked(item.resources, asked)
    files = RenderedFiles(item, output)
    found = [
        _field_trace(item.release, origins, files, resource, inner, value, sinks)
        for resource in resources
        for inner, value in scalars(resource.manifest)
        if inner[: len(path)] == path
    ]
    if not found and resources:
        known = {
            format_path(inner[:depth])
            for resource in resources
            for inner, _ in scalars(resource.manifest)
            for depth in range(1, len(inner) + 1)
        }
        raise _unknown(f"no object has a field {format_path(path)}", format_path(path), known)
    return found


def trace_value(
    variants: Variants, asked: str, new: Any = ABSENT, sinks: Sinks | None = None
) -> list[ReachTrace]:
    """Trace a value forward: change it, render, and tell what differs.

    Args:
        asked: path of a value; a mapping or list stands for every scalar below it.
        new: what to change it to; by default another value that the schema allows, every
            member of an enumeration, and nothing.
        sinks: what becomes of the leaf's texts, where that is wanted, too.

    Raises:
        UnknownName: neither the leaf, the chart's defaults nor the schema know the value.
        ValueError: the text is not a field path.
        RendererUnavailableError: the engine cannot be started.
    """
    path = parse_path(asked)
    release = variants.base.release
    law = Law(release.adapter.schema)
    if release.effective.get(path, ABSENT) is ABSENT and not law.part(path):
        known = {format_path(inner) for inner, _ in _with_parents(release.effective.data)}
        raise _unknown(f"there is no value {asked}", asked, known)
    trials = list(_trials(release, law, path, new))[:_MOST_TRIALS]
    return [
        _reach_trace(variants.base, changed, value, change, sinks)
        for changes, difference in zip(trials, variants.differences(trials), strict=True)
        for changed, value in changes.items()
        for change in difference.changes
    ]


def _trials(release: Release, law: Law, path: FieldPath, new: Any) -> Iterator[Changes]:
    if new is not ABSENT:
        yield {path: new}
        return
    known = release.effective.get(path, None)
    for inner, value in scalars(known, path):
        members = law.part(inner).get("enum", ())
        for count, other in enumerate(law.others(inner, value)):
            if count and other not in members:
                break
            yield {inner: other}
        yield from ({inner: nothing} for nothing in law.nothing(inner, value))
        yield from ({inner: least} for least in law.least(inner, value))


def _asked(resources: Sequence[Resource], asked: str) -> tuple[Sequence[Resource], FieldPath]:
    named = _NAMED.fullmatch(asked)
    if named is None:
        return resources, parse_path(asked)
    kind, name = named["kind"], named["name"]
    found = [item for item in resources if (item.kind, item.name) == (kind, name)]
    if not found:
        known = {f"{item.kind}/{item.name}" for item in resources}
        raise _unknown(f"the leaf has no object {kind}/{name}", f"{kind}/{name}", known)
    return found, parse_path(named["path"])


def _unknown(message: str, asked: str, known: Iterable[str]) -> UnknownName:
    guess = nearest(asked, known)
    return UnknownName(message, f"did you mean {guess}?" if guess else "trace it without a name")


def _field_trace(
    release: Release,
    origins: Origins,
    files: RenderedFiles,
    resource: Resource,
    path: FieldPath,
    value: Any,
    sinks: Sinks | None,
) -> FieldTrace:
    origin = origins.of(resource.key, path)
    line = origin.template or TemplateLine(resource.template, 1)
    return FieldTrace(
        resource.key,
        path,
        _shown(resource, path, value, origin.values),
        tuple(_value_trace(release, inner) for inner in origin.values),
        tuple(_value_trace(release, inner) for inner in origin.governed_by),
        template_location(release.adapter.chart, line),
        files.locate(resource, path),
        sinks.at(path, value, origin.values, line) if sinks else (),
    )


def _value_trace(release: Release, path: FieldPath) -> ValueTrace:
    effective = release.effective
    shown = "***" if _beside_secret_name(effective, path) else show(effective.get(path), path)
    return ValueTrace(path, shown, effective.at(path), not is_written(release, path))


def _reach_trace(
    item: RenderedRelease, value: FieldPath, new: Any, change: Change, sinks: Sinks | None
) -> ReachTrace:
    resource = next((found for found in item.resources if found.key == change.resource), None)
    before, after = (
        _ABSENT_TEXT if text is ABSENT else _shown(resource, change.path, text, (value,))
        for text in (change.before, change.after)
    )
    used = sinks.at(change.path, change.before, (value,), None) if sinks else ()
    return ReachTrace(value, show(new, value), change.resource, change.path, before, after, used)


def _shown(
    resource: Resource | None, path: FieldPath, value: Any, made_by: Iterable[FieldPath]
) -> str:
    """A rendered value as printed; one that a secret-looking value made is hidden."""
    manifest = Values(resource.manifest, {}) if resource else None
    beside = manifest is not None and _beside_secret_name(manifest, path)
    if beside or any(looks_secret(inner) for inner in made_by):
        return "***"
    return show(value, path)


def _beside_secret_name(values: Values, path: FieldPath) -> bool:
    """Whether a variable's name says that its value is secret."""
    if not path or path[-1] != "value":
        return False
    name = values.get((*path[:-1], "name"))
    return isinstance(name, str) and looks_secret((name,))


def _with_parents(data: dict[str, Any]) -> Iterator[tuple[FieldPath, None]]:
    for path, _ in scalars(data):
        yield from ((path[:depth], None) for depth in range(1, len(path) + 1))
