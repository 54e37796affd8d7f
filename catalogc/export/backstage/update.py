"""Bring the Backstage folder up to date; what people wrote stays as it is."""

import contextlib
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalogc.export.backstage.tree import ROOT_LOCATION, is_generated
from catalogc.export.target import write_text
from catalogc.files import FileRefused, Repository
from catalogc.goyaml.load import YamlError, load_documents

_LIMIT = 8 * 1024 * 1024
"""Largest generated file that is compared, in bytes."""


@dataclass(frozen=True, slots=True)
class Change:
    """A file to write or to remove.

    Attributes:
        path: relative to the repository root.
        text: what it ought to hold; None where it is to be removed.
        present: what it holds; None where there is no such file.
    """

    path: str
    text: str | None
    present: str | None

    @property
    def kind(self) -> str:
        """``missing``, ``changed`` or ``extra``."""
        if self.present is None:
            return "missing"
        return "extra" if self.text is None else "changed"


@dataclass(frozen=True, slots=True)
class Update:
    """What differs.

    Attributes:
        unreachable: generated files that the root Location, written by hand, does not lead to.
    """

    changes: tuple[Change, ...]
    unreachable: tuple[str, ...] = ()


def plan_update(
    repository: Repository, folder: str, files: Mapping[str, str], *, remove: bool = True
) -> Update:
    """Compare the Backstage folder with what it ought to hold.

    A file without our first line is left alone, unless it means the same.

    Args:
        files: text by path below ``folder``.
        remove: whether generated files that ``files`` lacks are to go.

    Raises:
        FileRefused: a file that would be written is a link or cannot be read.
    """
    present = _present(repository, folder, files)
    kept = {path for path, text in present.items() if _is_kept(text, files.get(path))}
    # A form that somebody wrote has a skeleton of its own.
    own = {posixpath.dirname(path) for path in kept if path.endswith("/template.yaml")}
    changes = []
    for path in sorted({*files, *present}):
        text = files.get(path)
        if path in kept or (text is None and not remove):
            continue
        if any(path.startswith(f"{template}/") for template in own):
            continue
        if present.get(path) != text:
            changes.append(Change(posixpath.join(folder, path), text, present.get(path)))
    unreachable = _unreachable(present[ROOT_LOCATION], files) if ROOT_LOCATION in kept else ()
    return Update(tuple(changes), unreachable)


def apply_update(repository: Repository, update: Update) -> None:
    """Write and remove files, each as a whole.

    Raises:
        FileRefused: a folder on the way is a link.
        OSError: the disk.
    """
    for change in update.changes:
        path = repository.root / change.path
        _refuse_links(repository.root, path)
        if change.text is not None:
            write_text(path, change.text)
            continue
        path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # not empty: somebody else's files are in it
            path.parent.rmdir()
            path.parent.parent.rmdir()


def _present(repository: Repository, folder: str, files: Mapping[str, str]) -> dict[str, str]:
    """Files that are ours or stand where one of ours goes."""
    listing = repository.list_files(folder)
    for refused in listing.refused:
        if posixpath.relpath(refused.path, folder) in files:
            raise refused
    present = {}
    for file in listing.files:
        text = repository.read(file, _LIMIT).decode("utf-8", errors="replace")
        path = posixpath.relpath(file, folder)
        if path in files or is_generated(text):
            present[path] = text
    return present


def _is_kept(text: str, planned: str | None) -> bool:
    if is_generated(text):
        return False
    return planned is None or _meaning(text) != _meaning(planned)


def _meaning(text: str) -> Any:
    try:
        return load_documents(text)
    except YamlError:
        return text


def _unreachable(location: str, files: Mapping[str, str]) -> tuple[str, ...]:
    """Files beside the root Location that none of its targets matches."""
    patterns = [_pattern(target) for target in _targets(location)]
    beside = [path for path in files if "/" not in path and path != ROOT_LOCATION]
    return tuple(
        path for path in sorted(beside) if not any(pattern.fullmatch(path) for pattern in patterns)
    )


def _targets(location: str) -> list[str]:
    meaning = _meaning(location)
    targets = []
    for document in meaning if isinstance(meaning, list) else ():
        spec = document.get("spec") if isinstance(document, dict) else None
        if isinstance(spec, dict):
            named = spec.get("targets")
            targets += named if isinstance(named, list) else []
            targets.append(spec.get("target"))
    return [target for target in targets if isinstance(target, str)]


def _pattern(target: str) -> re.Pattern[str]:
    clean = posixpath.normpath(target)
    words = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", clean)
    return re.compile("".join(words.get(part) or re.escape(part) for part in parts))


def _refuse_links(root: Path, path: Path) -> None:
    for parent in path.parents:
        if parent == root:
            return
        if parent.is_symlink():
            where = parent.relative_to(root).as_posix()
            raise FileRefused(where, "symlink", "symbolic links are not followed")
