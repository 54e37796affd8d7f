"""The one guarded layer through which catalogc reads a repository.

Nothing outside the root is read, no symbolic link is followed, and only regular files count.
"""

import contextlib
import errno
import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

MAX_BYTES = 1024 * 1024
"""Largest file that is read as YAML, in bytes."""


class FileRefused(Exception):  # noqa: N818 - a refusal, not a fault of the program
    """A file that may not be read, and why.

    Attributes:
        rule: slug of the finding that it becomes: ``symlink``, ``outside-root``,
            ``unreadable-file`` or ``missing-file``.
    """

    def __init__(self, path: str, rule: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.rule = rule
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Listing:
    """Files below a folder, sorted, and what was refused on the way."""

    files: tuple[str, ...]
    refused: tuple[FileRefused, ...] = ()


@dataclass(slots=True)
class Repository:
    """A catalog repository on disk.

    Attributes:
        root: absolute, resolved path of the root.
        unsaved: texts that stand for files of the disk, by path: an editor's buffers.
        digests: sha256 of every file that was read, by path.
    """

    root: Path
    unsaved: Mapping[str, bytes] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    _safe_folders: set[str] = field(default_factory=set)

    def read(self, path: str, limit: int = MAX_BYTES) -> bytes:
        """Read a file; at most ``limit`` + 1 bytes, so that a caller sees it is too large.

        Raises:
            FileRefused: a link, outside the root, not a regular file, missing or unreadable.
        """
        clean = self.normalise(path)
        content = self._content(clean, limit + 1)
        self.digests[clean] = hashlib.sha256(content).hexdigest()
        return content

    def begins_with(self, path: str, text: str) -> bool:
        """Tell whether a file begins with ``text``, without counting it among what was read.

        A file that may not be read does not.
        """
        start = text.encode()
        try:
            return self._content(self.normalise(path), len(start)) == start
        except FileRefused:
            return False

    def is_folder(self, path: str) -> bool:
        """Tell whether ``path`` is a folder below the root (and not a link)."""
        try:
            return stat.S_ISDIR(os.lstat(self.root / self.normalise(path)).st_mode)
        except (OSError, FileRefused):
            return False

    def exists(self, path: str) -> bool:
        """Tell whether there is anything at ``path``, be it a link that leads nowhere."""
        clean = self.normalise(path)
        return clean in self.unsaved or os.path.lexists(self.root / clean)

    def list_files(self, folder: str, suffixes: tuple[str, ...] = ()) -> Listing:
        """List files below ``folder``; hidden files and folders are left out.

        Args:
            folder: relative to the root; a missing one is empty.
            suffixes: lower-case endings to keep; empty keeps all.
        """
        files: list[str] = []
        refused: list[FileRefused] = []
        clean = self.normalise(folder)
        if self.is_folder(clean):
            self._note_safe(clean)
            self._scan(clean, suffixes, files, refused)
        below = "" if clean == "." else f"{clean}/"
        added = (name for name in self.unsaved if name.startswith(below))
        files += (name for name in added if name.lower().endswith(suffixes or ""))
        return Listing(
            tuple(sorted(set(files))), tuple(sorted(refused, key=lambda item: item.path))
        )

    def normalise(self, path: str) -> str:
        """Resolve ``.`` and ``..`` in the text of a relative path.

        Raises:
            FileRefused: it is absolute or leaves the root.
        """
        parts: list[str] = []
        if path.startswith("/") or "\0" in path:
            raise FileRefused(path, "outside-root", "it is not a relative path")
        for part in path.split("/"):
            if part == "..":
                if not parts:
                    raise FileRefused(path, "outside-root", "it leaves the repository")
                parts.pop()
            elif part not in ("", "."):
                parts.append(part)
        return "/".join(parts) or "."

    def _path(self, clean: str) -> str:
        return f"{self.root}/{clean}"

    def _content(self, clean: str, most: int) -> bytes:
        if clean in self.unsaved:
            return self.unsaved[clean][:most]
        if clean.rpartition("/")[0] not in self._safe_folders:
            self._check_folders(clean)
        try:
            # O_NONBLOCK: opening a FIFO must not wait for a writer.
            descriptor = os.open(self._path(clean), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except OSError as error:
            raise _refusal(clean, error) from None
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise FileRefused(clean, "unreadable-file", "it is not a regular file")
            return _read(descriptor, status.st_size, most)
        except OSError as error:
            raise _refusal(clean, error) from None
        finally:
            os.close(descriptor)

    def _note_safe(self, folder: str) -> None:
        """Remember that a folder and its parents are no links, if it is so."""
        with contextlib.suppress(FileRefused):
            self._check_folders(f"{folder}/")

    def _check_folders(self, path: str) -> None:
        for folder in _parents(path):
            if folder in self._safe_folders:
                continue
            try:
                mode = os.lstat(self._path(folder)).st_mode
            except OSError as error:
                raise _refusal(path, error) from None
            if stat.S_ISLNK(mode):
                raise FileRefused(path, "symlink", f"{folder} is a symbolic link")
            self._safe_folders.add(folder)

    def _scan(
        self,
        folder: str,
        suffixes: tuple[str, ...],
        files: list[str],
        refused: list[FileRefused],
    ) -> None:
        try:
            entries = list(os.scandir(self._path(folder)))
        except OSError as error:
            refused.append(_refusal(folder, error))
            return
        for entry in entries:
            if entry.name.startswith("."):
                continue
            path = entry.name if folder == "." else f"{folder}/{entry.name}"
            wanted = not suffixes or entry.name.lower().endswith(suffixes)
            if entry.is_symlink():
                if wanted or Path(entry.path).is_dir():
                    refused.append(FileRefused(path, "symlink", "symbolic links are not followed"))
            elif entry.is_dir(follow_symlinks=False):
                if folder in self._safe_folders:
                    self._safe_folders.add(path)
                self._scan(path, suffixes, files, refused)
            elif wanted:
                files.append(path)


def _read(descriptor: int, size: int, most: int) -> bytes:
    """Read a file to its end, or at most ``most`` bytes; ``size`` is how much it says to have."""
    parts: list[bytes] = []
    left = most
    while left and (part := os.read(descriptor, min(left, size + 1))):
        parts.append(part)
        left -= len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def _parents(path: str) -> Iterator[str]:
    parts = path.split("/")[:-1]
    for depth in range(1, len(parts) + 1):
        yield "/".join(parts[:depth])


def _refusal(path: str, error: OSError) -> FileRefused:
    if error.errno == errno.ELOOP:
        return FileRefused(path, "symlink", "symbolic links are not followed")
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return FileRefused(path, "missing-file", "there is no such file")
    return FileRefused(path, "unreadable-file", os.strerror(error.errno or 0).lower())
