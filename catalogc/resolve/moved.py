"""Moved fields: old spellings of a leaf, read as the canonical ones."""

import copy
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from catalogc.fix.move import move_edits
from catalogc.model.adapter import MovedField
from catalogc.model.display import listing
from catalogc.model.document import Document
from catalogc.model.finding import Applicability, Edit, Finding, Fix, Label, Outcome, Severity
from catalogc.model.source import FieldPath, SourceFile, Span, format_path
from catalogc.model.values import Values

RULE = "moved-field"
_ABSENT = object()


def move_fields(values: Values, moved: tuple[MovedField, ...]) -> Outcome[Values]:
    """Move each old spelling to its canonical place; every value keeps its own line.

    A leaf that uses an old spelling gets a warning; one that uses both gets an error. Warnings
    about a layer carry one safe fix, which moves all of its fields: their parents are often the
    same, so that they are better moved together.
    """
    used = tuple(entry for entry in moved if _is_written(values, entry.old))
    if not used:
        return Outcome(values)
    data = copy.deepcopy(values.data)
    origins = dict(values.origins)
    movable = tuple(entry for entry in used if not _is_written(values, entry.new))
    fixes = _fixes(values, movable)
    findings = []
    for entry in used:
        if entry not in movable:
            findings.append(_both(entry, values))
            continue
        findings.append(_warning(entry, values, fixes.get(entry)))
        nested = [path for path in origins if path[: len(entry.old)] == entry.old]
        rebased = {entry.new + path[len(entry.old) :]: origins[path] for path in nested}
        origins |= {entry.new: values.origin(entry.old)} | rebased
        _relocate(data, entry)
    return Outcome(Values(data, origins), tuple(findings))


@dataclass(frozen=True, slots=True)
class _Layer:
    """A document and the fields to move in it, by what tells it from others."""

    file: SourceFile
    root: Span
    movable: tuple[MovedField, ...]
    document: Document = field(compare=False)


def _fixes(values: Values, movable: tuple[MovedField, ...]) -> dict[MovedField, Fix]:
    """Work out the fix of a layer; merged layers, and data without text, have none."""
    root = values.origins[()]
    if not movable or len(values.origins) > 1 or root.path or () not in root.document.spans:
        return {}
    document = root.document
    return _fix_layer(_Layer(document.file, document.spans[()].value, movable, document))


@lru_cache(maxsize=64)  # a file of defaults is a layer of many leaves
def _fix_layer(layer: _Layer) -> dict[MovedField, Fix]:
    """Map each field that can be moved to the fix; try them one by one if not all can be."""
    movable = layer.movable
    edits = _edits(layer.document, movable)
    if edits is None:
        movable = tuple(entry for entry in movable if _edits(layer.document, (entry,)))
        edits = _edits(layer.document, movable)
    if not edits:
        return {}
    names = listing([format_path(entry.old) for entry in movable], limit=2)
    places = format_path(movable[0].new) if len(movable) == 1 else "their new places"
    fix = Fix(f"move {names} to {places}", Applicability.SAFE, edits)
    return dict.fromkeys(movable, fix)


def _edits(document: Document, movable: Iterable[MovedField]) -> tuple[Edit, ...] | None:
    expected = copy.deepcopy(document.data)
    for entry in movable:
        _relocate(expected, entry)
    return move_edits(document, {entry.old: entry.new for entry in movable}, expected)


def _warning(moved: MovedField, values: Values, fix: Fix | None) -> Finding:
    old, new = format_path(moved.old), format_path(moved.new)
    return Finding(
        rule=RULE,
        severity=Severity.WARNING,
        message=f"{old} has moved to {new}",
        location=values.at_key(moved.old),
        label=f"write it as {new}",
        field=moved.old,
        help=f"move the block {old} to {new}; it is read as {new} for now",
        fixes=() if fix is None else (fix,),
    )


def _both(moved: MovedField, values: Values) -> Finding:
    old, new = format_path(moved.old), format_path(moved.new)
    return Finding(
        rule=RULE,
        severity=Severity.ERROR,
        message=f"both {old} and {new} are set, and {old} is the old spelling of {new}",
        location=values.at_key(moved.old),
        field=moved.old,
        related=(Label(values.at_key(moved.new), f"{new} is set here"),),
        help=f"keep {new} and remove {old}",
    )


def _is_written(values: Values, path: FieldPath) -> bool:
    """Whether there is something at a path of keys; items of lists do not move."""
    keys = all(isinstance(part, str) for part in path)
    return keys and values.get(path, _ABSENT) is not _ABSENT


def _relocate(data: dict[str, Any], entry: MovedField) -> None:
    """Move a value, unless an earlier move took it along."""
    if _is_written(Values(data, {}), entry.old):
        _put(data, entry.new, _take(data, entry.old))


def _take(data: dict[str, Any], path: FieldPath) -> Any:
    """Remove the value at ``path``, and parents that are empty then."""
    key = str(path[0])
    if len(path) == 1:
        return data.pop(key)
    value = _take(data[key], path[1:])
    if not data[key]:
        del data[key]
    return value


def _put(data: dict[str, Any], path: FieldPath, value: Any) -> None:
    for part in path[:-1]:
        inner = data.get(str(part))
        if not isinstance(inner, dict):
            inner = data[str(part)] = {}
        data = inner
    data[str(path[-1])] = value
