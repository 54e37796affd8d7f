"""The table of fields at the end of a chart's README."""

import json
from collections.abc import Iterator
from typing import Any

from scripts.chartgen.parts.identity import INTERNAL

MARK = "## Fields\n"
Schema = dict[str, Any]


def with_fields(readme: str, schema: Schema) -> str:
    """Return the README with its table of fields written anew; the text above is kept."""
    head = readme.partition(MARK)[0] or f"# {schema['title']}\n\n{schema['description']}\n\n"
    required = ", ".join(f"`{name}`" for name in schema["required"])
    rows = "".join(f"{_row(name, node)}\n" for name, node in fields(schema) if _is_leaf(node))
    table = f"| Field | Type | Default | Meaning |\n|---|---|---|---|\n{rows}"
    return f"{head}{MARK}\nRequired: {required}.\n\n{table}"


def fields(schema: Schema) -> Iterator[tuple[str, Schema]]:
    """Every property as ``a.b[].c``, with references followed; not what Helm adds itself."""
    yield from _fields(schema, schema, "")


def _fields(root: Schema, node: Schema, path: str) -> Iterator[tuple[str, Schema]]:
    for name, child in node.get("properties", {}).items():
        if child.get("title") == INTERNAL:
            continue
        below = f"{path}.{name}".lstrip(".")
        found = _resolve(root, child)
        yield below, found
        yield from _fields(root, found, below)
        if "items" in found:
            yield from _fields(root, _resolve(root, found["items"]), f"{below}[]")


def _resolve(root: Schema, node: Schema) -> Schema:
    if "$ref" not in node:
        return node
    found: Schema = root["definitions"][node["$ref"].rsplit("/", 1)[1]]
    return found


def _is_leaf(node: Schema) -> bool:
    return "properties" not in node


def _row(name: str, node: Schema) -> str:
    default = f"`{json.dumps(node['default'])}`" if "default" in node else ""
    meaning = node["description"]
    if "enum" in node:
        meaning += " One of " + ", ".join(f"`{value}`" for value in node["enum"]) + "."
    kind = node["type"] if isinstance(node["type"], str) else " or ".join(node["type"])
    row = f"| `{name}` | {kind} | {default} | {meaning} |"
    return row.replace("|  |", "| |")
