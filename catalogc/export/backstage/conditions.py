"""Conditions of a schema: ``if`` with ``then`` and ``else``."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from catalogc.export.walk import Schema, transform
from catalogc.model.source import FieldPath


@dataclass(frozen=True, slots=True)
class Condition:
    """An ``if`` with its ``then`` and ``else``, and the object that it stands in."""

    path: FieldPath
    schema: Schema


def conditions(schema: Schema, path: FieldPath = ()) -> Iterator[Condition]:
    """Return every condition of the mapping at ``path`` and of those below it."""
    for part in (schema, *schema.get("allOf", ())):
        if isinstance(part, dict) and "if" in part:
            kept = {key: part[key] for key in ("if", "then", "else") if key in part}
            yield Condition(path, kept)
    for name, child in schema.get("properties", {}).items():
        if is_group(child):
            yield from conditions(child, (*path, name))


def mentioned(schema: Any, path: FieldPath) -> set[FieldPath]:
    """Return the paths of all fields that a part of a condition speaks about.

    A mapping that only leads to its fields is not one of them.
    """
    if not isinstance(schema, dict):
        return set()
    found = set()
    properties = schema.get("properties", {})
    for name, child in properties.items():
        inner = mentioned(child, (*path, name))
        found |= inner or {(*path, name)}
    found |= {(*path, name) for name in schema.get("required", ()) if name not in properties}
    for key in ("allOf", "anyOf", "oneOf"):
        for part in schema.get(key, ()):
            found |= mentioned(part, path)
    for key in ("if", "then", "else", "not"):
        found |= mentioned(schema.get(key), path)
    return found


def is_group(node: Any) -> bool:
    """Tell whether a field is a mapping with known fields."""
    return isinstance(node, dict) and bool(node.get("properties"))


def plain(condition: Schema) -> Schema:
    """Return a condition as draft-07 knows it, without keywords of catalogc."""

    def change(node: Schema) -> Schema:
        return {key: value for key, value in node.items() if not key.startswith("x-catalogc-")}

    copy: Schema = transform(condition, change)
    return copy


def titled(condition: Schema, fields: Mapping[str, Schema]) -> Schema:
    """Name what ``then`` fixes: it may show up on another page than the field itself."""

    def name(node: Schema, known: Mapping[str, Any]) -> None:
        for key, child in node.get("properties", {}).items():
            field_schema = known.get(key, {})
            inner = field_schema.get("then", {}).get("properties", {})
            name(child, {**field_schema.get("properties", {}), **inner})
            if "title" in field_schema:
                child.setdefault("title", field_schema["title"])

    for branch in (condition.get("then"), condition.get("else")):
        if isinstance(branch, dict):
            name(branch, fields)
    return condition


def renamed(node: Any, names: Mapping[str, str]) -> Any:
    """Put the keys of the form in the place of root fields."""
    if isinstance(node, list):
        return [renamed(item, names) for item in node]
    if not isinstance(node, dict):
        return node
    result: Schema = {}
    for key, value in node.items():
        if key == "properties":
            result[key] = {names.get(name, name): child for name, child in value.items()}
        elif key == "required":
            result[key] = [names.get(name, name) for name in value]
        elif key in ("allOf", "anyOf", "oneOf", "if", "then", "else", "not"):
            result[key] = renamed(value, names)
        else:
            result[key] = value
    return result
