"""An earlier state of a repository, and what was built from it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from catalogc.emit.marker import NAME, read_record
from catalogc.files import FileRefused, Repository, Tree
from catalogc.goyaml.load import load_documents
from catalogc.model.catalog import RenderedRelease
from catalogc.model.configuration import Paths
from catalogc.model.leaf import LeafId
from catalogc.model.output_names import MANIFESTS
from catalogc.model.record import EnvironmentRecord, Looked, StoredObject
from catalogc.model.release import Release
from catalogc.model.resource import Resource
from catalogc.resolve.leaves import is_defaults

LARGEST = 16 << 20
"""Largest file that is compared or read of an output, in bytes."""


@dataclass(frozen=True, slots=True)
class Base:
    """A state that changes are measured from.

    Attributes:
        name: of the state, for people.
        tree: its files; None for nothing at all, such as before the first commit.
    """

    name: str
    tree: Tree | None


@dataclass(slots=True)
class BaseOutput:
    """What was built from a base.

    Attributes:
        paths: where things are.
        records: of environments whose output is there.
        stale: files that are newer in the base than its output.
        reasons: why another environment has none, by name.
    """

    base: Base
    paths: Paths
    _repository: Repository | None
    records: dict[str, EnvironmentRecord] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    stale: set[str] = field(default_factory=set)
    _fetched: set[str] = field(default_factory=set)

    @classmethod
    def read(cls, base: Base, paths: Paths, environments: Iterable[str]) -> "BaseOutput":
        """Read the records of environments, and what of the base is newer than they are."""
        if base.tree is None:
            return cls(base, paths, None)
        output = cls(base, paths, Repository(Path(), tree=base.tree))
        for name in environments:
            output._read_record(name)
        return output

    def digest(self, path: str) -> str:
        """Return the sha256 of a file of the base; empty where there is none."""
        if self._repository is None:
            return ""
        if path not in self._repository.digests:
            try:
                self._repository.read(path, LARGEST)
            except FileRefused:
                return ""
        return self._repository.digests[path]

    def files(self, folder: str) -> tuple[str, ...]:
        """List the files of the base below a folder."""
        return self._repository.list_files(folder).files if self._repository else ()

    def _read_record(self, name: str) -> None:
        path = f"{self.paths.output}/{name}/{NAME}"
        where = self.base.name
        if not self.digest(path) or self._repository is None:
            self.reasons[name] = f"{where} has no output of {name}"
            return
        record = read_record(self._repository.read(path, LARGEST))
        if record is None:
            self.reasons[name] = f"{where} has an output of {name} without a record"
        else:
            self.records[name] = record
            self.stale |= self._stale(record)

    def _stale(self, record: EnvironmentRecord) -> set[str]:
        """Return the files of the base that its output was built from another text of."""
        paths = self.paths
        for folder in (paths.leaves, paths.charts, paths.backstage, paths.policies, paths.schemas):
            self._fetch(folder)
        return {path for path, digest in record.inputs.items() if self.digest(path) != digest}

    def distrust(self, exists: Callable[[str], bool]) -> None:
        """Drop all records where defaults came after them, and are gone again.

        No record tells then which leaves they were below of.

        Args:
            exists: tells whether there is a file now.
        """
        known = {path for record in self.records.values() for path in record.inputs}
        for path in self.files(self.paths.leaves):
            if is_defaults(path) and path not in known and not exists(path):
                where = self.base.name
                self.reasons = {
                    name: f"the output of {name} at {where} is older than {path}"
                    for name in self.records
                }
                self.records.clear()
                return

    def reuse(self, release: Release) -> RenderedRelease | None:
        """Return a release with its objects as the base has them; None where it has not all."""
        record = self.records.get(release.environment.name)
        if record is None or release.id not in record.leaves:
            return None
        self._fetch(f"{self.paths.output}/{release.environment.name}/{MANIFESTS}")
        stored = record.objects.get(release.id, ())
        resources = [self._resource(release.environment.name, item) for item in stored]
        found = tuple(resource for resource in resources if resource is not None)
        return RenderedRelease(release, found) if len(found) == len(stored) else None

    def looking_at(self, environment: str, places: frozenset[Looked]) -> Iterator[LeafId]:
        """Yield the leaves that were judged beside what is in one of some places."""
        record = self.records.get(environment)
        for identity, leaf in record.leaves.items() if record else ():
            if not places.isdisjoint(leaf.looked):
                yield identity

    def _fetch(self, folder: str) -> None:
        """Have the files below a folder read at once, not one by one."""
        if folder not in self._fetched:
            self._fetched.add(folder)
            if self.base.tree is not None:
                self.base.tree.expect(folder)

    def _resource(self, environment: str, item: StoredObject) -> Resource | None:
        path = f"{self.paths.output}/{environment}/{item.path}"
        if self.digest(path) != item.sha256 or self._repository is None:
            return None
        text = self._repository.read(path, LARGEST).decode()
        late = _LateManifest(text)
        return Resource(item.api_version, item.kind, item.namespace, item.name, "", late, text)


@dataclass(slots=True)
class _LateManifest:
    """Few manifests of leaves that did not change are looked into."""

    text: str
    known: dict[str, Any] | None = None

    def __call__(self) -> dict[str, Any]:
        if self.known is None:
            (self.known,) = load_documents(self.text)
        return self.known
