"""Argo CD's Source Hydrator: it commits manifests to a branch, and syncs from there.

Fields: Argo CD 3.5, user guide of the Source Hydrator (beta).
"""

from typing import Any

from catalogc.model.configuration import Config
from catalogc.model.delivery import Hydrator
from catalogc.model.release import Release


def source_hydrator(source: dict[str, Any], release: Release, hydrator: Hydrator) -> dict[str, Any]:
    """Return ``spec.sourceHydrator`` for what would be ``spec.source`` without it."""
    branch = hydrator.branch(release.environment.name)
    identity = release.id
    place = {"targetBranch": branch, "path": f"{identity.service_catalog}/{identity.service_name}"}
    if hydrator.repo_url:
        place["repoURL"] = hydrator.repo_url
    found: dict[str, Any] = {"drySource": source, "syncSource": place}
    if hydrator.staged:
        found["hydrateTo"] = {"targetBranch": f"{branch}-next"}
    return found


def hydrated_repository(config: Config, hydrator: Hydrator) -> str:
    """Return the repository that the branches are in."""
    return hydrator.repo_url or config.argocd.repo_url
