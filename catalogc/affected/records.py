"""Records of what each environment is made from, out of what a run read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from catalogc.model.catalog import Catalog, RenderedRelease
from catalogc.model.leaf import LeafId
from catalogc.model.record import EnvironmentRecord, LeafRecord, Looked, kind_of_schema
from catalogc.model.release import Release


@dataclass(frozen=True, slots=True)
class Read:
    """What a run read.

    Attributes:
        digests: sha256 of every file, by path.
        versions: of the tool and its engine.
    """

    catalog: Catalog
    digests: Mapping[str, str]
    versions: Mapping[str, str]

    def before_rendering(self) -> dict[str, EnvironmentRecord]:
        """Return the record of each environment with a leaf, as far as it is known then."""
        by_environment: dict[str, list[Release]] = {}
        for release in self.catalog.releases:
            by_environment.setdefault(release.environment.name, []).append(release)
        general = self._general()
        clusters = {
            cluster.location.file.path: name for name, cluster in self.catalog.clusters.items()
        }
        records = {}
        for name, releases in by_environment.items():
            mine = {releases[0].environment.cluster}
            common = {path for path in general if clusters.get(path, "") in (*mine, "")}
            records[name] = self._record(releases, common)
        return records

    def after_rendering(
        self,
        rendered: Iterable[RenderedRelease],
        looked: Mapping[LeafId, Iterable[Looked]],
    ) -> dict[str, EnvironmentRecord]:
        """Return complete records: with schemas of custom resources, and what rules looked at."""
        records = self.before_rendering()
        schemas = self.catalog.config.paths.schemas
        files: dict[str, list[str]] = {}
        for path in self.digests:
            if path.startswith(f"{schemas}/"):
                files.setdefault(path.rpartition("-")[0], []).append(path)
        used: dict[str, set[str]] = {name: set() for name in records}
        for item in rendered:
            kinds = {kind_of_schema(schemas, resource) for resource in item.resources}
            found = (path for kind in kinds for path in files.get(kind, ()))
            used[item.release.environment.name].update(found)
        return {
            name: replace(
                record,
                inputs=self._digests(record.inputs.keys() | used[name]),
                leaves={
                    identity: replace(leaf, looked=frozenset(looked.get(identity, ())))
                    for identity, leaf in record.leaves.items()
                },
            )
            for name, record in records.items()
        }

    def _record(self, releases: Iterable[Release], common: set[str]) -> EnvironmentRecord:
        leaves: dict[LeafId, LeafRecord] = {}
        charts: dict[str, tuple[str, ...]] = {}
        for release in releases:
            chart = release.adapter.chart
            leaves[release.id] = LeafRecord(release.leaf.files, chart.path, release.namespace)
            charts.setdefault(chart.path, (*chart.sources, release.adapter.declared_at.file.path))
        inputs = common.union(
            *(leaf.files for leaf in leaves.values()), *(files for files in charts.values())
        )
        return EnvironmentRecord(self.versions, self._digests(inputs), charts, leaves)

    def _general(self) -> set[str]:
        """Return the files that no leaf, no chart and no kind of object has for itself.

        Entities of Backstage count only as the adapters and leaves that they declare.
        """
        catalog = self.catalog
        owned = {path for release in catalog.releases for path in release.leaf.files}
        owned.update(path for item in catalog.adapters.values() for path in item.chart.sources)
        owned.update(entity.file.path for entity in catalog.entities)
        schemas = f"{catalog.config.paths.schemas}/"
        return {path for path in self.digests if path not in owned and not path.startswith(schemas)}

    def _digests(self, paths: Iterable[str]) -> dict[str, str]:
        return {path: self.digests[path] for path in sorted(paths) if path in self.digests}
