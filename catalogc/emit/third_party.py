"""Applications of third-party charts, which Argo CD renders.

Sources: Argo CD 3.5 documentation (Helm, OCI) and its repository server. Of an HTTP repository
Argo CD takes a version and checks no digest. Of an OCI registry it takes a digest as revision, so
what it renders is what the leaf pins; the older spelling, a Helm repository with OCI enabled, takes
versions alone.
"""

from collections.abc import Iterable
from typing import Any

from catalogc.emit.inline_values import inline_values
from catalogc.model.catalog import RenderedRelease
from catalogc.model.chart_source import chart_source
from catalogc.model.release import Release

DEFAULT_WAVE = -10
"""Sync wave of a third-party chart that says nothing: before all workloads, which have 0."""


def third_party(items: Iterable[RenderedRelease]) -> list[Release]:
    """Return the releases that Argo CD renders."""
    return [item.release for item in items if item.release.is_third_party]


def sync_wave(release: Release) -> int:
    """Return the sync wave of a release's Application."""
    if not release.is_third_party:
        return 0
    wave = release.effective.get(("syncWave",))
    return wave if isinstance(wave, int) and not isinstance(wave, bool) else DEFAULT_WAVE


def chart_annotations(release: Release) -> dict[str, str]:
    """Record what the leaf pins: no field of the source holds both version and digest."""
    chart = chart_source(release)
    return {"catalogc.dev/chart-digest": chart.digest, "catalogc.dev/chart-version": chart.version}


def chart_info(release: Release) -> dict[str, str]:
    """Return the line of ``spec.info`` about the chart."""
    chart = chart_source(release)
    return {"name": "Chart", "value": f"{chart.name} {chart.version}"}


def chart_origin(release: Release) -> dict[str, Any]:
    """Return ``spec.source``.

    Raises:
        ValueError: the leaf names no pinned chart; the check stage should have refused it.
    """
    chart = chart_source(release)
    if chart.is_oci:
        place = {"repoURL": chart.repo_url, "path": ".", "targetRevision": chart.digest}
    else:
        place = {
            "repoURL": chart.repo_url,
            "chart": chart.name,
            "targetRevision": chart.version,
        }
    return {**place, "helm": _helm(release)}


def _helm(release: Release) -> dict[str, Any]:
    name = release.effective.get(("releaseName",))
    helm: dict[str, Any] = {"releaseName": name if isinstance(name, str) and name else release.name}
    # As the leaf says it: a null there removes a default of the third-party chart.
    helm.update(inline_values(release.leaf.values.mapping(("values",))))
    if release.effective.get(("skipCrds",)) is True:
        helm["skipCrds"] = True
    return helm
