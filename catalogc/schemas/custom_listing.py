"""Which custom resources have a schema, and where it comes from."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from catalogc.files import Repository
from catalogc.schemas.bundled import bundled_schema, bundled_versions
from catalogc.schemas.custom import BrokenSchema, read_schema
from catalogc.schemas.custom_files import ORIGIN
from catalogc.schemas.stability import stability


@dataclass(frozen=True, slots=True)
class SchemaEntry:
    """One version of a kind.

    Attributes:
        rules: how many CEL rules its CRD has.
        source: what it was imported from.
        sha256: of the CRD's group, kind, scope and versions.
        path: its file in the repository; empty where it ships with catalogc.
    """

    api_version: str
    kind: str
    served: bool
    storage: bool
    scope: str
    rules: int
    source: str
    sha256: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class SchemaListing:
    """Every schema that counts, by group, kind and version, the newest first.

    Attributes:
        broken: what is wrong with a file, by its path.
    """

    entries: tuple[SchemaEntry, ...]
    broken: dict[str, str]


def list_schemas(repository: Repository, folder: str) -> SchemaListing:
    """List the schemas of a repository, and those that ship and that it does not replace."""
    own: list[SchemaEntry] = []
    broken: dict[str, str] = {}
    for path in _files(repository, folder):
        try:
            own.append(_entry(read_schema(repository, path)[ORIGIN], path))
        except BrokenSchema as error:
            broken[path] = error.reason
    replaced = {(_group(entry), entry.kind) for entry in own}
    bundled = [entry for entry in _bundled() if (_group(entry), entry.kind) not in replaced]
    entries = sorted((*own, *bundled), key=lambda entry: stability(_version(entry)), reverse=True)
    entries.sort(key=lambda entry: (_group(entry), entry.kind))
    return SchemaListing(tuple(entries), broken)


def _files(repository: Repository, folder: str) -> Iterator[str]:
    """Yield files in folders of groups; what lies beside these is something else."""
    for path in repository.list_files(folder, (".json",)).files:
        if len(PurePosixPath(path).relative_to(PurePosixPath(folder)).parts) == 2:
            yield path


def _bundled() -> Iterator[SchemaEntry]:
    for name, versions in bundled_versions().items():
        group, _, kind = name.partition("/")
        for version in versions:
            schema = bundled_schema(group, kind, version)
            if schema is not None:
                yield _entry(schema[ORIGIN])


def _entry(origin: dict[str, Any], path: str = "") -> SchemaEntry:
    return SchemaEntry(
        api_version=origin["apiVersion"],
        kind=origin["kind"],
        served=origin["served"],
        storage=origin["storage"],
        scope=origin["scope"],
        rules=origin["rules"],
        source=origin["source"],
        sha256=origin["sha256"],
        path=path,
    )


def _group(entry: SchemaEntry) -> str:
    return entry.api_version.rpartition("/")[0]


def _version(entry: SchemaEntry) -> str:
    return entry.api_version.rpartition("/")[2]
