"""Change every subschema of a JSON Schema (draft-07), and nothing that only looks like one."""

from collections.abc import Callable
from typing import Any

Schema = dict[str, Any]

# By what a keyword holds; ``items`` is one schema or a list of them.
_ONE = frozenset(
    {
        *("additionalItems", "additionalProperties", "contains", "items", "not"),
        *("if", "then", "else", "propertyNames"),
    }
)
_LISTS = frozenset({"allOf", "anyOf", "items", "oneOf"})
_MAPS = frozenset({"$defs", "definitions", "dependencies", "patternProperties", "properties"})


def transform(schema: Any, change: Callable[[Schema], Schema]) -> Any:
    """Return a deep copy of a schema with ``change`` applied to every subschema, inner ones first.

    Args:
        change: gets a fresh dict, which it may change, and returns what takes its place.
    """
    if not isinstance(schema, dict):
        return _copy(schema)
    return change({key: _keyword(key, value, change) for key, value in schema.items()})


def _keyword(key: str, value: Any, change: Callable[[Schema], Schema]) -> Any:
    if key in _MAPS and isinstance(value, dict):
        return {name: transform(child, change) for name, child in value.items()}
    if key in _LISTS and isinstance(value, list):
        return [transform(child, change) for child in value]
    if key in _ONE:
        return transform(value, change)
    return _copy(value)


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copy(child) for key, child in value.items()}
    if isinstance(value, list):
        return [_copy(child) for child in value]
    return value
