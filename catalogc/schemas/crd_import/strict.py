"""Structural schemas of CRDs to JSON Schemas that refuse what an API server refuses.

An API server prunes null, fills in defaults, and only then validates; unknown fields are refused
by strict field validation, which is what ``kubectl`` asks for. So here a field with a default is
never required, null is allowed where it would be pruned, and an object is closed unless it says
otherwise. Where that cannot be said in JSON Schema, the result is laxer, never stricter.

Sources: apiextensions-apiserver (schema/defaulting, schema/pruning, schema/listtype) and the
Kubernetes documentation of CustomResourceDefinition.
"""

from collections.abc import Mapping
from typing import Any

from catalogc.schemas.crd_import.branches import Branches, accepts_null, with_null
from catalogc.schemas.crd_import.metadata import object_meta
from catalogc.schemas.crd_import.values import value_keywords

Schema = dict[str, Any]
Structural = Mapping[str, Any]

OPEN = "x-catalogc-open"
"""Marks a place of which the schema says nothing more: anything is allowed below it."""

KEPT = (
    "default",
    "x-kubernetes-list-map-keys",
    "x-kubernetes-list-type",
    "x-kubernetes-validations",
)
"""Facts that JSON Schema does not check and that others ask for."""


def strict_schema(
    structural: Structural, *, has_status: bool = False, is_open: bool = False
) -> Schema:
    """Return the strict JSON Schema of whole objects of one version of a CRD.

    Args:
        structural: ``openAPIV3Schema``; empty where the CRD has none.
        has_status: whether ``status`` is a subresource; a manifest's is then dropped unread.
        is_open: whether the API server keeps unknown fields everywhere.
    """
    schema = Converter(is_open=is_open).convert(structural)
    schema.pop("default", None)
    schema["type"] = "object"
    properties = schema.setdefault("properties", {})
    given = structural.get("properties", {})
    if has_status:
        properties["status"] = {OPEN: True}
    properties |= _type_meta() | {"metadata": _metadata(given.get("metadata", {}))}
    wanted = {"apiVersion", "kind", "metadata"} | set(schema.get("required", ()))
    schema["required"] = sorted(wanted - ({"status"} if has_status else set()))
    if not structural:
        schema[OPEN] = True
        schema.pop("additionalProperties", None)
    return schema


def _type_meta() -> Schema:
    return {"apiVersion": {"type": "string"}, "kind": {"type": "string"}}


def _metadata(given: Structural) -> Schema:
    """Return ObjectMeta; a CRD may narrow down ``name`` and ``generateName``."""
    meta = object_meta()
    for name in ("name", "generateName"):
        if narrowed := value_keywords(given.get("properties", {}).get(name, {}))[0]:
            meta["properties"][name]["allOf"] = [narrowed]
    return meta


class Converter:
    """Converts the nodes of one structural schema.

    Args:
        is_open: whether objects are open unless a node says otherwise.
    """

    def __init__(self, *, is_open: bool = False) -> None:
        self._is_open = is_open
        self._branches = Branches()

    def convert(self, node: Structural) -> Schema:
        """Return the strict JSON Schema of one node and all below it; null is not allowed."""
        schema, _ = value_keywords(node)
        schema |= {key: node[key] for key in KEPT if key in node}
        self._add_object(node, schema)
        if isinstance(node.get("items"), Mapping):
            schema["items"] = self.convert(node["items"])
            if accepts_null(node["items"]):
                schema["items"] = with_null(schema["items"])
        return self._branches.add(node, schema)

    def _add_object(self, node: Structural, schema: Schema) -> None:
        properties = node.get("properties", {})
        required = set(node.get("required", ()))
        if properties:
            schema["properties"] = {
                name: self._property(child, is_required=name in required)
                for name, child in properties.items()
            }
        defaulted = {name for name, child in properties.items() if "default" in child}
        if required - defaulted:
            schema["required"] = sorted(required - defaulted)
        if "minProperties" in schema:
            schema["minProperties"] = max(0, schema["minProperties"] - len(defaulted))
        self._add_others(node, schema)
        if node.get("x-kubernetes-embedded-resource"):
            self._add_embedded(schema)

    def _add_others(self, node: Structural, schema: Schema) -> None:
        """Say what fields may be there beside the named ones."""
        others = node.get("additionalProperties")
        if isinstance(others, Mapping):
            schema["additionalProperties"] = with_null(self.convert(others))
        elif node.get("x-kubernetes-preserve-unknown-fields"):
            schema["x-kubernetes-preserve-unknown-fields"] = True
        elif others is not True and not self._is_open and _is_object(node):
            schema["additionalProperties"] = False

    def _property(self, child: Structural, *, is_required: bool) -> Schema:
        """Convert a field: the server prunes its null, which a required one does not survive."""
        schema = self.convert(child)
        pruned = not is_required or "default" in child
        return with_null(schema) if pruned or accepts_null(child) else schema

    def _add_embedded(self, schema: Schema) -> None:
        properties = schema.setdefault("properties", {})
        schema["properties"] = _type_meta() | properties | {"metadata": object_meta()}
        schema["required"] = sorted({"apiVersion", "kind"} | set(schema.get("required", ())))


def _is_object(node: Structural) -> bool:
    return node.get("type") == "object" or "properties" in node
