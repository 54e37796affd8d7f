"""Which fields of a leaf a form asks for.

A form that shows every field is a form that nobody fills in. It has the fields that a leaf must
have, those that the chart's schema marks, and the core that workload types share.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from catalogc.export.backstage.conditions import Condition, conditions, is_group, mentioned
from catalogc.export.walk import Schema, transform
from catalogc.model.source import FieldPath
from catalogc.schemas.navigation import resolve

UI_KEYWORD = "x-catalogc-ui"
"""Keyword of a chart's schema: ``show``, ``page`` and any ``ui:`` keyword of the form."""

_NESTING = 8
"""References in references that are followed; a schema that refers to itself has no end."""
_CORE = re.compile(
    r"""
    container\.(image(\.(repository|tag|digest))?|port|replicas|environment|secrets)
    | container\.resources\.(preset|(requests|limits)\.(cpu|memory))
    | (container\.)?resourcePreset
    | models?(\..+)?
    | gpu\.(count|type|vendor)
    | ingress\.(enabled|host)
    | storage\.(.+\.)?(enabled|size|volumes)
    | (hpa|autoscaling)\.(enabled|(min|max)Replicas|target\w*)
    | vault\..+
    | values
    """,
    re.VERBOSE,
)


def inlined(schema: Mapping[str, Any]) -> Schema:
    """Return a copy without references: Backstage finds no ``ui:`` keyword behind one."""
    copy: Schema = _inlined(schema, dict(schema), 0)
    return copy


def _inlined(root: Mapping[str, Any], node: Any, depth: int) -> Any:
    def change(inner: Schema) -> Schema:
        if "$ref" not in inner:
            return inner
        target = resolve(root, inner)
        if depth >= _NESTING or not isinstance(target, dict) or "$ref" in target:
            return {}
        copy: Schema = _inlined(root, target, depth + 1)
        return copy

    return transform(node, change)


def selected_fields(schema: Schema) -> frozenset[FieldPath]:
    """Return the paths of the fields of a form; a list or free mapping is one field.

    Args:
        schema: an adapter's schema without references.
    """
    chosen = set(_chosen(schema, (), certain=True, shown=False))
    atoms = set(_atoms(schema, ()))
    for condition in conditions(schema):
        asked = mentioned(condition.schema["if"], condition.path)
        if all(_is_in(path, chosen) for path in asked):
            chosen |= atoms & mentioned(_consequences(condition), condition.path)
    return frozenset(_with_required(schema, (), chosen))


def _consequences(condition: Condition) -> Schema:
    return {key: part for key, part in condition.schema.items() if key != "if"}


def _is_in(path: FieldPath, chosen: set[FieldPath]) -> bool:
    return any(field[: len(path)] == path for field in chosen)


def _chosen(node: Schema, path: FieldPath, *, certain: bool, shown: bool) -> Iterator[FieldPath]:
    """Yield what is required, marked or core.

    Args:
        certain: whether every leaf has the mapping at ``path``.
        shown: whether a mapping above is marked to be shown.
    """
    for name, child in node.get("properties", {}).items():
        if not isinstance(child, dict) or child.get("deprecated"):
            continue
        field = (*path, name)
        marked = ui_overlay(child).get("show")
        required = certain and name in node.get("required", ())
        show = shown if marked is None else bool(marked)
        if is_group(child):
            if marked is not False or required:
                yield from _chosen(child, field, certain=required, shown=show)
        elif required or show or (marked is None and _has_overlay(child)):
            yield field
        elif marked is None and _CORE.fullmatch(".".join(field)):
            yield field


def _with_required(node: Schema, path: FieldPath, chosen: set[FieldPath]) -> set[FieldPath]:
    """Add what a mapping needs as soon as it is there."""
    found: set[FieldPath] = set()
    for name, child in node.get("properties", {}).items():
        if not isinstance(child, dict):
            continue
        field = (*path, name)
        needed = name in node.get("required", ()) and _is_in(path, chosen) and bool(path)
        if is_group(child):
            inner = _with_required(child, field, chosen)
            if needed and not inner:
                inner = _with_required(child, field, {*chosen, field})
            found |= inner
        elif field in chosen or needed:
            found.add(field)
    return found


def _atoms(node: Schema, path: FieldPath) -> Iterator[FieldPath]:
    for name, child in node.get("properties", {}).items():
        if is_group(child):
            yield from _atoms(child, (*path, name))
        elif isinstance(child, dict):
            yield (*path, name)


def ui_overlay(node: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what a field's schema says about its place in the form."""
    overlay = node.get(UI_KEYWORD)
    return overlay if isinstance(overlay, dict) else {}


def _has_overlay(node: Mapping[str, Any]) -> bool:
    return bool(ui_overlay(node))
