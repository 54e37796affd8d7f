"""A first leaf of a workloadType: the fields that it must have, with examples for values."""

import copy
import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from catalogc.goyaml.dump import dump
from catalogc.schemas.navigation import resolve, schema_at

_WIDTH = 96
_IDENTITY = ("workloadType", "serviceName", "serviceCatalog", "environment", "namespace")


def starter_values(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return an example leaf: the schema's own first example, or its required fields.

    A required field has its const, default, first example or first choice; where a schema has
    none of them its type decides, and the leaf has a finding to work on.
    """
    examples = schema.get("examples")
    if isinstance(examples, list) and examples and isinstance(examples[0], dict):
        return copy.deepcopy(examples[0])
    values = _example(schema, schema)
    return values if isinstance(values, dict) else {}


def _example(root: Mapping[str, Any], node: Any, depth: int = 0) -> Any:
    schema = resolve(root, node)
    for keyword in ("const", "default"):
        if keyword in schema:
            return copy.deepcopy(schema[keyword])
    for keyword in ("examples", "enum"):
        if schema.get(keyword):
            return copy.deepcopy(schema[keyword][0])
    if depth > 20:  # a schema that refers to itself
        return None
    if schema.get("properties") or schema.get("type") == "object":
        properties = schema.get("properties", {})
        names = required_names(schema)
        return {name: _example(root, properties.get(name, {}), depth + 1) for name in names}
    if schema.get("type") == "array":
        return [_example(root, schema["items"], depth + 1)] if schema.get("minItems") else []
    return {"integer": schema.get("minimum", 0), "boolean": False}.get(schema.get("type"), "")


def required_names(schema: Mapping[str, Any]) -> list[str]:
    """Return the names of required properties; of alternatives the first."""
    names = list(schema.get("required", ()))
    for alternatives in (schema.get("anyOf"), schema.get("oneOf")):
        names += (alternatives or [{}])[0].get("required", ())
    return [name for name in schema.get("properties", {}) if name in names]


def leaf_text(values: Mapping[str, Any], schema: Mapping[str, Any], editor_schema: str) -> str:
    """Return a leaf as text: each field below what the schema says of it.

    Args:
        editor_schema: path of the JSON Schema that editors check the leaf with, from the leaf.
    """
    about = schema.get("description") or schema.get("title") or ""
    head = [f"# yaml-language-server: $schema={editor_schema}", *_comment(about, "")]
    identity = {name: values[name] for name in _IDENTITY if name in values}
    rest = {name: value for name, value in values.items() if name not in identity}
    blocks = ["\n".join([*head, *_plain(identity, "")])]
    blocks += ["\n".join(_lines({name: value}, schema, ())) for name, value in rest.items()]
    return "\n\n".join(blocks) + "\n"


def _lines(
    values: Mapping[str, Any], schema: Mapping[str, Any], path: tuple[str, ...]
) -> Iterator[str]:
    pad = "  " * len(path)
    for name, value in values.items():
        below = (*path, name)
        places = [part for key in below for part in ("properties", key)]
        yield from _comment(schema_at(schema, places).get("description", ""), pad)
        if isinstance(value, dict) and value:
            yield f"{pad}{dump({name: 0}).partition(':')[0]}:"
            yield from _lines(value, schema, below)
        else:
            yield from _plain({name: value}, pad)


def _plain(values: Mapping[str, Any], pad: str) -> Iterator[str]:
    if values:
        yield from (pad + line if line else line for line in dump(dict(values)).splitlines())


def _comment(text: str, pad: str) -> Iterator[str]:
    start = f"{pad}# "
    yield from textwrap.wrap(text, _WIDTH, initial_indent=start, subsequent_indent=start)
