"""``allOf``, ``anyOf``, ``oneOf`` and ``not``, and null.

A server looks at them after null is pruned and defaults are there; JSON Schema looks at what is
written. So a branch says of a field with a default that it must be there where the default would
not do, and takes null for absent.
"""

from collections.abc import Mapping
from typing import Any

from catalogc.schemas.crd_import.values import value_keywords

Schema = dict[str, Any]
Structural = Mapping[str, Any]

_NOT_NULL: Schema = {"not": {"type": "null"}}
_COMBINING = ("allOf", "anyOf", "not", "oneOf")


def accepts_null(node: Structural) -> bool:
    """Tell whether a server keeps null as a value."""
    return bool(node.get("nullable"))


def with_null(schema: Schema) -> Schema:
    """Return a schema that allows null, too."""
    if any(key in schema for key in _COMBINING):
        return {"anyOf": [schema, {"type": "null"}]}
    allowed = dict(schema)
    if "type" in schema:
        types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        allowed["type"] = sorted({*types, "null"})
    if "enum" in schema and None not in schema["enum"]:
        allowed["enum"] = [*schema["enum"], None]
    return allowed


class Branches:
    """Converts the branches of one structural schema's nodes."""

    def __init__(self) -> None:
        self._dropped = 0  # how many checks were left out so far

    def add(self, node: Structural, schema: Schema) -> Schema:
        """Add a node's branches to its schema."""
        found = self._combined(node, node)
        if "allOf" in found and "allOf" in schema:
            found["allOf"] = [*schema["allOf"], *found["allOf"]]
        return schema | found

    def _combined(self, branch: Structural, node: Structural) -> Schema:
        schema: Schema = {}
        before = self._dropped
        for key in ("allOf", "anyOf", "oneOf"):
            # int-or-string: its anyOf says what `type` says already.
            if key not in branch or (key == "anyOf" and node.get("x-kubernetes-int-or-string")):
                continue
            options = [self._branch(option, node) for option in branch[key]]
            # With a check left out, more options than one may seem to fit.
            lax = key == "oneOf" and self._dropped > before
            schema["anyOf" if lax and "anyOf" not in schema else key] = options
            if lax and "oneOf" in schema:
                del schema["oneOf"]
        if "not" in branch:
            before = self._dropped
            refused = self._branch(branch["not"], node)
            if self._dropped == before:
                schema["not"] = refused
        return schema

    def _branch(self, branch: Structural, node: Structural) -> Schema:
        """Convert a branch about the values of a structural node."""
        schema, dropped = value_keywords(branch)
        self._dropped += dropped
        if isinstance(branch.get("items"), Mapping):
            schema["items"] = self._branch(branch["items"], _below(node, "items"))
        if isinstance(branch.get("additionalProperties"), Mapping):
            below = _below(node, "additionalProperties")
            inner = self._branch(branch["additionalProperties"], below)
            schema["additionalProperties"] = with_null(inner)
        self._add_fields(branch, node, schema)
        return schema | self._combined(branch, node)

    def _add_fields(self, branch: Structural, node: Structural, schema: Schema) -> None:
        known: Structural = node.get("properties", {})
        fields: Schema = {}
        required = set()
        for name, child in branch.get("properties", {}).items():
            below = known.get(name, {})
            fields[name] = with_null(self._branch(child, below))
            if "default" in below and not _accepts(fields[name], below["default"]):
                required.add(name)
        for name in branch.get("required", ()):
            if "default" not in known.get(name, {}):
                required.add(name)
        for name in required:
            fields[name] = {"allOf": [fields[name], _NOT_NULL]} if name in fields else _NOT_NULL
        if required:
            schema["required"] = sorted(required)
        if fields:
            schema["properties"] = fields


def _below(node: Structural, key: str) -> Structural:
    child = node.get(key)
    return child if isinstance(child, Mapping) else {}


def _accepts(schema: Schema, value: Any) -> bool:
    import jsonschema_rs  # lazily: only conversion needs it here

    return bool(jsonschema_rs.Draft7Validator(schema).is_valid(value))
