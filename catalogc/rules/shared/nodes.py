"""Parts of a manifest, which may have any type: its schema reports a wrong one."""

from collections.abc import Iterator
from typing import Any

from catalogc.model.source import FieldPath

Node = dict[Any, Any]
NOTHING: Node = {}


def mapping(node: Node, *keys: str | int) -> Node:
    """Return the mapping below ``keys``; an empty one where there is none."""
    for key in keys:
        below = node.get(key)
        if not isinstance(below, dict):
            return NOTHING
        node = below
    return node


def text(node: Node, key: str) -> str:
    """Return a text; an empty one where there is none."""
    value = node.get(key)
    return value if isinstance(value, str) else ""


def entries(node: Node, key: str) -> list[tuple[int, Node]]:
    """Return the mappings of a list, each with its index."""
    found = node.get(key)
    if not isinstance(found, list):
        return []
    return [(index, entry) for index, entry in enumerate(found) if isinstance(entry, dict)]


def texts(node: Node, key: str) -> Node:
    """Return what has a text as key and value."""
    return {
        name: value
        for name, value in mapping(node, key).items()
        if isinstance(value, str) and isinstance(name, str)
    }


def named_entries(
    node: Node, key: str, path: FieldPath, field: str = "name"
) -> Iterator[tuple[FieldPath, str, Node]]:
    """Yield the mappings of a list that have a name, each with the path of its name.

    Args:
        path: of ``node``.
        field: what holds the name.
    """
    for index, entry in entries(node, key):
        name = entry.get(field)
        if isinstance(name, str) and name:
            yield (*path, key, index, field), name, entry
