"""Entities: a Component for each adapter and leaf, a System for each serviceCatalog.

Annotations: @backstage/catalog-model, @backstage/plugin-kubernetes-common 0.9.13 and the Argo CD
plugins (roadiehq 2.12.5, backstage-community 3.1.0).
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from catalogc.export.backstage.naming import entity_name, is_label_value, tags
from catalogc.goyaml.load import YamlError, load_documents
from catalogc.model.adapter import Adapter
from catalogc.model.configuration import Config
from catalogc.model.naming import application_name
from catalogc.model.release import Release

Entity = dict[str, Any]

API_VERSION = "backstage.io/v1alpha1"
ADAPTER_TYPE = "platform-base-chart"
CHART_ANNOTATION = "catalogc.dev/chart-path"
LEAF_ANNOTATION = "catalogc.dev/leaf"
OWNER_ANNOTATION = "catalogc.dev/owner"
WORKLOAD_TYPE_LABEL = "catalogc.dev/workload-type"
PLATFORM = "group:default/platform"
"""Owner of what has no other."""
ADAPTERS_SYSTEM = "workload-adapters"


def chart_metadata(adapter: Adapter) -> Mapping[str, Any]:
    """Return what the adapter's Chart.yaml says; an empty mapping where it cannot be read."""
    return read_mapping(adapter.chart.files.get("Chart.yaml", b""))


def read_mapping(content: bytes) -> Mapping[str, Any]:
    """Read the first YAML document; an empty mapping where it is none."""
    try:
        documents = load_documents(content.decode("utf-8", errors="replace"))
    except YamlError:
        return {}
    return documents[0] if documents and isinstance(documents[0], dict) else {}


def adapter_entity(
    name: str, path: str, chart: Mapping[str, Any], schema: Mapping[str, Any]
) -> Entity:
    """Return the Component that registers an adapter.

    Args:
        name: of the adapter.
        path: the chart's folder, relative to the repository root.
        chart: the content of Chart.yaml.
        schema: the content of values.schema.json.
    """
    workload_type = schema.get("properties", {}).get("workloadType", {}).get("const", "")
    description = chart.get("description") or schema.get("description") or ""
    keywords = chart.get("keywords")
    words = ["helm", "kubernetes", *map(str, keywords if isinstance(keywords, list) else ())]
    return {
        "apiVersion": API_VERSION,
        "kind": "Component",
        "metadata": {
            "name": name,
            "title": str(schema.get("title") or name),
            **({"description": str(description)} if description else {}),
            **_workload_label(str(workload_type)),
            "annotations": {CHART_ANNOTATION: path},
            "tags": tags(words),
        },
        "spec": {
            "type": ADAPTER_TYPE,
            "lifecycle": "production",
            "owner": chart_owner(chart),
            "system": ADAPTERS_SYSTEM,
        },
    }


def chart_owner(chart: Mapping[str, Any]) -> str:
    """Return who owns an adapter: the annotation of its Chart.yaml, or the platform."""
    annotations = chart.get("annotations")
    owner = annotations.get(OWNER_ANNOTATION) if isinstance(annotations, dict) else None
    return owner if isinstance(owner, str) and owner else PLATFORM


def leaf_entities(
    releases: Iterable[Release], config: Config, taken: Iterable[str]
) -> list[tuple[Release, Entity]]:
    """Return a Component for each release; its name is the Application's wherever it may be.

    Args:
        taken: names of other Components.
    """
    names = {name.lower() for name in taken}
    entities: list[tuple[Release, Entity]] = []
    for release in releases:
        application = application_name(release.id.service_name, release.environment.name)
        name = entity_name(application, names)
        names.add(name.lower())
        entities.append((release, _leaf_entity(release, config, name, application)))
    return entities


def _leaf_entity(release: Release, config: Config, name: str, application: str) -> Entity:
    title = release.adapter.schema.get("title") or release.adapter.workload_type
    selector = f"app.kubernetes.io/name={release.id.service_name}"
    return {
        "apiVersion": API_VERSION,
        "kind": "Component",
        "metadata": {
            "name": name,
            "title": f"{release.id.service_name} ({release.environment.name})",
            "description": f"{title} of {release.id.service_catalog}.",
            **_workload_label(release.leaf.workload_type),
            "annotations": {
                LEAF_ANNOTATION: release.leaf.document.file.path,
                "argocd/app-name": application,
                **({} if release.is_third_party else {_SELECTOR: selector}),
                "backstage.io/kubernetes-namespace": release.namespace,
            },
            "tags": tags([release.environment.name, release.adapter.name]),
        },
        "spec": {
            "type": "service",
            "lifecycle": "production" if release.environment.production else "development",
            "owner": catalog_owner(config, release.id.service_catalog),
            "system": entity_name(release.id.service_catalog),
            "dependsOn": [f"component:default/{entity_name(release.adapter.name)}"],
        },
    }


_SELECTOR = "backstage.io/kubernetes-label-selector"


def system_entity(name: str, config: Config) -> Entity:
    """Return the System that stands for a serviceCatalog."""
    return {
        "apiVersion": API_VERSION,
        "kind": "System",
        "metadata": {
            "name": entity_name(name),
            "description": f"The workloads of the service catalog {name}.",
        },
        "spec": {"owner": catalog_owner(config, name)},
    }


def location_entity(
    name: str, description: str, targets: Collection[str], *, optional: bool
) -> Entity:
    """Return a Location; an optional one may lead to nothing."""
    return {
        "apiVersion": API_VERSION,
        "kind": "Location",
        "metadata": {"name": name, "description": description},
        "spec": {
            "type": "file",
            **({"presence": "optional"} if optional else {}),
            "targets": list(targets),
        },
    }


def catalog_owner(config: Config, service_catalog: str) -> str:
    """Return the owner that catalogc.yaml gives to a serviceCatalog, or the platform."""
    limits = (config.catalogs or {}).get(service_catalog)
    return limits.owner if limits and limits.owner else PLATFORM


def _workload_label(workload_type: str) -> dict[str, Any]:
    if not workload_type or not is_label_value(workload_type):
        return {}
    return {"labels": {WORKLOAD_TYPE_LABEL: workload_type}}
