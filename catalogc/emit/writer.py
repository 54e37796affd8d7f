"""The only writer of files: a tree for each environment, staged, synced, then exchanged."""

import contextlib
import fcntl
import os
import shutil
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from catalogc.emit.errors import OutputRefused
from catalogc.emit.exchange import Exchange, exchange, recover
from catalogc.emit.guard import existing_files, guard_deletions
from catalogc.emit.marker import OutputTree, read_marker
from catalogc.files import DiskTree
from catalogc.files.tree import Kind

LOCK_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class WriteReport:
    """What a run wrote: files by what happened to them, and environments."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    environments: tuple[str, ...] = ()


def write_trees(
    output: Path,
    trees: Mapping[str, OutputTree],
    *,
    allow_delete: int | None = None,
    all_environments: bool = True,
    swap: Exchange = exchange,
) -> WriteReport:
    """Write one folder an environment below ``output``.

    Every tree is staged beside ``output`` before the first one takes its place. A tree that
    is on disk already is not touched.

    Args:
        all_environments: whether folders of environments that ``trees`` lacks are removed.
        swap: how two folders change places.

    Raises:
        OutputRefused: the folder is not ours, or another run holds it.
        DeletionRefused: too many Applications would vanish.
        OSError: the disk; the old trees are in place.
    """
    output = output.absolute()
    _refuse_unsafe(output)
    _make(output)
    staging = output.with_name(f".{output.name}.catalogc-stage")
    with _lock(output.parent):
        if staging.exists():
            recover(staging, output)
            shutil.rmtree(staging)
        before = _before(output, trees, all_environments=all_environments)
        guard_deletions(before, trees, allow_delete)
        report = _report(output, before, trees)
        wanted = {name: tree for name, tree in trees.items() if name in report.environments}
        gone = sorted(before.keys() - trees.keys())
        if wanted or gone:
            try:
                _replace(output, staging, wanted, gone, swap)
            finally:
                recover(staging, output)
                shutil.rmtree(staging, ignore_errors=True)
    return report


def _refuse_unsafe(output: Path) -> None:
    if output.is_symlink() or (output.exists() and not output.is_dir()):
        raise OutputRefused(f"{output} is not a folder", "choose another --output")
    if any((output / name).exists() for name in ("catalogc.yaml", ".git")):
        raise OutputRefused(f"{output} is a repository", "choose a folder for the output alone")


def _make(output: Path) -> None:
    if not output.exists():
        output.mkdir(parents=True, exist_ok=True)
        output.chmod(0o755)  # whatever the umask


def _before(
    output: Path, trees: Mapping[str, OutputTree], *, all_environments: bool
) -> dict[str, frozenset[str]]:
    names = set(trees)
    tree = DiskTree(output)
    if all_environments:
        names |= {
            entry.name
            for entry in tree.entries(".")
            if entry.kind is Kind.FOLDER and read_marker(tree, entry.name) is not None
        }
    return {name: existing_files(tree, name) for name in sorted(names)}


def _report(
    output: Path, before: Mapping[str, frozenset[str]], trees: Mapping[str, OutputTree]
) -> WriteReport:
    added = changed = removed = unchanged = 0
    environments = []
    for name, old in before.items():
        tree = trees.get(name, {})
        differs = [
            path for path in tree.keys() & old if (output / name / path).read_bytes() != tree[path]
        ]
        added += len(tree.keys() - old)
        changed += len(differs)
        removed += len(old - tree.keys())
        unchanged += len(tree.keys() & old) - len(differs)
        if differs or tree.keys() != old:
            environments.append(name)
    return WriteReport(added, changed, removed, unchanged, tuple(environments))


def _replace(
    output: Path, staging: Path, trees: Mapping[str, OutputTree], gone: list[str], swap: Exchange
) -> None:
    staging.mkdir()
    for name, tree in trees.items():
        _stage(staging / f"new-{name}", tree)
    _sync(staging)
    for name in trees:
        if (output / name).exists():
            swap(staging / f"new-{name}", output / name)
        else:
            (staging / f"new-{name}").rename(output / name)
    for name in gone:
        (output / name).rename(staging / f"gone-{name}")
    _sync(output)


def _stage(folder: Path, tree: OutputTree) -> None:
    """Write a tree; modes do not depend on the umask, and everything is on disk after it."""
    folders = {folder}
    for path in tree:
        folders.update(parent for parent in (folder / path).parents if folder in parent.parents)
    for inner in sorted(folders):
        inner.mkdir()
        inner.chmod(0o755)
    for path, content in tree.items():
        descriptor = os.open(folder / path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        with os.fdopen(descriptor, "wb") as stream:
            os.fchmod(descriptor, 0o644)
            stream.write(content)
            stream.flush()
            os.fsync(descriptor)
    for inner in sorted(folders, reverse=True):
        _sync(inner)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _lock(folder: Path) -> Iterator[None]:
    """Hold the folder that the output is in; a second run waits a little, then gives up."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        deadline = time.monotonic() + LOCK_SECONDS
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise OutputRefused(
                        f"another run is writing to {folder}", "wait for it to end"
                    ) from None
                time.sleep(0.05)
        yield
    finally:
        os.close(descriptor)
