"""Every generated file below the Backstage folder, as text by path."""

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from catalogc.export.backstage.charts import FoundChart
from catalogc.export.backstage.entities import (
    ADAPTERS_SYSTEM,
    LEAF_ANNOTATION,
    PLATFORM,
    Entity,
    adapter_entity,
    chart_metadata,
    chart_owner,
    leaf_entities,
    location_entity,
    system_entity,
)
from catalogc.export.backstage.naming import entity_name
from catalogc.export.backstage.template import (
    UMBRELLA,
    adapter_template,
    gpu_limit,
    umbrella_template,
)
from catalogc.goyaml.dump import dump
from catalogc.model.adapter import Adapter
from catalogc.model.catalog import Catalog
from catalogc.model.document import Document
from catalogc.model.notices import DERIVED, WRITTEN
from catalogc.model.release import Release
from catalogc.model.source import get_in

ROOT_LOCATION = "location.yaml"
SKELETON_FILE = "skeleton/${{ values.environment }}.yaml.njk"
_ENDING = ".catalog-info.yaml"
_LOCATIONS = {
    f"leaves{_ENDING}": (
        "leaves",
        "The workloads of this catalog.",
        "./leaves/*/*.catalog-info.yaml",
    ),
    f"templates{_ENDING}": (
        "templates",
        "Forms that write leaves.",
        "./templates/*/template.yaml",
    ),
}


@dataclass(frozen=True, slots=True)
class HandWritten:
    """What people wrote into the Backstage tree, so that it is not said twice.

    Attributes:
        names: kind and name of each entity, in lower case.
        leaves: files that hold or are named by an entity with a leaf.
    """

    names: frozenset[tuple[str, str]]
    leaves: frozenset[str]

    @classmethod
    def read(cls, entities: Iterable[Document]) -> "HandWritten":
        """Collect it from the entities whose file is not generated."""
        names, leaves = set(), set()
        for entity in entities:
            if is_generated(entity.file.text):
                continue
            name = str(get_in(entity.data, ("metadata", "name")) or "")
            names.add((entity.data["kind"].lower(), name.lower()))
            target = get_in(entity.data, ("metadata", "annotations", LEAF_ANNOTATION))
            if isinstance(target, str):
                leaves.add(posixpath.normpath(target))
            if isinstance(get_in(entity.data, ("spec", "workload")), dict):
                leaves.add(entity.file.path)
        return cls(frozenset(names), frozenset(leaves))

    def components(self) -> set[str]:
        """Names of Components, in lower case."""
        return {name for kind, name in self.names if kind == "component"}


def is_generated(text: str) -> bool:
    """Tell whether a text's first line says that it was generated."""
    return WRITTEN in text.partition("\n")[0]


def chart_files(charts: Iterable[FoundChart]) -> dict[str, str]:
    """Return the entities that register these charts, by path below the Backstage folder."""
    files = {}
    for chart in charts:
        name = entity_name(chart.name)
        entity = adapter_entity(name, chart.path, chart.metadata, chart.schema)
        files[f"{name}{_ENDING}"] = _text(entity, WRITTEN)
    return files


def backstage_files(catalog: Catalog, entities: Iterable[Document]) -> dict[str, str]:
    """Return all generated files by path below the Backstage folder.

    Args:
        entities: the Backstage tree as it is.
    """
    written = HandWritten.read(entities)
    adapters = dict(sorted(catalog.adapters.items()))
    registered: dict[str, str] = {}
    for adapter in adapters.values():
        name = entity_name(adapter.name)
        if _declared_elsewhere(adapter, f"{catalog.config.paths.backstage}/{name}{_ENDING}"):
            continue
        chart = chart_metadata(adapter)
        entity = adapter_entity(name, adapter.chart.path, chart, adapter.schema)
        registered[f"{name}{_ENDING}"] = _text(entity, WRITTEN)
    files: dict[str, Entity] = {}
    if ("system", ADAPTERS_SYSTEM) not in written.names:
        files[f"{ADAPTERS_SYSTEM}{_ENDING}"] = _adapters_system()
    files |= _leaf_files(catalog, adapters.values(), written)
    for path, (name, description, target) in _LOCATIONS.items():
        files[path] = location_entity(name, description, [target], optional=True)
    files[ROOT_LOCATION] = location_entity(
        "catalog",
        "The root of this repository's Backstage tree.",
        [f"./*{_ENDING}"],
        optional=False,
    )
    derived = {path: _text(entity) for path, entity in files.items()}
    forms = _template_files(catalog, adapters)
    return dict(sorted((derived | forms | registered).items()))


def _declared_elsewhere(adapter: Adapter, path: str) -> bool:
    file = adapter.declared_at.file
    return file.path != path and not is_generated(file.text)


def _text(entity: Mapping[str, Any], notice: str = DERIVED) -> str:
    return f"# {notice}\n{dump(dict(entity))}"


def _adapters_system() -> Entity:
    return {
        "apiVersion": "backstage.io/v1alpha1",
        "kind": "System",
        "metadata": {
            "name": ADAPTERS_SYSTEM,
            "title": "Workload adapters",
            "description": "The Helm charts that turn leaves into Kubernetes objects.",
        },
        "spec": {"owner": PLATFORM},
    }


def _leaf_files(
    catalog: Catalog, adapters: Iterable[Adapter], written: HandWritten
) -> dict[str, Entity]:
    releases = [
        release
        for release in catalog.releases
        if release.leaf.document.file.path not in written.leaves
    ]
    taken = written.components() | {entity_name(adapter.name).lower() for adapter in adapters}
    files = {}
    for release, entity in leaf_entities(releases, catalog.config, taken):
        name = entity["metadata"]["name"]
        files[f"{_folder(release)}/{name}{_ENDING}"] = entity
    catalogs = {release.id.service_catalog: _folder(release) for release in releases}
    for name, folder in catalogs.items():
        if ("system", name.lower()) not in written.names:
            files[f"{folder}/system{_ENDING}"] = system_entity(name, catalog.config)
    return files


def _folder(release: Release) -> str:
    return f"leaves/{entity_name(release.id.service_catalog)}"


def _template_files(catalog: Catalog, adapters: Mapping[str, Adapter]) -> dict[str, str]:
    if not adapters:
        return {}
    limit = gpu_limit(catalog.clusters)
    files: dict[str, str] = {}
    for adapter in adapters.values():
        owner = chart_owner(chart_metadata(adapter))
        made = adapter_template(adapter, catalog.config, limit, owner)
        files |= _template_folder(entity_name(adapter.name), *made)
    umbrella = umbrella_template(adapters, catalog.config, limit, PLATFORM)
    return files | _template_folder(UMBRELLA, *umbrella)


def _template_folder(name: str, entity: Entity, skeleton: str) -> dict[str, str]:
    return {
        f"templates/{name}/template.yaml": _text(entity),
        f"templates/{name}/{SKELETON_FILE}": f"{{# {DERIVED} -#}}\n{skeleton}",
    }
