"""A commit or the index as a tree of files: blobs are read in bulk, nothing is checked out.

Contents are those that git stores: no filter, no line-end conversion.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Self

from catalogc.files.tree import MISSING, SYMLINK, UNREADABLE, Entry, FileRefused, Kind
from catalogc.git.runner import Git, GitError

_KINDS = {"120000": Kind.LINK, "160000": Kind.OTHER}  # a link, a submodule; all else is a file


class _Blob(NamedTuple):
    mode: str
    name: str


@dataclass(slots=True)
class GitTree:
    """The files of one state of a git repository, below its catalog's folder.

    Attributes:
        name: of the state, for people: ``the index``, or a commit's abbreviated name.
    """

    name: str
    _git: Git
    _files: Mapping[str, _Blob] = field(repr=False)
    _folders: dict[str, dict[str, Kind]] = field(default_factory=dict, repr=False)
    _known: dict[str, bytes] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self._folders["."] = {}
        for path, blob in self._files.items():
            folder, _, name = path.rpartition("/")
            self._folder(folder or ".")[name] = _KINDS.get(blob.mode, Kind.FILE)

    @classmethod
    def of_commit(cls, git: Git, commit: str) -> Self:
        """Read the tree of a commit.

        Args:
            commit: its object name.

        Raises:
            GitError: it cannot be read.
        """
        where = ["--", git.prefix] if git.prefix else []
        listed = git.run("ls-tree", "-r", "-z", "--full-tree", commit, *where)
        entries = (entry.split("\t", 1) for entry in _entries(listed))
        files = {
            path.removeprefix(git.prefix): _Blob(*_mode_and_name(about)) for about, path in entries
        }
        return cls(commit[:12], git, files)

    @classmethod
    def of_index(cls, git: Git) -> "GitTree":
        """Read what is staged.

        Raises:
            GitError: it cannot be read, or a conflict is not resolved yet.
        """
        listed = git.run("ls-files", "--stage", "-z")
        files = {}
        for entry in _entries(listed):
            about, path = entry.split("\t", 1)
            mode, name, stage = about.split(" ")
            if stage != "0":
                raise GitError(
                    f"{path} has a conflict that is not resolved", "resolve it and git add it"
                )
            files[path] = _Blob(mode, name)
        return cls("the index", git, files)

    @property
    def paths(self) -> Iterable[str]:
        """The paths of all files, links and submodules."""
        return self._files.keys()

    def blob(self, path: str) -> str:
        """Return the object name of a file's content; empty where there is no file."""
        found = self._files.get(path)
        return found.name if found else ""

    def has_files_of(self, other: "GitTree") -> bool:
        """Tell whether two states hold the same files, with the same contents."""
        return self._files == other._files  # noqa: SLF001 - of the same class

    def read(self, path: str, most: int) -> bytes:
        """Return the first ``most`` bytes of a file."""
        self._refuse_links(path)
        kind = self.kind(path)
        if kind is None:
            raise FileRefused(path, MISSING, "there is no such file")
        if kind is Kind.LINK:
            raise FileRefused(path, SYMLINK, "symbolic links are not followed")
        if kind is not Kind.FILE:
            raise FileRefused(path, UNREADABLE, "it is not a regular file")
        name = self._files[path].name
        if name not in self._known:
            self._fetch([name])
        return self._known[name][:most]

    def kind(self, path: str) -> Kind | None:
        """Return what is at a path."""
        if path in self._folders:
            return Kind.FOLDER
        folder, _, name = path.rpartition("/")
        return self._folders.get(folder or ".", {}).get(name)

    def entries(self, folder: str) -> Iterator[Entry]:
        """Yield what is in a folder."""
        for name, kind in self._folders.get(folder, {}).items():
            yield Entry(name, kind)

    def expect(self, folder: str) -> None:
        """Fetch all files below a folder at once."""
        below = "" if folder == "." else f"{folder}/"
        self._fetch(
            blob.name
            for path, blob in self._files.items()
            if path.startswith(below) and blob.mode not in _KINDS
        )

    def _refuse_links(self, path: str) -> None:
        parts = path.split("/")
        for depth in range(1, len(parts)):
            folder = "/".join(parts[:depth])
            if folder not in self._folders and self.kind(folder) is Kind.LINK:
                raise FileRefused(path, SYMLINK, f"{folder} is a symbolic link")

    def _folder(self, path: str) -> dict[str, Kind]:
        if path not in self._folders:
            self._folders[path] = {}
            parent, _, name = path.rpartition("/")
            self._folder(parent or ".")[name] = Kind.FOLDER
        return self._folders[path]

    def _fetch(self, names: Iterable[str]) -> None:
        wanted = [name for name in dict.fromkeys(names) if name not in self._known]
        if wanted:
            self._known.update(read_blobs(self._git, wanted))


def read_blobs(git: Git, names: Sequence[str]) -> dict[str, bytes]:
    """Read the contents of objects in one go, by object name.

    Raises:
        GitError: one is not there, such as in a partial clone.
    """
    stdin = "".join(f"{name}\n" for name in names).encode()
    output = git.run("cat-file", "--batch", stdin=stdin)
    found: dict[str, bytes] = {}
    at = 0
    for name in names:
        end = output.index(b"\n", at)
        header = output[at:end].decode().split(" ")
        if len(header) != 3:
            raise GitError(
                f"object {name[:12]} is not in this clone", "fetch it: the clone is partial"
            )
        size = int(header[2])
        found[name] = output[end + 1 : end + 1 + size]
        at = end + 1 + size + 1
    return found


def _entries(listed: bytes) -> Iterator[str]:
    return filter(None, listed.decode("utf-8", "surrogateescape").split("\0"))


def _mode_and_name(about: str) -> tuple[str, str]:
    mode, _, name = about.split(" ")
    return mode, name
