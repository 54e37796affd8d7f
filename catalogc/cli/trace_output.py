"""Traces as text and as JSON."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from catalogc.model.leaf import LeafId
from catalogc.model.resource import ResourceKey
from catalogc.model.source import Location, format_path
from catalogc.origin.trace import FieldTrace, ReachTrace, ValueTrace
from catalogc.report.escape import escape


def write_fields(traces: Sequence[FieldTrace], leaf: LeafId, format_name: str) -> str:
    """Write where fields come from."""
    if format_name == "json":
        return _json(leaf, fields=[_field_record(trace) for trace in traces])
    return "".join(escape(line) + "\n" for trace in traces for line in _field_lines(trace))


def write_reach(traces: Sequence[ReachTrace], leaf: LeafId, format_name: str) -> str:
    """Write what values reach."""
    if format_name == "json":
        return _json(leaf, reaches=[_reach_record(trace) for trace in traces])
    if not traces:
        return "No rendered field changes with it.\n"
    return "".join(escape(line) + "\n" for line in _reach_lines(traces))


def _field_lines(trace: FieldTrace) -> Iterator[str]:
    yield f"{_name(trace.resource)}:{format_path(trace.path)} = {trace.shown}"
    for value in trace.values:
        yield f"  {'value':<9} {_value(value)}"
    for value in trace.governed_by:
        yield f"  {'governor':<9} {_value(value)}"
    if not trace.values:
        yield f"  {'constant':<9} the chart writes this itself"
    if trace.sinks:
        yield f"  {'sink':<9} {', '.join(trace.sinks)}"
    yield f"  {'template':<9} {_line(trace.template)}  {trace.template.text.strip()}"
    yield f"  {'rendered':<9} {_line(trace.rendered)}"


def _value(value: ValueTrace) -> str:
    default = " (the chart's default)" if value.is_default else ""
    return f"{_line(value.location)}  {format_path(value.path)} = {value.shown}{default}"


def _reach_lines(traces: Sequence[ReachTrace]) -> Iterator[str]:
    heading = ""
    for trace in traces:
        following = f"{format_path(trace.value)} -> {trace.changed_to}"
        if following != heading:
            heading = following
            yield heading
        field = f"{_name(trace.resource)}:{format_path(trace.path)}"
        used = f"  ({', '.join(trace.sinks)})" if trace.sinks else ""
        yield f"  {field}  {trace.before} -> {trace.after}{used}"


def _json(leaf: LeafId, **content: Any) -> str:
    identity = {
        "environment": leaf.environment,
        "serviceCatalog": leaf.service_catalog,
        "serviceName": leaf.service_name,
    }
    return json.dumps({"version": 1, "leaf": identity, **content}, indent=2) + "\n"


def _field_record(trace: FieldTrace) -> dict[str, Any]:
    return {
        "resource": trace.resource._asdict(),
        "field": format_path(trace.path),
        "shown": trace.shown,
        "constant": not trace.values,
        "values": [_value_record(value) for value in trace.values],
        "governedBy": [_value_record(value) for value in trace.governed_by],
        "template": _place(trace.template),
        "rendered": _place(trace.rendered),
        "sinks": list(trace.sinks),
    }


def _value_record(value: ValueTrace) -> dict[str, Any]:
    record = {"path": format_path(value.path), "shown": value.shown, "default": value.is_default}
    return {**record, **_place(value.location)}


def _reach_record(trace: ReachTrace) -> dict[str, Any]:
    return {
        "value": format_path(trace.value),
        "changedTo": trace.changed_to,
        "resource": trace.resource._asdict(),
        "field": format_path(trace.path),
        "before": trace.before,
        "after": trace.after,
        "sinks": list(trace.sinks),
    }


def _place(location: Location) -> dict[str, Any]:
    path, line, column = location.sort_key
    return {"file": path, "line": line, "column": column}


def _line(location: Location) -> str:
    return f"{location.file.path}:{location.span.line}:{location.span.column}"


def _name(key: ResourceKey) -> str:
    return f"{key.kind}/{key.name}"
