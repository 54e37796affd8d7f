"""Put files into a folder: all of them, or none."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

LAST = "catalogc.yaml"
"""Appears last: a folder without it is no catalog repository yet."""

_DRAFT = ".catalogc-init-"
HARMLESS = frozenset({".git"})
"""What a folder may have and still be empty."""


def in_the_way(folder: Path) -> list[str]:
    """Return the names of what a folder holds, sorted; none for one that is missing.

    Raises:
        OSError: it is no folder, or cannot be read.
    """
    if not folder.exists() and not folder.is_symlink():
        return []
    return sorted({entry.name for entry in folder.iterdir()} - HARMLESS)


def present(folder: Path) -> frozenset[str]:
    """Return every path below a folder, folders too, without what Git keeps."""
    found = set()
    for parent, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name not in HARMLESS]
        base = Path(parent).relative_to(folder)
        found |= {(base / name).as_posix() for name in (*folders, *files)}
    return frozenset(found)


@contextlib.contextmanager
def staged(folder: Path) -> Iterator[Path]:
    """Yield an empty folder on the same file system, and remove what is left of it.

    Raises:
        OSError: the disk.
    """
    home = folder
    while not home.is_dir():
        home = home.parent
    draft = Path(tempfile.mkdtemp(prefix=_DRAFT, dir=home))
    try:
        yield draft
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def write_all(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files below a folder that nobody else knows of yet.

    Raises:
        OSError: the disk.
    """
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def publish(draft: Path, names: list[str], folder: Path) -> None:
    """Move staged files to their places; nothing that is there is replaced.

    After any failure, what was moved is taken back. A reader sees whole files only, and ``LAST``
    when all others are there.

    Args:
        draft: from ``staged``.
        names: files below it.
        folder: made where it is missing.

    Raises:
        FileExistsError: somebody made one of the files meanwhile, or a folder is a link.
        OSError: the disk.
    """
    made: list[Path] = []
    try:
        for name in sorted(names, key=lambda name: (name == LAST, name)):
            target = folder / name
            _make_folders(folder, target.parent, made)
            _place(draft / name, target)
            made.append(target)
    except BaseException:
        _take_back(made)
        raise


def _place(source: Path, target: Path) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        with target.open("xb") as file:
            file.write(source.read_bytes())


def _make_folders(top: Path, folder: Path, made: list[Path]) -> None:
    missing = []
    inside = folder
    while inside not in (top, inside.parent):
        if inside.is_symlink():
            raise FileExistsError(17, "it is a symbolic link, which is not followed", str(inside))
        inside = inside.parent
    while not folder.is_dir():
        missing.append(folder)
        folder = folder.parent
    for path in reversed(missing):
        path.mkdir()
        made.append(path)


def _take_back(made: list[Path]) -> None:
    for path in reversed(made):
        with contextlib.suppress(OSError):  # somebody else's file in it keeps a folder
            path.unlink() if not path.is_dir() else path.rmdir()
