"""Moved fields: old spellings of a leaf, read as the canonical ones."""

import copy
from typing import Any

from catalogc.model.adapter import MovedField
from catalogc.model.finding import Finding, Label, Outcome, Severity
from catalogc.model.source import FieldPath, format_path
from catalogc.model.values import Values

RULE = "moved-field"
_ABSENT = object()


def move_fields(values: Values, moved: tuple[MovedField, ...]) -> Outcome[Values]:
    """Move each old spelling to its canonical place; every value keeps its own line.

    A leaf that uses an old spelling gets a warning; one that uses both gets an error.
    """
    used = [field for field in moved if values.get(field.old, _ABSENT) is not _ABSENT]
    if not used:
        return Outcome(values)
    data = copy.deepcopy(values.data)
    origins = dict(values.origins)
    findings = []
    for field in used:
        if values.get(field.new, _ABSENT) is not _ABSENT:
            findings.append(_both(field, values))
            continue
        findings.append(_warning(field, values))
        nested = [path for path in origins if path[: len(field.old)] == field.old]
        rebased = {field.new + path[len(field.old) :]: origins[path] for path in nested}
        origins |= {field.new: values.origin(field.old)} | rebased
        _put(data, field.new, _take(data, field.old))
    return Outcome(Values(data, origins), tuple(findings))


def _warning(field: MovedField, values: Values) -> Finding:
    old, new = format_path(field.old), format_path(field.new)
    return Finding(
        rule=RULE,
        severity=Severity.WARNING,
        message=f"{old} has moved to {new}",
        location=values.at_key(field.old),
        label=f"write it as {new}",
        field=field.old,
        help=f"move the block {old} to {new}; it is read as {new} for now",
    )


def _both(field: MovedField, values: Values) -> Finding:
    old, new = format_path(field.old), format_path(field.new)
    return Finding(
        rule=RULE,
        severity=Severity.ERROR,
        message=f"both {old} and {new} are set, and {old} is the old spelling of {new}",
        location=values.at_key(field.old),
        field=field.old,
        related=(Label(values.at_key(field.new), f"{new} is set here"),),
        help=f"keep {new} and remove {old}",
    )


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
