"""Origins of earlier runs, on disk. Never needed: what cannot be read is worked out again."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalogc import __version__
from catalogc.cachedir import cache_folder, read_json, store_json
from catalogc.model.catalog import RenderedRelease
from catalogc.origin.fields import Origins
from catalogc.origin.packed import dump, restore

_FORMAT = 4
"""To be raised with every change of how origins are found or stored."""
MOST_FILES = 512


@dataclass(frozen=True, slots=True)
class OriginCache:
    """A folder with one file a release; None for no cache."""

    folder: Path | None

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "OriginCache":
        """The user's cache; ``CATALOGC_CACHE=off`` switches it off."""
        return cls(cache_folder(environment, "origin"))

    def read(
        self, item: RenderedRelease, kube_version: str, engine: str, *, marks_only: bool = False
    ) -> Origins | None:
        """Return stored origins; None where there are none that can be trusted.

        Args:
            item: the release.
            kube_version: that of its cluster.
            engine: name and version of the renderer.
            marks_only: whether those are wanted that marks alone tell.
        """
        if self.folder is None:
            return None
        key = _key(item, kube_version, engine, marks_only)
        stored = read_json(self.folder / f"{key}.json")
        try:
            return None if stored is None else restore(stored, item.resources)
        except (ValueError, TypeError, LookupError, RecursionError):
            return None

    def write(
        self,
        item: RenderedRelease,
        kube_version: str,
        engine: str,
        origins: Origins,
        *,
        marks_only: bool = False,
    ) -> None:
        """Store origins; quietly not, where that cannot be done."""
        if self.folder is None:
            return
        name = f"{_key(item, kube_version, engine, marks_only)}.json"
        store_json(self.folder, name, dump(origins, item.resources), MOST_FILES)


def _key(item: RenderedRelease, kube_version: str, engine: str, marks_only: bool) -> str:
    release = item.release
    parts: list[Any] = [
        _FORMAT,
        marks_only,
        __version__,
        engine,
        kube_version,
        release.adapter.chart.digest,
        release.name,
        release.namespace,
        release.effective.data,
        [resource.text for resource in item.resources],
    ]
    # Not sorted: templates do not see the order of keys, but a digest may differ at no harm.
    return hashlib.sha256(json.dumps(parts).encode("utf-8", "surrogatepass")).hexdigest()
