"""Where Argo CD gets the manifests of an Application from.

Third-party charts come from their own repository whatever the shape is: the Source Hydrator reads
git alone.
"""

from typing import Any

from catalogc.emit.chart_sources import chart_folder_source, chart_inputs, is_renderable
from catalogc.emit.hydration import source_hydrator
from catalogc.emit.third_party import chart_annotations, chart_origin
from catalogc.model.configuration import Config
from catalogc.model.delivery import ManifestSource, Shape
from catalogc.model.output_names import manifests_folder
from catalogc.model.release import Release

_GENERATE_PATHS = "argocd.argoproj.io/manifest-generate-paths"


def source_fields(release: Release, config: Config, kube_version: str) -> dict[str, Any]:
    """Return ``source`` or ``sourceHydrator`` of an Application's spec.

    Args:
        kube_version: of the environment's cluster.
    """
    if release.is_third_party:
        return {"source": chart_origin(release)}
    if _takes_chart(release, config):
        source = chart_folder_source(release, config, kube_version)
    else:
        source = _manifests(release, config)
    delivery = config.delivery(release.environment)
    if delivery.shape is Shape.HYDRATOR:
        return {"sourceHydrator": source_hydrator(source, release, delivery.hydrator)}
    return {"source": source}


def source_annotations(release: Release, config: Config) -> dict[str, str]:
    """Return the annotations that say what an Application is made of.

    Argo CD makes its manifests anew only where a commit changes something below these paths.
    """
    if release.is_third_party:
        return chart_annotations(release)
    if _takes_chart(release, config):
        return {_GENERATE_PATHS: chart_inputs(release.adapter.chart)}
    return {_GENERATE_PATHS: "."}


def _takes_chart(release: Release, config: Config) -> bool:
    """Tell whether Argo CD renders the chart; else it takes the manifests that catalogc wrote."""
    chosen = config.delivery(release.environment).source is ManifestSource.CHART
    return chosen and is_renderable(release.adapter.chart)


def _manifests(release: Release, config: Config) -> dict[str, Any]:
    folder = manifests_folder(release.id.service_catalog, release.id.service_name)
    return {
        "repoURL": config.argocd.repo_url,
        "targetRevision": config.argocd.revision(release.environment.name),
        "path": f"{config.paths.output}/{release.environment.name}/{folder}",
        "directory": {"recurse": False, "include": "*.yaml"},
    }
