"""Keywords about one value: types, bounds, texts."""

from collections.abc import Iterable, Mapping
from typing import Any

from catalogc.schemas.crd_import.formats import checks_of
from catalogc.schemas.crd_import.patterns import portable

Schema = dict[str, Any]

_SAME = (
    "enum",
    "maxItems",
    "maxLength",
    "maxProperties",
    "minItems",
    "minLength",
    "minProperties",
    "multipleOf",
    "uniqueItems",
)


def value_keywords(node: Mapping[str, Any]) -> tuple[Schema, bool]:
    """Return a node's own keywords, and whether something that a server checks is left out."""
    schema: Schema = {key: node[key] for key in _SAME if key in node}
    if node.get("x-kubernetes-int-or-string"):
        schema["type"] = ["integer", "string"]
    elif "type" in node:
        schema["type"] = node["type"]
    _add_bounds(node, schema)
    checks: list[Mapping[str, Any] | None] = []
    if "pattern" in node:
        pattern = portable(node["pattern"])
        checks.append(None if pattern is None else {"pattern": pattern})
    if "format" in node:
        checks.append(checks_of(node["format"]))
    _add_checks(filter(None, checks), schema)
    _allow_pruned(schema)
    return schema, None in checks


def _allow_pruned(schema: Schema) -> None:
    """Count fields only where none is null: a server prunes those before it counts."""
    if "maxProperties" in schema:
        schema["if"] = {"additionalProperties": {"not": {"type": "null"}}}
        schema["then"] = {"maxProperties": schema.pop("maxProperties")}


def _add_bounds(node: Mapping[str, Any], schema: Schema) -> None:
    for key, flag in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if key in node:  # draft 4, as OpenAPI 3.0 has it: exclusive is a flag
            schema[flag if node.get(flag) is True else key] = node[key]


def _add_checks(checks: Iterable[Mapping[str, Any]], schema: Schema) -> None:
    """Put in what can stand in one schema; a second pattern goes to ``allOf``."""
    for check in checks:
        if set(check) & set(schema):
            schema["allOf"] = [*schema.get("allOf", ()), dict(check)]
        else:
            schema |= check
