"""Objects without their secret values, for every report.

The rules are those of ``catalogc.report.redact``; beyond them, all values of a Secret are hidden.
"""

from collections.abc import Iterator
from typing import Any

from catalogc.diff.fields import ABSENT, FieldChange
from catalogc.diff.result import ResourceDiff
from catalogc.model.display import looks_secret
from catalogc.model.resource import Resource
from catalogc.model.source import FieldPath, SourceFile
from catalogc.report.redact import MASK, hidden_from

_OF_SECRET = ("data", "stringData")


def masked_manifest(resource: Resource) -> dict[str, Any]:
    """Return a copy of an object with secret values masked."""
    masked: dict[str, Any] = _masked(resource.manifest)
    if _is_secret(resource):
        for key in _OF_SECRET:
            if isinstance(masked.get(key), dict):
                masked[key] = dict.fromkeys(masked[key], MASK)
    return masked


def masked_sides(item: ResourceDiff) -> Iterator[tuple[FieldChange, Any, Any]]:
    """Yield every change with both its values, masked by what stands around them."""
    before, after = (
        (side.manifest, masked_manifest(side)) if side is not None else None
        for side in (item.before, item.after)
    )
    for change in item.changes:
        old = _looked_up(before, change.was, change.before)
        yield change, old, _looked_up(after, change.at, change.after)


def _looked_up(side: tuple[Any, Any] | None, path: FieldPath, value: Any) -> Any:
    if value is ABSENT or side is None:
        return value
    manifest, masked = (_at(data, path) for data in side)
    # A change of order has the keys of items for values.
    return masked if manifest is value else _masked(value)


def _at(data: Any, path: FieldPath) -> Any:
    for part in path:
        data = data[part]
    return data


def _is_secret(resource: Resource) -> bool:
    return (resource.group, resource.kind) == ("", "Secret")


def _hidden(value: Any) -> Any:
    """Hide a value whose key says secret; below a mapping, keys are judged one by one."""
    if isinstance(value, dict):
        return _masked(value)
    if isinstance(value, list):
        return [_masked(item) if isinstance(item, dict) else MASK for item in value]
    return value if isinstance(value, bool) or value is None else MASK


def _masked(value: Any) -> Any:
    if isinstance(value, dict):
        named = value.get("name")
        variable = isinstance(named, str) and looks_secret((named,))
        return {
            key: _hidden(inner)
            if looks_secret((key,)) or (variable and key == "value")
            else _masked(inner)
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [
            MASK if _follows_option(value, index) else _masked(item)
            for index, item in enumerate(value)
        ]
    return _masked_text(value) if isinstance(value, str) else value


def _follows_option(items: list[Any], index: int) -> bool:
    """Tell whether it is the argument after ``--password``."""
    before = items[index - 1] if index else None
    if not isinstance(before, str) or not before.startswith("-") or "=" in before:
        return False
    return isinstance(items[index], str) and looks_secret((before.lstrip("-"),))


def _masked_text(text: str) -> str:
    file = SourceFile("", text)
    lines = text.split("\n")
    if len(file.lines()) != len(lines):
        lines = file.lines()
    shown = []
    for number, line in enumerate(lines, 1):
        start = hidden_from(file, number)
        shown.append(line if start is None else line[:start] + MASK)
    return "\n".join(shown)
