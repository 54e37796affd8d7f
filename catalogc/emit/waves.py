"""Sync waves: Argo CD syncs lower ones first and waits until they are healthy.

A workload has wave 0, a third-party chart its own wave. What depends on others comes after them:
its wave is at least one more than the highest of theirs (Argo CD: sync phases and waves).
"""

from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter

from catalogc.emit.third_party import sync_wave
from catalogc.model.catalog import RenderedRelease
from catalogc.model.dependency import dependencies
from catalogc.model.leaf import LeafId


def sync_waves(items: Iterable[RenderedRelease]) -> dict[LeafId, int]:
    """Return the wave of each release of one environment.

    What a release depends on and is not among ``items`` raises nothing.

    Raises:
        ValueError: releases depend on one another in a circle; the check stage refuses that.
    """
    releases = {item.release.id: item.release for item in items}
    before = {
        identity: [found.target for found in dependencies(release) if found.target in releases]
        for identity, release in releases.items()
    }
    waves: dict[LeafId, int] = {}
    try:
        for identity in TopologicalSorter(before).static_order():
            own = sync_wave(releases[identity])
            waves[identity] = max([own, *(waves[target] + 1 for target in before[identity])])
    except CycleError as error:
        message = f"a circle of dependsOn: {error.args[1]}"
        raise ValueError(message) from None
    return waves
