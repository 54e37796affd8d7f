"""A catalog repository, as every stage reads it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from catalogc.files.disk import DiskTree
from catalogc.files.tree import OUTSIDE, SYMLINK, FileRefused, Kind, Tree

MAX_BYTES = 1024 * 1024
"""Largest file that is read as YAML, in bytes."""


@dataclass(frozen=True, slots=True)
class Listing:
    """Files below a folder, sorted, and what was refused on the way."""

    files: tuple[str, ...]
    refused: tuple[FileRefused, ...] = ()


class Repository:
    """A catalog repository.

    Attributes:
        root: absolute, resolved path of its folder.
        unsaved: texts that stand for files of the tree, by path: an editor's buffers.
        digests: sha256 of every file that was read, by path.
        tree: what is read; by default the folder itself.
    """

    def __init__(
        self, root: Path, unsaved: Mapping[str, bytes] | None = None, tree: Tree | None = None
    ) -> None:
        self.root = root
        self.unsaved = unsaved or {}
        self.digests: dict[str, str] = {}
        self.tree = DiskTree(root) if tree is None else tree

    def read(self, path: str, limit: int = MAX_BYTES) -> bytes:
        """Read a file; at most ``limit`` + 1 bytes, so that a caller sees it is too large.

        Raises:
            FileRefused: a link, outside the root, not a regular file, missing or unreadable.
        """
        clean = self.normalise(path)
        content = self._content(clean, limit + 1)
        self.digests[clean] = hashlib.sha256(content).hexdigest()
        return content

    def peek(self, path: str, limit: int = MAX_BYTES) -> bytes:
        """Read a file as ``read`` does, without counting it among what was read."""
        return self._content(self.normalise(path), limit + 1)

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
            return self.tree.kind(self.normalise(path)) is Kind.FOLDER
        except FileRefused:
            return False

    def exists(self, path: str) -> bool:
        """Tell whether there is anything at ``path``, be it a link that leads nowhere."""
        clean = self.normalise(path)
        return clean in self.unsaved or self.tree.kind(clean) is not None

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
            self.tree.expect(clean)
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
            raise FileRefused(path, OUTSIDE, "it is not a relative path")
        for part in path.split("/"):
            if part == "..":
                if not parts:
                    raise FileRefused(path, OUTSIDE, "it leaves the repository")
                parts.pop()
            elif part not in ("", "."):
                parts.append(part)
        return "/".join(parts) or "."

    def _content(self, clean: str, most: int) -> bytes:
        if clean in self.unsaved:
            return self.unsaved[clean][:most]
        return self.tree.read(clean, most)

    def _scan(
        self,
        folder: str,
        suffixes: tuple[str, ...],
        files: list[str],
        refused: list[FileRefused],
    ) -> None:
        try:
            entries = list(self.tree.entries(folder))
        except FileRefused as refusal:
            refused.append(refusal)
            return
        for entry in entries:
            if entry.name.startswith("."):
                continue
            path = entry.name if folder == "." else f"{folder}/{entry.name}"
            wanted = not suffixes or entry.name.lower().endswith(suffixes)
            if entry.kind is Kind.FOLDER:
                self._scan(path, suffixes, files, refused)
            elif entry.kind is Kind.LINK:
                if wanted or entry.leads_to_folder:
                    refused.append(FileRefused(path, SYMLINK, "symbolic links are not followed"))
            elif wanted:
                files.append(path)
