"""What must hold before anything is written."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from catalogc.emit.errors import DeletionRefused, OutputRefused
from catalogc.emit.marker import NAME, OutputTree, application_of, is_application, read_marker
from catalogc.files import FileRefused, Tree
from catalogc.files.tree import Entry, Kind

_FREE_DELETIONS = 3
_FREE_SHARE = 10  # percent
_OURS = "remove it: the folder is catalogc's"


def existing_files(tree: Tree, folder: str) -> frozenset[str]:
    """List the files of an environment's folder that is ours; none where there is no folder.

    Args:
        tree: what the folder is in.

    Raises:
        OutputRefused: it is not a folder that catalogc wrote, or something was put into it.
    """
    kind = tree.kind(folder)
    if kind is None:
        return frozenset()
    if kind is not Kind.FOLDER:
        raise OutputRefused(f"{folder} is not a folder", "remove it, or choose another --output")
    tree.expect(folder)
    present = frozenset(_walk(tree, folder, ""))
    marker = read_marker(tree, folder)
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


def _walk(tree: Tree, folder: str, prefix: str) -> Iterator[str]:
    for entry in _entries(tree, folder):
        path = f"{folder}/{entry.name}"
        if entry.kind is Kind.FOLDER:
            yield from _walk(tree, path, f"{prefix}{entry.name}/")
        elif entry.kind is Kind.LINK:
            raise OutputRefused(f"{path} is a symbolic link", _OURS)
        elif entry.kind is not Kind.FILE:
            raise OutputRefused(f"{path} is not a regular file", _OURS)
        else:
            yield prefix + entry.name


def _entries(tree: Tree, folder: str) -> Iterable[Entry]:
    try:
        return list(tree.entries(folder))
    except FileRefused as refusal:
        raise OutputRefused(f"{folder} cannot be read: {refusal.reason}", _OURS) from None


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
    old = _applications(before)
    new = _applications(trees)
    gone = sorted(path for name, path in old.items() if name not in new)
    limit = max(_FREE_DELETIONS, len(old) * _FREE_SHARE // 100)
    if not gone or (allow_delete is not None and len(gone) <= allow_delete):
        return
    if len(gone) > limit or not new:
        raise DeletionRefused(len(gone), gone, limit if new else 0)


def _applications(folders: Mapping[str, Collection[str]]) -> dict[str, str]:
    """Return the file of each Application by a name that no shape changes."""
    return {
        f"{environment}/{application_of(path)}": f"{environment}/{path}"
        for environment, files in folders.items()
        for path in files
        if is_application(path)
    }
