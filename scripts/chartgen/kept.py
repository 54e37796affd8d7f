"""What a leaf cannot take out of a chart with a null: the defaults that its templates count on."""

from typing import Any

from scripts.chartgen.fields import DELETABLE
from scripts.chartgen.parts.identity import INTERNAL

Schema = dict[str, Any]

_SINGLE = {"string", "integer", "boolean"}


def with_kept_defaults(schema: Schema) -> Schema:
    """Return a schema that requires what values.yaml has, which is enough to satisfy it.

    Helm takes a null for the wish to delete a default, and a key with nothing below it yet is one.
    Templates cannot read a field of a mapping that is gone, and print rubbish for a missing text or
    number, so the schema refuses that. A list or a mapping of free names that is gone is an empty
    one, so these stay as they are, as do the fields of a ``DELETABLE`` group.
    """
    fields = schema.get("properties")
    if not isinstance(fields, dict):
        return schema
    found = {
        name: node if _is_internal(node) else with_kept_defaults(node)
        for name, node in fields.items()
    }
    kept = [name for name, node in found.items() if _is_kept(node, schema)]
    required = list(dict.fromkeys([*schema.get("required", ()), *kept]))
    return _with_required({**schema, "properties": found}, required)


def _is_kept(node: Schema, parent: Schema) -> bool:
    if _is_internal(node):
        return False
    if "properties" in node:
        return True
    kinds = node.get("type", [])
    single = _SINGLE.issuperset([kinds] if isinstance(kinds, str) else kinds)
    return single and "default" in node and not parent.get(DELETABLE)


def _is_internal(node: Schema) -> bool:
    return node.get("title") == INTERNAL


def _with_required(schema: Schema, required: list[str]) -> Schema:
    """Put ``required`` where it is, else before the properties."""
    found: Schema = {}
    for key, value in schema.items():
        if key == "properties" and required:
            found.setdefault("required", required)
        if key != DELETABLE:
            found[key] = required if key == "required" else value
    return found
