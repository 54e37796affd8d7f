"""A folder of the disk as a tree: no symbolic link is followed, only regular files are read."""

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from catalogc.files.tree import MISSING, SYMLINK, UNREADABLE, Entry, FileRefused, Kind


@dataclass(slots=True)
class DiskTree:
    """The folder at ``root``, an absolute, resolved path."""

    root: Path
    _safe_folders: set[str] = field(default_factory=set)

    def read(self, path: str, most: int) -> bytes:
        """Return the first ``most`` bytes of a regular file."""
        if path.rpartition("/")[0] not in self._safe_folders:
            self._check_folders(path)
        try:
            # O_NONBLOCK: opening a FIFO must not wait for a writer.
            descriptor = os.open(self._path(path), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except OSError as error:
            raise _refusal(path, error) from None
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise FileRefused(path, UNREADABLE, "it is not a regular file")
            return _read(descriptor, status.st_size, most)
        except OSError as error:
            raise _refusal(path, error) from None
        finally:
            os.close(descriptor)

    def kind(self, path: str) -> Kind | None:
        """Return what is at a path."""
        try:
            mode = os.lstat(self._path(path)).st_mode
        except OSError:
            return None
        if stat.S_ISDIR(mode):
            return Kind.FOLDER
        if stat.S_ISLNK(mode):
            return Kind.LINK
        return Kind.FILE if stat.S_ISREG(mode) else Kind.OTHER

    def entries(self, folder: str) -> Iterator[Entry]:
        """Yield what is in a folder."""
        try:
            found = list(os.scandir(self._path(folder)))
        except OSError as error:
            raise _refusal(folder, error) from None
        is_safe = folder in self._safe_folders
        for entry in found:
            if entry.is_symlink():
                yield Entry(entry.name, Kind.LINK, Path(entry.path).is_dir())
            elif entry.is_dir(follow_symlinks=False):
                if is_safe:
                    self._safe_folders.add(
                        entry.name if folder == "." else f"{folder}/{entry.name}"
                    )
                yield Entry(entry.name, Kind.FOLDER)
            else:
                is_file = entry.is_file(follow_symlinks=False)
                yield Entry(entry.name, Kind.FILE if is_file else Kind.OTHER)

    def expect(self, folder: str) -> None:
        """Remember that a folder and its parents are no links, if it is so."""
        with contextlib.suppress(FileRefused):
            self._check_folders(f"{folder}/")

    def _path(self, path: str) -> str:
        return f"{self.root}/{path}"

    def _check_folders(self, path: str) -> None:
        for folder in _parents(path):
            if folder in self._safe_folders:
                continue
            try:
                mode = os.lstat(self._path(folder)).st_mode
            except OSError as error:
                raise _refusal(path, error) from None
            if stat.S_ISLNK(mode):
                raise FileRefused(path, SYMLINK, f"{folder} is a symbolic link")
            self._safe_folders.add(folder)


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
        return FileRefused(path, SYMLINK, "symbolic links are not followed")
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return FileRefused(path, MISSING, "there is no such file")
    return FileRefused(path, UNREADABLE, os.strerror(error.errno or 0).lower())
