"""How one field looks in a form: react-jsonschema-form 5.24, as Backstage ships it."""

import json
import re
from collections.abc import Mapping
from typing import Any

from catalogc.export.backstage.conditions import is_group
from catalogc.export.backstage.selection import ui_overlay
from catalogc.export.walk import Schema
from catalogc.model.source import FieldPath

_KEPT = (
    *("title", "description", "type", "enum", "const", "not"),
    *("pattern", "minLength", "maxLength"),
    *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    *("minItems", "maxItems", "uniqueItems"),
)
_MESSAGE = "x-catalogc-message"
_CHOICES = re.compile(r"models?|id|cpu|memory|size")
"""Fields whose examples are values that many choose, so that they are offered."""
_MAX_RANGE = 64
"""A slider of more steps is hard to hit."""
_VAULT_HELP = "Where the secret is in Vault. Never write a secret itself."
YAML_TEXT = "ui:catalogc-yaml"
"""Marks a text whose lines are YAML; removed before the form is written."""
# All that could end a line without being one for the indentation, or that YAML has no room for.
_YAML_LINES = r"^[^\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff]*$"


def form_field(node: Schema, path: FieldPath, gpu_limit: int) -> Schema:
    """Return the form's schema of one field: a scalar, a list or a free mapping.

    Args:
        path: of the field in the leaf.
        gpu_limit: most GPUs of any node; 0 where unknown.
    """
    kind = _kind(node)
    if kind == "object":
        field = _free_mapping(node)
    else:
        field = {key: node[key] for key in _KEPT if key in node} | ({"type": kind} if kind else {})
    if kind == "array":
        field["items"] = form_item(node.get("items"), (*path, "[]"), gpu_limit)
    elif kind == "integer":
        field |= _whole_number(node, path, gpu_limit)
    elif kind == "boolean":
        field |= {"default": True} if node.get("default") is True else {}
    elif kind == "string":
        field |= _text(node, path)
    return field | _help(node, path) | _overlay(node)


def form_item(node: Any, path: FieldPath, gpu_limit: int) -> Schema:
    """Return the form's schema of the items of a list."""
    if not isinstance(node, dict):
        return {"type": "string"}
    if not is_group(node):
        return form_field(node, path, gpu_limit)
    fields = {
        name: form_item(child, (*path, name), gpu_limit)
        for name, child in node["properties"].items()
        if isinstance(child, dict) and ui_overlay(child).get("show") is not False
    }
    required = [name for name in node.get("required", ()) if name in fields]
    return {
        **({"title": node["title"]} if "title" in node else {}),
        "type": "object",
        "properties": fields,
        **({"required": required} if required else {}),
    }


def without_marks(schema: Any) -> Any:
    """Return a copy without our own marks."""
    if isinstance(schema, dict):
        return {key: without_marks(value) for key, value in schema.items() if key != YAML_TEXT}
    if isinstance(schema, list):
        return [without_marks(item) for item in schema]
    return schema


def _kind(node: Mapping[str, Any]) -> str:
    """A form knows one type a field; of several the last is the most general one by custom."""
    kinds = node.get("type", "")
    if isinstance(kinds, list):
        known = [kind for kind in kinds if kind != "null"]
        return str(known[-1]) if known else ""
    if not kinds and isinstance(node.get("enum"), list):
        return "string" if all(isinstance(item, str) for item in node["enum"]) else ""
    return str(kinds)


def _free_mapping(node: Schema) -> Schema:
    shown = {key: node[key] for key in ("title", "description") if key in node}
    values = node.get("additionalProperties")
    if isinstance(values, dict) and values.get("type") == "string":
        inner = {key: values[key] for key in _KEPT if key in values}
        names = {key: node[key] for key in ("propertyNames", "maxProperties") if key in node}
        return shown | {"type": "object", "additionalProperties": inner} | names
    return shown | {
        "type": "string",
        "maxLength": 65536,
        "pattern": _YAML_LINES,
        "ui:widget": "textarea",
        "ui:options": {"rows": 8},
        "ui:help": "YAML, as it would stand in values.yaml. No secrets.",
        YAML_TEXT: True,
    }


def _whole_number(node: Schema, path: FieldPath, gpu_limit: int) -> Schema:
    if path[-2:] != ("gpu", "count"):
        return {"ui:widget": "updown", **_placeholder(node)}
    least = node.get("minimum", 0)
    most = node.get("maximum", gpu_limit or _MAX_RANGE)
    if gpu_limit and gpu_limit >= least:
        most = min(most, gpu_limit)
    bounds = {"minimum": least, "maximum": most}
    if most > _MAX_RANGE:
        return {**bounds, "ui:widget": "updown", **_placeholder(node)}
    # A slider always stands somewhere, so the form has to know where it starts.
    default = node.get("default")
    start = min(max(default if isinstance(default, int) else least, least), most)
    return {**bounds, "ui:widget": "range", "default": start}


def _text(node: Schema, path: FieldPath) -> Schema:
    if "enum" in node:
        # No choice means the same as an empty one.
        return {"enum": [item for item in node["enum"] if item != ""], **_placeholder(node)}
    examples = [item for item in node.get("examples", ()) if isinstance(item, str)]
    if examples and _CHOICES.fullmatch(str(path[-1])):
        # Text with examples becomes a text box with a list to choose from.
        return {"examples": examples, **_placeholder(node)}
    if not node.get("default") and examples:
        return {"ui:placeholder": f"such as {examples[0]}"}
    return _placeholder(node)


def _placeholder(node: Schema) -> Schema:
    """Show a default without writing it: what a leaf leaves out may come from defaults."""
    default = node.get("default")
    if default in (None, "") or isinstance(default, list | dict):
        return {}
    return {"ui:placeholder": default if isinstance(default, str) else json.dumps(default)}


def _help(node: Schema, path: FieldPath) -> Schema:
    words = [str(part).lower() for part in path]
    is_vault = "vault" in words[-1] or ("vault" in words and words[-1].endswith("path"))
    parts = [_VAULT_HELP] if is_vault and _kind(node) == "string" else []
    if isinstance(node.get(_MESSAGE), str):
        parts.append(f"Format: {node[_MESSAGE]}.")
    return {"ui:help": " ".join(parts)} if parts else {}


def _overlay(node: Schema) -> Schema:
    return {key: value for key, value in ui_overlay(node).items() if key.startswith("ui:")}
