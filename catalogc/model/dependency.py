"""What a leaf waits for: its ``dependsOn``."""

from collections.abc import Iterator
from typing import NamedTuple

from catalogc.model.leaf import LeafId
from catalogc.model.release import Release
from catalogc.model.source import FieldPath

FIELD = "dependsOn"


class Dependency(NamedTuple):
    """One entry of ``dependsOn``.

    Attributes:
        path: where it is in the leaf.
        target: the leaf that it names, in the environment of the leaf that names it.
    """

    path: FieldPath
    target: LeafId


def dependencies(release: Release) -> Iterator[Dependency]:
    """Read ``dependsOn: [serviceName | serviceCatalog/serviceName]``.

    A name alone is one of the leaf's own serviceCatalog. What is no text is the schema's to
    report, and left out here.
    """
    for index, entry in enumerate(release.effective.sequence((FIELD,))):
        if isinstance(entry, str) and entry:
            catalog, slash, name = entry.rpartition("/")
            target = LeafId(
                release.id.environment, catalog if slash else release.id.service_catalog, name
            )
            yield Dependency((FIELD, index), target)
