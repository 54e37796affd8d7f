"""Where releases run, and what is near them there."""

from catalogc.model.configuration import CatalogLimits, Config
from catalogc.model.release import Release
from catalogc.model.source import FieldPath, Location

Place = tuple[str, ...]


def place_of(release: Release, config: Config) -> Place:
    """Return what is equal for releases of one cluster.

    Environments with one Argo CD destination share its cluster. Where catalogc.yaml names no
    environments, nothing is known of their clusters, and each counts as one.
    """
    if config.environments is None:
        return (release.id.environment,)
    destination = release.environment.destination
    return tuple(part for item in sorted(destination.items()) for part in item)


def limits_of(release: Release, config: Config) -> CatalogLimits | None:
    """Return what the serviceCatalog of a release owns; None where nothing says so."""
    return (config.catalogs or {}).get(release.id.service_catalog)


def written_at(release: Release, path: FieldPath) -> Location:
    """Locate a value that a leaf or its defaults write; else the leaf's workloadType.

    A default of the chart is not the place to change what one leaf gets.
    """
    origin = release.effective.origin(path)
    if origin.document is release.adapter.chart.defaults:
        return release.leaf.values.at(("workloadType",))
    return origin.document.at(origin.path)
