"""A tree of files: a folder of the disk, a commit or git's index."""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple, Protocol

SYMLINK, OUTSIDE = "symlink", "outside-root"
UNREADABLE, MISSING = "unreadable-file", "missing-file"


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


class Kind(StrEnum):
    """What there is at a path."""

    FILE = "file"
    FOLDER = "folder"
    LINK = "link"
    OTHER = "other"


class Entry(NamedTuple):
    """One name in a folder.

    Attributes:
        leads_to_folder: whether it is a link to a folder.
    """

    name: str
    kind: Kind
    leads_to_folder: bool = False


class Tree(Protocol):
    """What a repository is read from; its paths are normal and relative, ``.`` is the root."""

    def read(self, path: str, most: int) -> bytes:
        """Return the first ``most`` bytes of a file; no part of its path may be a link.

        Raises:
            FileRefused: there is no regular file, or it cannot be read.
        """

    def kind(self, path: str) -> Kind | None:
        """Return what is at a path, no link followed; None for nothing."""

    def entries(self, folder: str) -> Iterable[Entry]:
        """Return what is in a folder, in any order.

        Raises:
            FileRefused: it cannot be read.
        """

    def expect(self, folder: str) -> None:
        """Hear that a folder with all below it will be listed, and its files be read."""
