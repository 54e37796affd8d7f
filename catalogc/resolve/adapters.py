"""Find the adapters among the Backstage entities."""

import posixpath
import re
from collections.abc import Iterable, Mapping
from typing import Any

from catalogc.files import Repository
from catalogc.model.adapter import Adapter, HandedDown, MovedField
from catalogc.model.document import Document
from catalogc.model.finding import Finding, Label, Outcome, Severity
from catalogc.model.reader import DocumentReader
from catalogc.model.source import START_OF_FILE, FieldPath, Location, get_in, parse_path
from catalogc.resolve.charts import LoadedChart, load_chart

COMPONENT_TYPE = "platform-base-chart"
MOVED_KEYWORD = "x-catalogc-moved"
HANDED_DOWN_KEYWORD = "x-catalogc-handed-down"


def resolve_adapters(
    entities: Iterable[Document], repository: Repository, reader: DocumentReader
) -> Outcome[dict[str, Adapter]]:
    """Register an adapter for each Component of type ``platform-base-chart``.

    Returns:
        Adapters by workloadType; of two for one type the first is kept, with a finding.
    """
    adapters: dict[str, Adapter] = {}
    findings: list[Finding] = []
    for entity in entities:
        field = _chart_annotation(entity)
        if field is None:
            continue
        declared_at = entity.at(field)
        path = posixpath.normpath(str(get_in(entity.data, field)))
        outcome = load_chart(path, declared_at, repository, reader)
        findings.extend(outcome.findings)
        if outcome.value is None:
            continue
        built = _adapter(entity, declared_at, outcome.value)
        findings.extend(built.findings)
        if built.value is not None:
            other = adapters.setdefault(built.value.workload_type, built.value)
            if other is not built.value:
                findings.append(_twice(built.value, other))
    return Outcome(adapters, tuple(findings))


def _chart_annotation(entity: Document) -> FieldPath | None:
    data = entity.data
    if data.get("kind") != "Component" or get_in(data, ("spec", "type")) != COMPONENT_TYPE:
        return None
    annotations = get_in(data, ("metadata", "annotations"))
    for key, value in annotations.items() if isinstance(annotations, dict) else ():
        if key.endswith("/chart-path") and isinstance(value, str):
            return ("metadata", "annotations", key)
    return None


def _adapter(
    entity: Document, declared_at: Location, loaded: LoadedChart
) -> Outcome[Adapter | None]:
    name = str(get_in(entity.data, ("metadata", "name")) or loaded.chart.name)
    constant = get_in(loaded.schema, ("properties", "workloadType", "const"))
    workload_type = constant if isinstance(constant, str) else _upper_snake(name)
    keyword = MOVED_KEYWORD
    try:
        moved = _moved_fields(loaded.schema)
        keyword = HANDED_DOWN_KEYWORD
        handed = handed_down_fields(loaded.schema)
    except (ValueError, TypeError, KeyError):
        problem = f"{keyword} must be a list of {{from, to}} field paths"
        place = Location(loaded.schema_file, START_OF_FILE)
        return Outcome(None, (Finding("broken-chart", Severity.ERROR, problem, place),))
    adapter = Adapter(workload_type, name, declared_at, loaded.chart, loaded.schema, moved, handed)
    return Outcome(adapter)


def _moved_fields(schema: dict[str, Any]) -> tuple[MovedField, ...]:
    return tuple(
        MovedField(parse_path(entry["from"]), parse_path(entry["to"]))
        for entry in schema.get(MOVED_KEYWORD, ())
    )


def handed_down_fields(schema: Mapping[str, Any]) -> tuple[HandedDown, ...]:
    """Return what a chart's schema says that subcharts are given of a leaf.

    Raises:
        ValueError, TypeError, KeyError: it says so in no form that is known.
    """
    return tuple(
        HandedDown(parse_path(entry["from"]), parse_path(entry["to"]))
        for entry in schema.get(HANDED_DOWN_KEYWORD, ())
    )


def _upper_snake(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "_", name).upper()


def _twice(adapter: Adapter, other: Adapter) -> Finding:
    return Finding(
        rule="duplicate-adapter",
        severity=Severity.ERROR,
        message=f"workloadType {adapter.workload_type} has two adapters, "
        f"{other.name} and {adapter.name}",
        location=adapter.declared_at,
        related=(Label(other.declared_at, "the first one"),),
        help="give each chart a workloadType of its own",
    )
