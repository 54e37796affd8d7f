"""What must hold before anything is written."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from catalogc.emit.errors import DeletionRefused, OutputRefused
from catalogc.emit.marker import NAME, OutputTree, is_application, read_marker

_FREE_DELETIONS = 3
_FREE_SHARE = 10  # percent


def existing_files(folder: Path) -> frozenset[str]:
    """List the files of an environment's folder that is ours; none where there is no folder.

    Raises:
        OutputRefused: it is not a folder that catalogc wrote, or something was put into it.
    """
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise OutputRefused(f"{folder} is not a folder", "remove it, or choose another --output")
    if not folder.exists():
        return frozenset()
    present = frozenset(_walk(folder, ""))
    marker = read_marker(folder)
    if marker is None:
        if not present:
            return present
        raise OutputRefused(
            f"{folder} is not empty and was not written by catalogc",
            "choose another --output, or empty the folder",
        )
    unknown = sorted(present - marker.outputs.keys() - {NAME})
    if unknown:
        raise OutputRefused(
            f"{folder} holds {len(unknown)} unknown files, such as {unknown[0]}",
            "move them elsewhere: the folder is replaced as a whole",
        )
    return present


def _walk(folder: Path, prefix: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(Path(entry.path), f"{prefix}{entry.name}/")
            elif entry.is_symlink():
                raise OutputRefused(
                    f"{entry.path} is a symbolic link", "remove it: the folder is catalogc's"
                )
            elif not entry.is_file(follow_symlinks=False):
                raise OutputRefused(
                    f"{entry.path} is not a regular file", "remove it: the folder is catalogc's"
                )
            else:
                yield prefix + entry.name


def guard_deletions(
    before: Mapping[str, frozenset[str]],
    trees: Mapping[str, OutputTree],
    allow_delete: int | None,
) -> None:
    """Refuse a run that would remove many Applications.

    Args:
        before: files of every environment's folder that this run replaces or removes.
        allow_delete: how many may go; None for up to 3, or 10 % where that is more.

    Raises:
        DeletionRefused: more would go, or none would be left.
    """
    old = {
        f"{environment}/{path}"
        for environment, files in before.items()
        for path in files
        if is_application(path)
    }
    new = {
        f"{environment}/{path}"
        for environment, files in trees.items()
        for path in files
        if is_application(path)
    }
    gone = sorted(old - new)
    limit = max(_FREE_DELETIONS, len(old) * _FREE_SHARE // 100)
    if not gone or (allow_delete is not None and len(gone) <= allow_delete):
        return
    if len(gone) > limit or not new:
        raise DeletionRefused(len(gone), gone, limit if new else 0)
