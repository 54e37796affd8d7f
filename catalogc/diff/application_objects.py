"""The Argo CD Applications of one side, as objects that can be compared like others."""

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from catalogc.emit.applications import application
from catalogc.emit.waves import sync_waves
from catalogc.model.catalog import RenderedRelease
from catalogc.model.leaf import LeafId
from catalogc.model.resource import Resource

if TYPE_CHECKING:
    from catalogc.diff.compare import Side


def application_objects(side: "Side", items: Iterable[RenderedRelease]) -> dict[LeafId, Resource]:
    """Return the Application of every release, as a build would write it.

    Raises:
        ValueError: leaves wait for one another in a circle; the check stage refuses that.
    """
    environments: dict[str, list[RenderedRelease]] = defaultdict(list)
    for item in items:
        environments[item.release.environment.name].append(item)
    found = {}
    for group in environments.values():
        waves = sync_waves(group)
        for item in group:
            version = side.catalog.kubernetes_version(item.release.environment)
            wave = waves[item.release.id]
            manifest = application(item, side.catalog.config, wave, version)
            found[item.release.id] = _resource(manifest)
    return found


def _resource(manifest: dict[str, Any]) -> Resource:
    metadata = manifest["metadata"]
    return Resource(
        manifest["apiVersion"],
        manifest["kind"],
        metadata["namespace"],
        metadata["name"],
        "",
        manifest,
        json.dumps(manifest, sort_keys=True),  # compared, and never shown
    )
