"""What every shape is made of: the releases of one environment."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from catalogc.emit.applications import application
from catalogc.model.catalog import RenderedRelease
from catalogc.model.configuration import Config, Environment
from catalogc.model.leaf import LeafId


@dataclass(frozen=True, slots=True)
class Members:
    """The releases of one environment, in their sync waves.

    Attributes:
        kube_version: of the environment's cluster; empty for ``kubernetes.version``.
    """

    config: Config
    environment: Environment
    items: Sequence[RenderedRelease]
    waves: Mapping[LeafId, int]
    kube_version: str = ""

    def application(self, item: RenderedRelease) -> dict[str, Any]:
        """Return the Application of a release, which is the same in every shape."""
        return application(item, self.config, self.waves[item.release.id], self.kube_version)

    def by_catalog(self) -> Iterator[tuple[str, list[RenderedRelease]]]:
        """Yield each serviceCatalog with its releases."""
        catalogs: dict[str, list[RenderedRelease]] = {}
        for item in self.items:
            catalogs.setdefault(item.release.id.service_catalog, []).append(item)
        yield from catalogs.items()
