"""The first page of every form: the fields by which a leaf is known."""

from collections.abc import Iterable, Mapping
from typing import Any

from catalogc.export.backstage.form import IDENTITY
from catalogc.export.backstage.widgets import form_field
from catalogc.export.walk import Schema
from catalogc.model.configuration import Config

_DNS_LABEL = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"
_CONSTRAINTS = ("pattern", "minLength", "maxLength")


def identity_page(
    schemas: list[tuple[str, Schema]], config: Config, *, choice: bool = False
) -> Schema:
    """Return the page.

    Args:
        schemas: workloadType and schema of each adapter, without references.
        choice: whether it asks for the workloadType.
    """
    first = schemas[0][1].get("properties", {})
    fields = {name: _identity_field(name, first.get(name, {}), config) for name in IDENTITY}
    if not any("namespace" in schema.get("properties", {}) for _, schema in schemas):
        del fields["namespace"]
    required = [name for name in IDENTITY if name != "namespace"]
    branches = [*_own_constraints(schemas, fields), *_namespaces(config, fields)]
    if choice:
        fields = {"workloadType": _type_choice(schemas)} | fields
        required.insert(0, "workloadType")
    return {
        "title": "Identity",
        "required": required,
        "properties": fields,
        **({"allOf": branches} if branches else {}),
    }


def _identity_field(name: str, node: Any, config: Config) -> Schema:
    node = dict(node) if isinstance(node, dict) else {}
    node.setdefault("title", {"serviceName": "Service name"}.get(name, name))
    node.setdefault("type", "string")
    if name == "serviceCatalog" and config.catalogs:
        kept = {key: node[key] for key in ("title", "description", "type") if key in node}
        return kept | {"enum": sorted(config.catalogs)}
    if name == "environment" and config.environments:
        kept = {key: node[key] for key in ("title", "description", "type") if key in node}
        names = sorted(config.environments)
        labels = [
            f"{item} (production)" if config.environments[item].production else item
            for item in names
        ]
        return kept | {"enum": names, "ui:widget": "radio", "ui:enumNames": labels}
    if name != "namespace":
        # They become a path and names: whatever the chart says, nothing else may get there.
        node.setdefault("pattern", _DNS_LABEL)
        node.setdefault("maxLength", 63)
    return form_field(node, (name,), 0)


def _type_choice(schemas: Iterable[tuple[str, Schema]]) -> Schema:
    names = [name for name, _ in schemas]
    titles = [str(schema.get("title") or name) for name, schema in schemas]
    return {
        "title": "Workload type",
        "description": "What kind of workload it is. The next pages follow from it.",
        "type": "string",
        "enum": names,
        "ui:enumNames": titles,
    }


def _own_constraints(
    schemas: Iterable[tuple[str, Schema]], fields: Mapping[str, Schema]
) -> Iterable[Schema]:
    """What a type asks of the shared fields beyond what the form asks of all."""
    for workload_type, schema in schemas:
        differing = {}
        for name, shown in fields.items():
            own = schema.get("properties", {}).get(name, {})
            keywords = {key: own[key] for key in _CONSTRAINTS if key in own}
            if "enum" not in shown and any(shown.get(key) != own[key] for key in keywords):
                differing[name] = keywords
        if differing:
            yield {"if": is_type(workload_type), "then": {"properties": differing}}


def _namespaces(config: Config, fields: Mapping[str, Schema]) -> Iterable[Schema]:
    """Offer the namespaces that catalogc.yaml gives to a serviceCatalog."""
    if "namespace" not in fields:
        return
    for name, limits in sorted((config.catalogs or {}).items()):
        if limits.namespaces:
            choice: Schema = {"enum": sorted(limits.namespaces)}
            if len(limits.namespaces) == 1:
                choice["default"] = limits.namespaces[0]
            condition = {"properties": {"serviceCatalog": {"const": name}}}
            yield {
                "if": {**condition, "required": ["serviceCatalog"]},
                "then": {"properties": {"namespace": choice}, "required": ["namespace"]},
            }


def is_type(workload_type: str) -> Schema:
    """Return the condition that this workloadType was chosen."""
    return {
        "properties": {"workloadType": {"const": workload_type}},
        "required": ["workloadType"],
    }
