"""The Kubernetes version that a release will run on."""

import functools
import re

from catalogc.model.release import Release
from catalogc.rules.base import Context

_VERSION = re.compile(r"v?([0-9]{1,4})\.([0-9]{1,4})")


def version_of(context: Context, release: Release) -> str:
    """Return the version of the release's cluster, else that of catalogc.yaml."""
    cluster = context.clusters.get(release.environment.cluster)
    known = cluster.kubernetes_version if cluster is not None else ""
    return known or context.config.kubernetes_version


def at_least(context: Context, release: Release, major: int, minor: int) -> bool:
    """Compare it with a version; one that cannot be read is taken to be older."""
    return _parsed(version_of(context, release)) >= (major, minor)


@functools.lru_cache(maxsize=256)
def _parsed(version: str) -> tuple[int, int]:
    match = _VERSION.match(version)
    return (int(match[1]), int(match[2])) if match else (0, 0)
