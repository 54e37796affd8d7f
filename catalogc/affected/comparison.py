"""Compare what is with a base: which leaves can differ."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from catalogc import BASELINE_FILE
from catalogc.affected.base import LARGEST, Base, BaseOutput
from catalogc.files import FileRefused, Repository
from catalogc.model.catalog import RenderedRelease
from catalogc.model.configuration import Paths
from catalogc.model.leaf import LeafId
from catalogc.model.record import EnvironmentRecord, Looked, affected_leaves, places_of
from catalogc.model.release import Release


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a change can reach.

    Attributes:
        affected: leaves whose output or findings can differ from the base's.
        base: name of what was compared with.
        reasons: why all leaves of an environment count as affected, where it is no change that
            does it.
    """

    affected: frozenset[LeafId]
    base: str
    reasons: tuple[str, ...]
    _output: BaseOutput
    _gone: Mapping[str, frozenset[LeafId]]
    _stale: frozenset[LeafId]

    def reuse(self, release: Release) -> RenderedRelease | None:
        """Return an unaffected release with its objects as they were.

        None where the base has them not all, or has them of an older state than its sources.
        """
        return None if release.id in self._stale else self._output.reuse(release)

    def looked(self) -> dict[LeafId, frozenset[Looked]]:
        """Return what the leaves were judged beside when the base was built."""
        records = self._output.records.values()
        return {
            identity: leaf.looked for record in records for identity, leaf in record.leaves.items()
        }

    def beside(self, rendered: Sequence[RenderedRelease]) -> frozenset[LeafId]:
        """Return the unaffected leaves that were judged beside objects that differ now.

        Args:
            rendered: the affected releases.
        """
        after: dict[LeafId, RenderedRelease] = {item.release.id: item for item in rendered}
        beside: set[LeafId] = set()
        for environment, record in self._output.records.items():
            mine = {leaf for leaf in self.affected if leaf.environment == environment}
            places: set[Looked] = set()
            for leaf in mine | self._gone.get(environment, frozenset()):
                places |= _changed_places(record, leaf, after.get(leaf))
            beside.update(self._output.looking_at(environment, frozenset(places)))
        return frozenset(beside - self.affected)


def compare(
    base: Base, paths: Paths, repository: Repository, heads: Mapping[str, EnvironmentRecord]
) -> Comparison:
    """Compare a repository with a base.

    Args:
        repository: as it is now, read as far as the leaves are resolved.
        heads: the record of each environment, before anything is rendered.
    """
    output = BaseOutput.read(base, paths, heads)
    output.distrust(repository.exists)
    affected: set[LeafId] = set()
    stale: set[LeafId] = set()
    gone = {}
    schemas = {*repository.list_files(paths.schemas).files, *output.files(paths.schemas)}
    for name, head in heads.items():
        record = output.records.get(name)
        if record is None:
            affected.update(head.leaves)
            continue
        files = {*record.inputs, *head.inputs, *schemas, BASELINE_FILE}
        changed = _changed(files, repository, output)
        stale |= affected_leaves(record, head, frozenset(output.stale), paths.schemas)
        affected |= (
            head.leaves.keys()
            if BASELINE_FILE in changed
            else affected_leaves(record, head, changed, paths.schemas)
        )
        gone[name] = frozenset(record.leaves.keys() - head.leaves.keys())
    reasons = tuple(output.reasons[name] for name in sorted(output.reasons))
    return Comparison(frozenset(affected), base.name, reasons, output, gone, frozenset(stale))


def _changed(files: Iterable[str], repository: Repository, base: BaseOutput) -> frozenset[str]:
    return frozenset(path for path in files if _digest(path, repository) != base.digest(path))


def _digest(path: str, repository: Repository) -> str:
    known = repository.digests.get(path)
    if known is not None:
        return known
    try:
        return hashlib.sha256(repository.peek(path, LARGEST)).hexdigest()
    except FileRefused:
        return ""


def _changed_places(
    record: EnvironmentRecord, leaf: LeafId, item: RenderedRelease | None
) -> set[Looked]:
    """Return the places of those objects of a leaf that came, went or differ."""
    known = record.leaves.get(leaf)
    old = {
        (place, stored.name, stored.sha256)
        for stored in record.objects.get(leaf, ())
        for place in places_of(stored, known.namespace if known else "")
    }
    new = {
        (place, resource.name, hashlib.sha256(resource.text.encode()).hexdigest())
        for resource in (item.resources if item else ())
        for place in places_of(resource, item.release.namespace if item else "")
    }
    return {place for place, _, _ in old ^ new}
