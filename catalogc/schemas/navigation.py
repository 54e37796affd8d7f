"""Finding one's way in a JSON Schema: what is known at a place, and where a name is known."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from catalogc.model.source import FieldPath


def schema_at(schema: Mapping[str, Any], path: Sequence[str | int]) -> Mapping[str, Any]:
    """Return the subschema at a schema path; an empty one where there is none."""
    node: Any = schema
    for part in path:
        if not isinstance(node, Mapping) or part not in node:
            node = resolve(schema, node)
        if isinstance(node, Mapping) and part in node:
            node = node[part]
        elif isinstance(node, list) and isinstance(part, int) and part < len(node):
            node = node[part]
        else:
            return {}
    node = resolve(schema, node)
    return node if isinstance(node, Mapping) else {}


def resolve(schema: Mapping[str, Any], node: Any) -> Any:
    """Follow local references (``#/definitions/x``)."""
    for _ in range(20):  # a chain of references that long is a cycle
        reference = node.get("$ref") if isinstance(node, Mapping) else None
        if not isinstance(reference, str) or not reference.startswith("#/"):
            return node
        target: Any = schema
        for part in reference[2:].split("/"):
            key = part.replace("~1", "/").replace("~0", "~")
            target = target.get(key, {}) if isinstance(target, Mapping) else {}
        node = target
    return node


def property_names(schema: Mapping[str, Any], path: Sequence[str | int]) -> list[str]:
    """Return the property names that a subschema knows, sorted."""
    return sorted(schema_at(schema, path).get("properties", {}))


def similar_fields(schema: Mapping[str, Any], name: str) -> list[FieldPath]:
    """Return the paths below which a property of exactly this name is known."""
    return [path for path in _fields(schema, schema, ()) if path[-1] == name and len(path) > 1]


def _fields(
    root: Mapping[str, Any], node: Mapping[str, Any], path: FieldPath
) -> Iterator[FieldPath]:
    if len(path) > 6:
        return
    for name, child in node.get("properties", {}).items():
        inner = resolve(root, child)
        yield (*path, name)
        if isinstance(inner, Mapping):
            yield from _fields(root, inner, (*path, name))
