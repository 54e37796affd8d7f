"""What the output of an environment was made from, leaf by leaf.

The compiler writes such a record into its output. Of two of them, one of a commit and one of what
is now, follows which leaves can differ.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from catalogc.model.leaf import LeafId
from catalogc.model.resource import Resource


class Looked(NamedTuple):
    """What a leaf's objects were judged beside: the objects of a kind in a namespace.

    Attributes:
        namespace: empty for objects that are in none.
    """

    namespace: str
    group: str
    kind: str


@dataclass(frozen=True, slots=True)
class StoredObject:
    """An object in the output: its file inside the environment's folder, and its identity."""

    path: str
    sha256: str
    api_version: str
    kind: str
    namespace: str
    name: str


@dataclass(frozen=True, slots=True)
class LeafRecord:
    """What one leaf's part of the output depends on.

    Attributes:
        files: the leaf, its defaults, and other leaves that it lists the models of.
        chart: folder of its chart.
        namespace: of its objects that name none.
        looked: what rules asked of other leaves' objects for it.
    """

    files: tuple[str, ...]
    chart: str
    namespace: str = ""
    looked: frozenset[Looked] = frozenset()


@dataclass(frozen=True, slots=True)
class EnvironmentRecord:
    """What one environment's output depends on.

    Attributes:
        versions: of the tool and its engine.
        inputs: sha256 of each file, by path.
        charts: the files that an adapter is read from, by the folder of its chart.
        leaves: by identity.
        objects: everything rendered, by identity of the leaf.
    """

    versions: Mapping[str, str]
    inputs: Mapping[str, str]
    charts: Mapping[str, tuple[str, ...]]
    leaves: Mapping[LeafId, LeafRecord]
    objects: Mapping[LeafId, tuple[StoredObject, ...]] = field(default_factory=dict)

    @property
    def of_all(self) -> frozenset[str]:
        """The inputs that belong to no leaf and no chart, so every leaf depends on them."""
        owned = {path for leaf in self.leaves.values() for path in leaf.files}
        owned.update(path for files in self.charts.values() for path in files)
        return frozenset(self.inputs.keys() - owned)


def affected_leaves(
    base: EnvironmentRecord, head: EnvironmentRecord, changed: frozenset[str], schemas: str
) -> frozenset[LeafId]:
    """Return the leaves of ``head`` whose part of the output or of the findings can differ.

    Args:
        base: what was.
        head: what is; its objects are not known yet.
        changed: paths of files that differ.
        schemas: folder of schemas of custom resources.
    """
    other_tool = any(base.versions.get(name) != known for name, known in head.versions.items())
    if other_tool or changed & (_of_all(base, schemas) | _of_all(head, schemas)):
        return frozenset(head.leaves)
    charts = {
        path
        for path in base.charts.keys() | head.charts.keys()
        if base.charts.get(path) != head.charts.get(path)
        or not changed.isdisjoint(base.charts.get(path, ()))
    }
    kinds = {path.rpartition("-")[0] for path in changed if path.startswith(f"{schemas}/")}
    return frozenset(
        identity
        for identity, leaf in head.leaves.items()
        if _differs(base.leaves.get(identity), leaf, changed, charts)
        or any(kind_of_schema(schemas, item) in kinds for item in base.objects.get(identity, ()))
    )


def kind_of_schema(schemas: str, item: StoredObject | Resource) -> str:
    """Return how the names of the files begin that may hold an object's schema."""
    return f"{schemas}/{item.api_version.rpartition('/')[0]}/{item.kind.lower()}"


def places_of(item: StoredObject | Resource, namespace: str) -> Iterator[Looked]:
    """Yield where rules may find an object.

    Args:
        namespace: where it is, if it names none.
    """
    group = item.api_version.rpartition("/")[0]
    yield Looked(item.namespace or namespace, group, item.kind)
    yield Looked("", group, item.kind)


def _of_all(record: EnvironmentRecord, schemas: str) -> frozenset[str]:
    return frozenset(path for path in record.of_all if not path.startswith(f"{schemas}/"))


def _differs(
    base: LeafRecord | None, head: LeafRecord, changed: frozenset[str], charts: set[str]
) -> bool:
    if base is None or (base.files, base.chart) != (head.files, head.chart):
        return True
    return head.chart in charts or not changed.isdisjoint(head.files)
