"""Compare committed output with what a build would write."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from catalogc.emit.errors import OutputRefused
from catalogc.emit.guard import existing_files
from catalogc.emit.marker import OutputTree, read_marker
from catalogc.files import FileRefused, Tree
from catalogc.files.tree import Entry, Kind

_LARGEST = 1 << 30  # bytes
_MAX_DIFF = 12
"""Lines of a difference that are shown."""


@dataclass(frozen=True, slots=True)
class Drift:
    """One file that a build would write differently.

    Attributes:
        path: inside the output folder.
        kind: ``missing``, ``changed``, ``extra`` or ``refused``.
        line: first line that differs, from 1.
        text: the committed text; empty where there is none.
        diff: unified diff from the committed text to the built one, cut.
    """

    path: str
    kind: str
    line: int = 1
    text: str = ""
    diff: str = ""


def find_drift(committed: Tree, folder: str, trees: Mapping[str, OutputTree]) -> list[Drift]:
    """List every difference, sorted by path.

    Args:
        committed: what the output folder is in: the disk, or git's index.
    """
    names = set(trees)
    if committed.kind(folder) is Kind.FOLDER:
        names |= {
            entry.name for entry in committed.entries(folder) if _is_ours(committed, folder, entry)
        }
    found = [
        drift for name in names for drift in _compare(committed, folder, name, trees.get(name, {}))
    ]
    return sorted(found, key=lambda drift: drift.path)


def _is_ours(committed: Tree, folder: str, entry: Entry) -> bool:
    try:
        return (
            entry.kind is Kind.FOLDER
            and read_marker(committed, f"{folder}/{entry.name}") is not None
        )
    except OutputRefused:
        return True


def _compare(committed: Tree, folder: str, name: str, tree: OutputTree) -> Iterator[Drift]:
    inside = f"{folder}/{name}"
    try:
        present = existing_files(committed, inside)
        texts = {path: committed.read(f"{inside}/{path}", _LARGEST) for path in present}
    except OutputRefused as refusal:
        yield Drift(name, "refused", diff=refusal.message)
        return
    except FileRefused as refusal:
        yield Drift(name, "refused", diff=str(refusal))
        return
    for path in sorted(tree.keys() - present):
        yield Drift(f"{name}/{path}", "missing")
    for path in sorted(present - tree.keys()):
        yield Drift(f"{name}/{path}", "extra", text=texts[path].decode("utf-8", "replace"))
    for path in sorted(tree.keys() & present):
        if texts[path] != tree[path]:
            yield _changed(f"{name}/{path}", texts[path], tree[path])


def _changed(path: str, committed: bytes, built: bytes) -> Drift:
    old = committed.decode("utf-8", "replace")
    new = built.decode("utf-8", "replace")
    pairs = zip(old.splitlines(), new.splitlines(), strict=False)
    same = next((index for index, (one, other) in enumerate(pairs) if one != other), None)
    line = (same if same is not None else len(old.splitlines()) - 1) + 1
    lines = list(
        difflib.unified_diff(
            old.splitlines(), new.splitlines(), "committed", "built", lineterm="", n=1
        )
    )
    diff = "\n".join(lines[2 : 2 + _MAX_DIFF]) or "only line ends differ"
    return Drift(path, "changed", max(line, 1), old, diff)
