"""What a pull request may not decide about itself: its leaves are read by its base's rules.

Leaves are data of anyone. Configuration, charts, adapters, policies, schemas, inventory and the
baseline are code: they are those of the base, and changes to them are named for people to review.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from catalogc import BASELINE_FILE, CONFIG_FILE
from catalogc.files.tree import Entry, Kind, Tree
from catalogc.model.configuration import Paths

_CODE_FILES = (CONFIG_FILE, BASELINE_FILE)


@dataclass(frozen=True, slots=True)
class Data:
    """Which paths are data: leaves, their defaults, and the committed output.

    Attributes:
        paths: folders of the base's catalogc.yaml.
    """

    paths: Paths

    def has(self, path: str) -> bool:
        """Tell whether a path is data; of nested folders the inner one decides."""
        if path in _CODE_FILES:
            return False
        return _depth(path, self.folders) > _depth(path, self.code_folders)

    def has_code(self, path: str) -> bool:
        """Tell whether leaves are compiled by a path; what is neither is no input at all."""
        return path in _CODE_FILES or (not self.has(path) and _depth(path, self.code_folders) >= 0)

    @property
    def folders(self) -> tuple[str, ...]:
        """Folders of data."""
        return (self.paths.leaves, self.paths.output)

    @property
    def code_folders(self) -> tuple[str, ...]:
        """Folders of code."""
        paths = self.paths
        return (paths.backstage, paths.charts, paths.policies, paths.inventory, paths.schemas)


@dataclass(frozen=True, slots=True)
class TrustedTree:
    """A tree of two: data of a pull request, all else of its base.

    Attributes:
        base: the tree that is trusted.
        head: the tree that is judged.
        data: which paths are read from ``head``.
    """

    base: Tree
    head: Tree
    data: Data

    def read(self, path: str, most: int) -> bytes:
        """Return the first ``most`` bytes of a file."""
        return self._owner(path).read(path, most)

    def kind(self, path: str) -> Kind | None:
        """Return what is at a path."""
        kind = self._owner(path).kind(path)
        if kind is None and self._holds_code(path) and self.base.kind(path) is Kind.FOLDER:
            return Kind.FOLDER
        if kind is None and self._holds_data(path) and self.head.kind(path) is Kind.FOLDER:
            return Kind.FOLDER
        return kind

    def entries(self, folder: str) -> Iterator[Entry]:
        """Yield what is in a folder."""
        found: dict[str, Entry] = {}
        for tree in (self.base, self.head):
            if tree.kind(folder) is not Kind.FOLDER:
                continue
            for entry in tree.entries(folder):
                path = entry.name if folder == "." else f"{folder}/{entry.name}"
                if self._owner(path) is tree:
                    found[entry.name] = entry
                elif self.kind(path) is entry.kind is Kind.FOLDER:
                    found.setdefault(entry.name, entry)
        yield from found.values()

    def expect(self, folder: str) -> None:
        """Hear that a folder will be read."""
        self.base.expect(folder)
        self.head.expect(folder)

    def _owner(self, path: str) -> Tree:
        return self.head if self.data.has(path) else self.base

    def _holds_code(self, path: str) -> bool:
        return any(is_below(folder, path) for folder in self.data.code_folders)

    def _holds_data(self, path: str) -> bool:
        return any(is_below(folder, path) for folder in self.data.folders)


def is_below(path: str, folder: str) -> bool:
    """Tell whether a path is a folder or lies below it; ``.`` is the root."""
    parts = _parts(folder)
    return _parts(path)[: len(parts)] == parts


def _depth(path: str, folders: tuple[str, ...]) -> int:
    """Return the length of the innermost folder that a path is below; -1 for none."""
    return max((len(_parts(folder)) for folder in folders if is_below(path, folder)), default=-1)


def _parts(path: str) -> list[str]:
    return [part for part in path.split("/") if part not in ("", ".")]
