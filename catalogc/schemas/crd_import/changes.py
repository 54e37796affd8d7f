"""What an import would change in a repository."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from catalogc.files import FileRefused, Repository
from catalogc.schemas.crd_import.definitions import CrdVersion, ImportRefused
from catalogc.schemas.crd_import.record import schema_text
from catalogc.schemas.custom_files import MAX_SCHEMA_BYTES, ORIGIN, schema_path


@dataclass(frozen=True, slots=True)
class Changes:
    """Files of schemas by path, relative to the root.

    Attributes:
        added: texts of files that are not there.
        changed: texts of files that are there with another text.
        unchanged: files that are as they would be written.
        removed: files of versions that an imported CRD no longer has.
    """

    added: Mapping[str, str]
    changed: Mapping[str, str]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def any(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.added or self.changed or self.removed)


def plan(versions: Iterable[CrdVersion], repository: Repository, folder: str) -> Changes:
    """Compare an import with what is there; nothing is written.

    Raises:
        ImportRefused: two sources differ about a version, a CRD cannot be converted, or
            a file is in the way that catalogc did not write.
    """
    wanted = _distinct(versions)
    added: dict[str, str] = {}
    changed: dict[str, str] = {}
    unchanged: list[str] = []
    for name, version in sorted(wanted.items()):
        path = f"{folder}/{name}"
        text = schema_text(version)
        present = _present(repository, path)
        if present is None:
            added[path] = text
        elif _same(present, text):
            unchanged.append(path)
        else:
            changed[path] = text
    removed = _removed(wanted, repository, folder)
    return Changes(added, changed, tuple(unchanged), removed)


def _distinct(versions: Iterable[CrdVersion]) -> dict[str, CrdVersion]:
    wanted: dict[str, CrdVersion] = {}
    for version in versions:
        name = schema_path(version.group, version.kind, version.version)
        known = wanted.setdefault(name, version)
        if known.digest != version.digest or known.kind != version.kind:
            what = f"{version.api_version} {version.kind}"
            reason = f"it defines {what} otherwise than {known.source} does"
            raise ImportRefused(version.source, reason, "import one of them")
    return wanted


def _present(repository: Repository, path: str) -> str | None:
    """Return the text of a file; None where there is none.

    Raises:
        ImportRefused: it cannot be read, or is not one of ours.
    """
    try:
        content = repository.read(path, MAX_SCHEMA_BYTES)
    except FileRefused as refusal:
        if refusal.rule == "missing-file":
            return None
        raise ImportRefused(path, refusal.reason, unreadable=True) from None
    text = content.decode("utf-8", "replace")
    if _origin(text) is None:
        remedy = "move it elsewhere, or remove it"
        raise ImportRefused(path, "it was not written by catalogc schemas add", remedy)
    return text


def _origin(text: str) -> dict[str, Any] | None:
    try:
        schema = json.loads(text)
    except (ValueError, RecursionError):
        return None
    origin = schema.get(ORIGIN) if isinstance(schema, dict) else None
    return origin if isinstance(origin, dict) else None


def _same(present: str, text: str) -> bool:
    """Tell whether two files say the same; where it was imported from is no difference."""
    if present == text:
        return True
    old, new = _origin(present), _origin(text)
    if old is None or new is None or old.keys() != new.keys():
        return False
    if any(old[key] != new[key] for key in new if key != "source"):
        return False
    before, after = json.loads(present), json.loads(text)
    del before[ORIGIN], after[ORIGIN]
    return bool(before == after)


def _removed(
    wanted: Mapping[str, CrdVersion], repository: Repository, folder: str
) -> tuple[str, ...]:
    """Find files of the imported CRDs' versions that are gone."""
    crds = {version.crd for version in wanted.values()}
    gone = []
    for group in sorted({version.group for version in wanted.values()}):
        for path in repository.list_files(f"{folder}/{group}", (".json",)).files:
            if path.removeprefix(f"{folder}/") in wanted:
                continue
            origin = _origin(repository.read(path, MAX_SCHEMA_BYTES).decode("utf-8", "replace"))
            if origin is not None and origin.get("crd") in crds:
                gone.append(path)
    return tuple(gone)
