"""Charts that no entity registers yet: how a new workload type gets into the catalog."""

import json
import posixpath
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from catalogc.export.backstage.entities import read_mapping
from catalogc.files import FileRefused, Repository
from catalogc.model.adapter import Adapter
from catalogc.model.document import Document
from catalogc.model.source import get_in

_SCHEMA = "values.schema.json"


@dataclass(frozen=True, slots=True)
class FoundChart:
    """A chart folder with a workloadType.

    Attributes:
        path: relative to the repository root.
        metadata: the content of Chart.yaml.
        schema: the content of values.schema.json.
    """

    path: str
    metadata: Mapping[str, Any]
    schema: Mapping[str, Any]

    @property
    def name(self) -> str:
        """Name of the chart; of its folder where Chart.yaml has none."""
        name = self.metadata.get("name")
        return name if isinstance(name, str) and name else posixpath.basename(self.path)


def unregistered_charts(
    repository: Repository,
    folder: str,
    adapters: Iterable[Adapter],
    entities: Iterable[Document],
) -> tuple[FoundChart, ...]:
    """Return the charts below ``folder`` that have a workloadType and no entity, by path.

    Library charts have none. Charts that cannot be read are left to the rules about charts.

    Args:
        adapters: what is registered; a second chart for a workloadType is left out.
        entities: also those whose chart could not be loaded.
    """
    known = set(_chart_paths(entities))
    types = {adapter.workload_type for adapter in adapters}
    found = []
    for chart in _charts(repository, folder):
        workload_type = _workload_type(chart.schema)
        library = chart.metadata.get("type") == "library"
        if chart.path in known or workload_type in {None, *types} or library:
            continue
        types.add(str(workload_type))
        found.append(chart)
    return tuple(found)


def _chart_paths(entities: Iterable[Document]) -> Iterator[str]:
    for entity in entities:
        annotations = get_in(entity.data, ("metadata", "annotations"))
        for key, value in annotations.items() if isinstance(annotations, dict) else ():
            if str(key).endswith("/chart-path") and isinstance(value, str):
                yield posixpath.normpath(value)


def _charts(repository: Repository, folder: str) -> Iterator[FoundChart]:
    files: Collection[str] = set(repository.list_files(folder, ("chart.yaml", _SCHEMA)).files)
    for file in sorted(files):
        path, name = posixpath.split(file)
        if name != _SCHEMA or posixpath.dirname(path) != posixpath.normpath(folder):
            continue
        if f"{path}/Chart.yaml" not in files:
            continue
        try:
            schema = json.loads(repository.read(file))
            metadata = read_mapping(repository.read(f"{path}/Chart.yaml"))
        except (FileRefused, ValueError, RecursionError):
            continue
        if isinstance(schema, dict):
            yield FoundChart(path, metadata, schema)


def _workload_type(schema: Mapping[str, Any]) -> str | None:
    constant = get_in(schema, ("properties", "workloadType", "const"))
    return constant if isinstance(constant, str) and constant else None
