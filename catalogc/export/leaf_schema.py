"""What a chart's values schema says about one leaf file.

Helm checks effective values: the chart's defaults, the ``_defaults.yaml`` layers and the leaf
together. An editor sees the leaf alone, so what another layer gives is not required of it.
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from catalogc.export.walk import Schema, transform
from catalogc.model.adapter import Adapter, MovedField
from catalogc.model.configuration import Config
from catalogc.model.release import Release
from catalogc.model.source import FieldPath, format_path
from catalogc.schemas.navigation import resolve, schema_at

DEPRECATION: Final = "x-catalogc-deprecation"
"""Keyword of an old spelling: says where the field is now."""

INTERNAL: Final = "x-catalogc-internal"
"""Keyword of an entry that is not for leaves."""

_LIBRARY: Final = re.compile(rb"^type:\s*[\"']?library\b", re.MULTILINE)
_UNKNOWN: Final = object()
_DEPTH = 6
"""Mappings of a chart's defaults that are looked into for what is required of them."""
_WORDING = ("pattern", "maxLength", "minLength", "x-catalogc-message", "examples")


def leaf_schema(
    adapter: Adapter, config: Config, inherited: Iterable[FieldPath] = ()
) -> dict[str, Any]:
    """Return the adapter's values schema as an author of leaves sees it.

    It lacks what Helm keeps for library charts; old spellings are there, marked as deprecated;
    ``environment`` is one of catalogc.yaml's; what another layer gives is not required.

    Args:
        inherited: fields that some ``_defaults.yaml`` sets; see ``inherited_fields``.

    Returns:
        A schema of its own, which may be changed. Keywords of catalogc are still in it.
    """
    schema: Schema = transform(adapter.schema, _without_internal)
    for name in _libraries(adapter):
        schema.get("properties", {}).pop(name, None)
    given: dict[FieldPath, Any] = dict(_given(adapter.chart.defaults.data, ()))
    given |= dict.fromkeys(inherited, _UNKNOWN)
    for moved in adapter.moved_fields:
        given |= dict.fromkeys(_prefixes(moved.new), _UNKNOWN)
    _relax(schema, schema, (), given)
    for moved in adapter.moved_fields:
        _add_old_spelling(schema, moved)
    _add_names(schema, config)
    return schema


def inherited_fields(releases: Iterable[Release]) -> frozenset[FieldPath]:
    """Return the fields that some leaf gets from a ``_defaults.yaml``, by their path."""
    fields: set[FieldPath] = set()
    for release in releases:
        values = release.leaf.values
        own = release.leaf.document.file.path
        if all(origin.document.file.path == own for origin in values.origins.values()):
            continue
        fields |= {
            path
            for path, _ in _given(values.data, ())
            if values.origin(path).document.file.path != own
        }
    return frozenset(fields)


def without_required(schema: Schema) -> Schema:
    """Return a copy that requires nothing of a part of a leaf.

    Items of a list keep what they require: layers replace a list as a whole.
    """
    copy: Schema = transform(schema, lambda node: node)
    _forget_required(copy, copy, frozenset())
    return copy


def _forget_required(root: Schema, node: Any, followed: frozenset[str]) -> None:
    if not isinstance(node, dict) or node.get("$ref") in followed:
        return
    followed = _inline(root, node, followed)
    node.pop("required", None)
    for child in (*_same_place(node), *node.get("properties", {}).values()):
        _forget_required(root, child, followed)


def _without_internal(node: Schema) -> Schema:
    """Drop what is not for leaves: Helm's own entries, and what subcharts are given."""
    fields = node.get("properties")
    if isinstance(fields, dict):
        hidden = [name for name, field in fields.items() if _is_internal(field)]
        node["properties"] = {key: fields[key] for key in fields if key not in hidden}
    return node


def _is_internal(field: Any) -> bool:
    return isinstance(field, dict) and field.get(INTERNAL) is True


def _libraries(adapter: Adapter) -> set[str]:
    """Names of the library charts it depends on: Helm reads their values below these keys."""
    files = adapter.chart.files
    parts = (path.split("/") for path in files)
    names = {part[1] for part in parts if len(part) > 2 and part[0] == "charts"}
    return {name for name in names if _LIBRARY.search(files.get(f"charts/{name}/Chart.yaml", b""))}


def _given(data: Any, path: FieldPath) -> Iterator[tuple[FieldPath, Any]]:
    if not isinstance(data, Mapping):
        return
    for name, value in data.items():
        if value is not None:
            yield (*path, name), value
            yield from _given(value, (*path, name))


def _prefixes(path: FieldPath) -> Iterator[FieldPath]:
    return (path[: length + 1] for length in range(len(path)))


def _relax(
    root: Schema,
    node: Any,
    path: FieldPath,
    given: Mapping[FieldPath, Any],
    followed: frozenset[str] = frozenset(),
) -> None:
    """Drop from ``required`` what is given elsewhere.

    Conditions (``if``, ``not``) stay as they are: asking less of them would mean more.

    Args:
        followed: references on the way here; a schema that refers to itself has no end.
    """
    if not isinstance(node, dict) or node.get("$ref") in followed or not _concerns(path, given):
        return
    followed = _inline(root, node, followed)
    if isinstance(node.get("required"), list):
        node["required"] = [
            name for name in node["required"] if not _is_given(root, node, (*path, name), given)
        ]
        if not node["required"]:
            del node["required"]
    for child in _same_place(node):
        _relax(root, child, path, given, followed)
    for name, child in node.get("properties", {}).items():
        _relax(root, child, (*path, name), given, followed)


def _same_place(node: Schema) -> list[Any]:
    """Subschemas that speak about the same value; not its conditions."""
    lists = (node.get(key, ()) for key in ("allOf", "anyOf", "oneOf"))
    return [node.get("then"), node.get("else"), *itertools.chain.from_iterable(lists)]


def _concerns(path: FieldPath, given: Mapping[FieldPath, Any]) -> bool:
    return any(len(field) > len(path) and field[: len(path)] == path for field in given)


def _inline(root: Schema, node: Schema, followed: frozenset[str]) -> frozenset[str]:
    """Put a referenced schema in the place of its reference, so that it may be changed.

    Returns:
        The references followed so far.
    """
    reference = node.get("$ref")
    if not isinstance(reference, str):
        return followed
    target = resolve(root, node)
    if isinstance(target, dict) and target is not node:
        copy = transform(target, lambda inner: inner)
        node.clear()
        node.update(copy)
    return followed | {reference}


def _is_given(root: Schema, node: Schema, path: FieldPath, given: Mapping[FieldPath, Any]) -> bool:
    """Whether a leaf without the field would still have a complete one."""
    value = given.get(path)
    expected = node.get("properties", {}).get(path[-1], {})
    return value is _UNKNOWN or (value is not None and _is_complete(root, expected, value, 0))


def _is_complete(root: Schema, node: Any, value: Any, depth: int) -> bool:
    """Whether a default has all that is required of it; its own types are the chart's affair."""
    node = resolve(root, node)
    if not isinstance(node, dict) or depth > _DEPTH:
        return True
    if "const" in node and node["const"] != value:
        return False
    if not isinstance(value, Mapping):
        return True
    if any(name not in value for name in node.get("required", ())):
        return False
    choices = [child for child in node.get("anyOf", ()) if isinstance(child, dict)]
    if choices and not any(_is_complete(root, child, value, depth + 1) for child in choices):
        return False
    fields = node.get("properties", {})
    return all(
        _is_complete(root, fields[name], inner, depth + 1)
        for name, inner in value.items()
        if name in fields
    )


def _add_old_spelling(schema: Schema, moved: MovedField) -> None:
    if any(isinstance(part, int) for part in moved.old):
        return  # fields of a list are told apart by nothing
    target = schema_at(schema, [part for name in moved.new for part in ("properties", name)])
    node = schema
    for name in moved.old[:-1]:
        fields = node.setdefault("properties", {})
        node = fields.setdefault(name, {"type": "object", "additionalProperties": False})
        _inline(schema, node, frozenset())
    message = f"{format_path(moved.old)} has moved to {format_path(moved.new)}"
    node.setdefault("properties", {}).setdefault(
        moved.old[-1],
        {**transform(dict(target), lambda inner: inner), DEPRECATION: message},
    )


def _add_names(schema: Schema, config: Config) -> None:
    fields = schema.get("properties", {})
    environment = fields.get("environment")
    if isinstance(environment, dict) and config.environments:
        for keyword in _WORDING:
            environment.pop(keyword, None)
        environment["enum"] = sorted(config.environments)
    catalog = fields.get("serviceCatalog")
    if isinstance(catalog, dict) and config.catalogs:
        catalog["examples"] = sorted(config.catalogs)
