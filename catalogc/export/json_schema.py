"""One JSON Schema for every leaf, so that an editor completes and checks by workloadType.

Besides draft-07 it uses what the YAML language server of editors understands:
``patternErrorMessage``, ``errorMessage``, ``markdownDescription``, ``enumDescriptions`` and
``doNotSuggest``. Not ``deprecationMessage``: that server makes an error of each warning, and a
leaf with an old spelling is no error.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from catalogc.export.leaf_schema import DEPRECATION, leaf_schema, without_required
from catalogc.export.target import MARK
from catalogc.export.walk import Schema, transform
from catalogc.model.adapter import Adapter
from catalogc.model.configuration import Config
from catalogc.model.source import FieldPath

_DRAFT = "http://json-schema.org/draft-07/schema#"
_DISCRIMINATOR = "workloadType"
_COMMENT = f"{MARK}`. Do not edit."
_WIDTH = 100
_MESSAGE = "x-catalogc-message"


def export_json_schema(
    adapters: Mapping[str, Adapter],
    config: Config,
    inherited: Collection[FieldPath] = (),
    *,
    defaults: bool = False,
) -> str:
    """Write the umbrella schema of all adapters, sorted by workloadType.

    Args:
        inherited: fields that some ``_defaults.yaml`` sets, which no leaf must repeat.
        defaults: describe ``_defaults.yaml`` files, which require nothing.

    Returns:
        JSON text. A file without a workloadType is checked against the fields of all adapters
        together, where such files are to be expected.
    """
    branches: list[Schema] = []
    definitions: Schema = {}
    partials: list[Schema] = []
    for index, workload_type in enumerate(sorted(adapters)):
        place = f"#/allOf/{index}/then"
        schema = leaf_schema(adapters[workload_type], config, inherited)
        if defaults:
            schema = without_required(schema)
        partials.append(_for_editors(without_required(schema), workload_type, place))
        hoisted = _for_editors(schema, workload_type, place)
        definitions |= hoisted.pop("definitions")
        condition = {
            "properties": {_DISCRIMINATOR: {"const": workload_type}},
            "required": [_DISCRIMINATOR],
        }
        branches.append({"if": condition, "then": hoisted})
    optional = defaults or (_DISCRIMINATOR,) in inherited
    if optional:
        branches.append({"if": {"required": [_DISCRIMINATOR]}, "else": _any_type(partials)})
    umbrella: Schema = {
        "$schema": _DRAFT,
        "$comment": _COMMENT,
        "title": "Defaults of leaves" if defaults else "Leaf",
        "description": "Values that leaves of a folder share."
        if defaults
        else "One workload of the catalog.",
        "type": "object",
        **({} if optional else {"required": [_DISCRIMINATOR]}),
        "properties": {_DISCRIMINATOR: _discriminator(adapters)},
        "allOf": branches,
        "definitions": dict(sorted(definitions.items())),
    }
    return _layout(umbrella, "") + "\n"


def _layout(value: Any, indent: str) -> str:
    """JSON with what is short on one line, so that a diff of the file can be read."""
    line = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or len(indent) + len(line) <= _WIDTH:
        return line
    inner = indent + "  "
    if isinstance(value, list):
        lines = [inner + _layout(child, inner) for child in value]
        return "[\n" + ",\n".join(lines) + f"\n{indent}]"
    lines = [
        f"{inner}{json.dumps(key, ensure_ascii=False)}: {_layout(child, inner)}"
        for key, child in value.items()
    ]
    return "{\n" + ",\n".join(lines) + f"\n{indent}}}"


def _discriminator(adapters: Mapping[str, Adapter]) -> Schema:
    names = sorted(adapters)
    return {
        "title": "Workload type",
        "description": "The adapter that the leaf is written for.",
        "enum": names,
        "enumDescriptions": [str(adapters[name].schema.get("description", "")) for name in names],
    }


def _for_editors(schema: Schema, workload_type: str, place: str) -> Schema:
    """Hoist definitions under names of their own, and speak the language server's dialect.

    Args:
        place: JSON pointer of where the schema will stand.
    """

    def change(node: Schema) -> Schema:
        reference = node.get("$ref")
        if isinstance(reference, str):
            node["$ref"] = _moved_reference(reference, workload_type, place)
        _add_wording(node)
        return {key: value for key, value in node.items() if not key.startswith("x-catalogc-")}

    changed: Schema = transform(schema, change)
    hoisted = {}
    for keyword in ("definitions", "$defs"):
        for name, definition in changed.pop(keyword, {}).items():
            hoisted[f"{workload_type}.{name}"] = definition
    kept = {key: value for key, value in changed.items() if key not in ("$schema", "$id")}
    return kept | {"definitions": hoisted}


def _moved_reference(reference: str, workload_type: str, place: str) -> str:
    for prefix in ("#/definitions/", "#/$defs/"):
        if reference.startswith(prefix):
            name = workload_type.replace("~", "~0").replace("/", "~1")
            return f"#/definitions/{name}.{reference.removeprefix(prefix)}"
    return place + reference.removeprefix("#") if reference.startswith("#") else reference


def _add_wording(node: Schema) -> None:
    if DEPRECATION in node:
        about = f"Deprecated: {node[DEPRECATION]}. {node.get('description', '')}".rstrip()
        node |= {"description": about, "deprecated": True, "doNotSuggest": True}
    wording = node.get(_MESSAGE)
    if not isinstance(wording, str):
        return
    if "pattern" not in node:
        # On a mapping, the language server would say it about every field that is wrong.
        if "const" in node:
            node["errorMessage"] = f"Expected {json.dumps(node['const'])}: {wording}."
        return
    node["patternErrorMessage"] = f"Expected {wording}."
    if description := node.get("description"):
        node["markdownDescription"] = f"{description}\n\nFormat: {wording}."


def _any_type(partials: Iterable[Schema]) -> Schema:
    """What a file may hold before it is known which adapter its leaves are for."""
    fields: dict[str, list[Schema]] = {}
    closed = True
    for partial in partials:
        closed = closed and partial.get("additionalProperties") is False
        for name, field in partial.get("properties", {}).items():
            known = fields.setdefault(name, [])
            if field not in known:
                known.append(field)
    properties: dict[str, Any] = {
        name: known[0] if len(known) == 1 else {"anyOf": known}
        for name, known in sorted(fields.items())
    } | {_DISCRIMINATOR: True}
    return {"properties": properties} | ({"additionalProperties": False} if closed else {})
