"""Compare committed output with what a build would write."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from catalogc.emit.errors import OutputRefused
from catalogc.emit.guard import existing_files
from catalogc.emit.marker import OutputTree, read_marker

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


def find_drift(output: Path, trees: Mapping[str, OutputTree]) -> list[Drift]:
    """List every difference, sorted by path."""
    names = set(trees)
    if output.is_dir() and not output.is_symlink():
        names |= {entry.name for entry in output.iterdir() if _is_ours(entry)}
    found = [drift for name in names for drift in _compare(output, name, trees.get(name, {}))]
    return sorted(found, key=lambda drift: drift.path)


def _is_ours(folder: Path) -> bool:
    try:
        return folder.is_dir() and not folder.is_symlink() and read_marker(folder) is not None
    except OutputRefused:
        return True


def _compare(output: Path, name: str, tree: OutputTree) -> Iterator[Drift]:
    try:
        present = existing_files(output / name)
    except OutputRefused as refusal:
        yield Drift(name, "refused", diff=refusal.message)
        return
    for path in sorted(tree.keys() - present):
        yield Drift(f"{name}/{path}", "missing")
    for path in sorted(present - tree.keys()):
        text = _read(output / name / path).decode("utf-8", "replace")
        yield Drift(f"{name}/{path}", "extra", text=text)
    for path in sorted(tree.keys() & present):
        committed = _read(output / name / path)
        if committed != tree[path]:
            yield _changed(f"{name}/{path}", committed, tree[path])


def _read(path: Path) -> bytes:
    return path.read_bytes()


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
