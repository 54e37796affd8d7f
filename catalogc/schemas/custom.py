"""Schemas of custom resources: the repository's own, then those that ship with catalogc."""

import json
import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from catalogc.files import FileRefused, Repository
from catalogc.model.finding import Finding, Severity
from catalogc.model.source import Location
from catalogc.schemas.bundled import bundled_schema, bundled_versions
from catalogc.schemas.compiled import InvalidSchema, compile_schema
from catalogc.schemas.custom_files import MAX_SCHEMA_BYTES, ORIGIN, schema_path
from catalogc.schemas.custom_keys import list_keys
from catalogc.schemas.found import FoundSchema
from catalogc.schemas.stability import stability

BROKEN = "broken-schema"

# Kinds come from manifests: what is not a name of the API is not looked for on disk.
_GROUP = re.compile(r"[a-z0-9][-a-z0-9.]*\Z")
_KIND = re.compile(r"[A-Z][A-Za-z0-9]*\Z")
_VERSION = re.compile(r"[a-z][-a-z0-9]*\Z")


class CustomSchemas:
    """Finds schemas by group, kind and version; each file is read once, when it is asked for.

    A kind of which the repository has any version is the repository's: of it, nothing that ships
    with catalogc counts.

    Args:
        repository: what files are read through; it keeps their digests.
        folder: where ``catalogc schemas add`` writes, relative to the root.
    """

    def __init__(self, repository: Repository, folder: str) -> None:
        self._repository = repository
        self._folder = folder
        self._listed: dict[str, tuple[str, ...]] = {}
        self._found: dict[tuple[str, str], FoundSchema | None] = {}
        self._broken: dict[str, str] = {}

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with the files that were read so far: ``broken-schema``."""
        return tuple(
            Finding(
                BROKEN,
                Severity.ERROR,
                f"{path} is no schema of a custom resource: {reason}",
                Location.whole_file(path),
                help="import it anew with catalogc schemas add, or remove the file",
            )
            for path, reason in sorted(self._broken.items())
        )

    def find(self, api_version: str, kind: str) -> FoundSchema | None:
        """Return the schema of a kind; None where there is none, or where its file is broken."""
        key = (api_version, kind)
        if key not in self._found:
            group, _, version = api_version.rpartition("/")
            self._found[key] = self._find(group, kind, version)
        return self._found[key]

    def versions(self, group: str, kind: str) -> tuple[str, ...]:
        """Return the served apiVersions of a kind, the newest first."""
        if own := self._own_versions(group, kind):
            found = [
                version
                for version in own
                if (schema := self.find(f"{group}/{version}", kind)) and schema.served
            ]
        else:
            known = bundled_versions().get(f"{group}/{kind}", {})
            found = [version for version, served in known.items() if served]
        return tuple(f"{group}/{name}" for name in sorted(found, key=stability, reverse=True))

    def _find(self, group: str, kind: str, version: str) -> FoundSchema | None:
        if not (_GROUP.match(group) and _KIND.match(kind) and _VERSION.match(version)):
            return None
        if own := self._own_versions(group, kind):
            return self._read(group, kind, version) if version in own else None
        schema = bundled_schema(group, kind, version)
        if schema is None:
            return None
        origin = schema[ORIGIN]
        return FoundSchema(schema, list_keys(schema), origin["served"], origin["source"])

    def _own_versions(self, group: str, kind: str) -> tuple[str, ...]:
        """Return the versions of a kind that the repository has files of."""
        if group not in self._listed:
            folder = f"{self._folder}/{group}"
            listing = self._repository.list_files(folder, (".json",))
            self._listed[group] = tuple(
                PurePosixPath(path).stem
                for path in listing.files
                if path.count("/") == folder.count("/") + 1
            )
            self._broken |= {refused.path: refused.reason for refused in listing.refused}
            for path in (self._folder, folder):
                if self._repository.exists(path) and not self._repository.is_folder(path):
                    self._broken[path] = "it is not a folder, or a link to one"
                    break
        start = f"{kind.lower()}-"
        return tuple(
            name.removeprefix(start) for name in self._listed[group] if name.startswith(start)
        )

    def _read(self, group: str, kind: str, version: str) -> FoundSchema | None:
        path = f"{self._folder}/{schema_path(group, kind, version)}"
        try:
            schema = read_schema(self._repository, path)
            compile_schema(schema)
        except BrokenSchema as error:
            self._broken[path] = error.reason
            return None
        except InvalidSchema as error:
            self._broken[path] = f"it is not a valid JSON Schema: {error}".splitlines()[0]
            return None
        origin = schema[ORIGIN]
        if (origin["apiVersion"], origin["kind"]) != (f"{group}/{version}", kind):
            self._broken[path] = f"it is of {origin['apiVersion']} {origin['kind']}"
            return None
        return FoundSchema(schema, list_keys(schema), origin["served"], path)


class BrokenSchema(Exception):  # noqa: N818 - about somebody's file, not a fault of ours
    """A file of the repository that is no schema of a custom resource; ``reason`` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read_schema(repository: Repository, path: str) -> dict[str, Any]:
    """Read a schema file of the repository.

    Raises:
        BrokenSchema: it may not be read, is not JSON, or does not say where it is from.
    """
    try:
        content = repository.read(path, MAX_SCHEMA_BYTES)
        if len(content) > MAX_SCHEMA_BYTES:
            raise BrokenSchema(f"it is larger than {MAX_SCHEMA_BYTES // 1024**2} MiB")
        schema = json.loads(content)
    except FileRefused as refusal:
        raise BrokenSchema(refusal.reason) from None
    except RecursionError:
        raise BrokenSchema("it is nested too deep") from None
    except ValueError:  # JSON or UTF-8
        raise BrokenSchema("it is not JSON") from None
    if not isinstance(schema, dict) or not _is_origin(schema.get(ORIGIN)):
        raise BrokenSchema(f"{ORIGIN} does not say where it comes from")
    return schema


def _is_origin(origin: Any) -> bool:
    texts = ("apiVersion", "crd", "kind", "scope", "sha256", "source")
    return (
        isinstance(origin, Mapping)
        and all(isinstance(origin.get(key), str) for key in texts)
        and all(isinstance(origin.get(key), bool) for key in ("served", "storage"))
        and isinstance(origin.get("rules"), int)
    )
