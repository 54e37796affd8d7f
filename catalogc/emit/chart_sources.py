"""Charts of the repository that Argo CD renders by itself, with the values inline.

Sources: Argo CD 3.5, its repository server. It runs ``helm template`` in the chart's folder, and
``helm dependency build`` where that misses a dependency; Helm then packs each ``file://``
dependency as it is on disk, without that one's own dependencies.
"""

from typing import Any

from catalogc.emit.inline_values import inline_values
from catalogc.model.adapter import Chart
from catalogc.model.configuration import Config
from catalogc.model.release import Release

_KNOWN_VERSION = "v1"


def is_renderable(chart: Chart) -> bool:
    """Tell whether Argo CD can render a chart from its folder alone.

    It cannot where a ``file://`` dependency has such dependencies itself.
    """
    return all(place.count("/") == 1 for place in chart.dependency_folders)


def chart_folder_source(release: Release, config: Config, kube_version: str) -> dict[str, Any]:
    """Return an Application's source that renders what catalogc's engine renders.

    Args:
        kube_version: of the environment's cluster, such as ``1.34``.
    """
    return {
        "repoURL": config.argocd.repo_url,
        "targetRevision": config.argocd.revision(release.environment.name),
        "path": release.adapter.chart.path,
        "helm": {
            "releaseName": release.name,
            **inline_values(release.leaf.values.data),
            "kubeVersion": kube_version,
            # An empty list would stand for all that the cluster serves. Helm knows v1 anyway.
            "apiVersions": [_KNOWN_VERSION, *config.api_versions],
            # The values were checked against the schema, moved fields and all.
            "skipSchemaValidation": True,
        },
    }


def chart_inputs(chart: Chart) -> str:
    """Return ``manifest-generate-paths``: the chart's folder, and those of its dependencies.

    A relative path starts at the source's path, an absolute one at the repository's root (Argo
    CD, high availability). Values are no input: they are in the Application.
    """
    folders = sorted(set(chart.dependency_folders.values()))
    return ";".join([".", *(f"/{folder}" for folder in folders)])
