"""Run git in a repository with a closed environment.

Of the caller's ``GIT_*`` variables only ``GIT_INDEX_FILE`` is kept: ``git commit FILE`` and
``git commit -a`` give a hook an index of their own (githooks(5)). The folder decides which
repository is meant, so a hook that runs in a worktree is right, too.
"""

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from catalogc.procs import ToolError, closed_environment, find_tool, run

_SECONDS = 120.0
_OUTPUT_BYTES = 1 << 30

# What a repository's or a user's configuration could start, or would change in the output.
_SETTINGS = (
    "safe.bareRepository=explicit",
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.quotePath=false",
    "core.pager=cat",
    "gc.auto=0",
    "maintenance.auto=false",
    "advice.detachedHead=false",
)
_CLOSED = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_LITERAL_PATHSPECS": "1",
}
_OF_THE_USER = ("HOME", "XDG_CONFIG_HOME")  # where `safe.directory` and a person's name are

_OBJECT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?\Z")


class GitError(Exception):
    """Git cannot do what is asked; the message is fit to print.

    Attributes:
        remedy: what to do about it; may be empty.
    """

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


class UnknownRefError(GitError):
    """A name that is no commit here."""


@dataclass(frozen=True, slots=True)
class Git:
    """The git repository that a folder is in.

    Attributes:
        folder: a folder of its work tree; every command runs there.
        top: root of the work tree.
        prefix: path of ``folder`` below ``top``; empty or with a slash at its end.
    """

    folder: Path
    top: Path
    prefix: str
    _index: Path | None = field(default=None, repr=False)

    @classmethod
    def find(cls, folder: Path, variables: Mapping[str, str] | None = None) -> "Git":
        """Find the repository of a folder.

        Args:
            variables: the caller's, for ``GIT_INDEX_FILE``; by default the process's own.

        Raises:
            GitError: there is none, git is not installed, or it refuses the folder.
        """
        folder = folder.resolve()
        bare = cls(folder, folder, "")
        lines = bare.text("rev-parse", "--show-toplevel", "--show-prefix", "--absolute-git-dir")
        top, prefix, git_dir = lines.split("\n")[:3]
        given = (os.environ if variables is None else variables).get("GIT_INDEX_FILE")
        index = Path(top, given).resolve() if given else None
        if index is not None and not index.is_relative_to(Path(git_dir).resolve()):
            index = None  # of another repository
        return cls(folder, Path(top), prefix, index)

    def run(
        self,
        *arguments: str,
        stdin: bytes = b"",
        variables: Mapping[str, str] | None = None,
        accept: Sequence[int] = (0,),
        seconds: float = _SECONDS,
    ) -> bytes:
        """Return what a git command prints.

        Args:
            variables: beside the closed ones, such as another ``GIT_INDEX_FILE``.
            accept: exit codes that are no failure.
            seconds: wall-clock limit.

        Raises:
            GitError: it failed, or git is not there.
        """
        settings = [part for setting in _SETTINGS for part in ("-c", setting)]
        index = {"GIT_INDEX_FILE": str(self._index)} if self._index else {}
        mine = {name: os.environ[name] for name in _OF_THE_USER if name in os.environ}
        try:
            completed = run(
                [find_tool("git"), *settings, *arguments],
                environment=closed_environment({**mine, **_CLOSED, **index, **(variables or {})}),
                timeout_seconds=seconds,
                cwd=self.folder,
                stdin=stdin,
                output_bytes=_OUTPUT_BYTES,
            )
        except ToolError as error:
            raise GitError(str(error)) from None
        if completed.returncode not in accept:
            raise _failure(self.folder, arguments[0], completed.stderr)
        return completed.stdout

    def text(self, *arguments: str) -> str:
        """Return what a git command prints, as text without the last line end."""
        return self.run(*arguments).decode("utf-8", "surrogateescape").removesuffix("\n")

    def has_commits(self) -> bool:
        """Tell whether HEAD is a commit already."""
        return bool(self.run("rev-parse", "--verify", "--quiet", "HEAD", accept=(0, 1)).strip())

    def commit(self, name: str) -> str:
        """Return the object name of a commit.

        Raises:
            UnknownRefError: there is no such commit here.
        """
        arguments = ("--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        found = self.run("rev-parse", *arguments, accept=(0, 1, 128)).decode().strip()
        if not _OBJECT.match(found):
            raise UnknownRefError(
                f"{name!r} is no commit of this repository",
                "fetch it first; in CI, check out with the whole history (fetch-depth: 0)",
            )
        return found

    def merge_base(self, one: str, other: str) -> str:
        """Return the newest commit that both have; ``one`` itself where histories are unrelated.

        Args:
            one: object name of a commit.
            other: of another.

        Raises:
            GitError: a shallow clone holds too little history to tell.
        """
        found = self.run("merge-base", one, other, accept=(0, 1)).decode().strip()
        if found:
            return found
        if self.text("rev-parse", "--is-shallow-repository") == "true":
            raise GitError(
                f"this clone is too shallow to find where {one[:12]} and {other[:12]} part",
                "fetch more history (git fetch --unshallow; in CI fetch-depth: 0)",
            )
        return one


def _failure(folder: Path, command: str, stderr: bytes) -> GitError:
    lines = stderr.decode("utf-8", "replace").strip().splitlines()
    reason = lines[0].removeprefix("fatal: ") if lines else "it gave no reason"
    if "not a git repository" in reason:
        return GitError(f"{folder} is in no git repository", "run it in a clone, or git init")
    if "dubious ownership" in reason:
        remedy = f"git config --global --add safe.directory {folder}"
        return GitError(f"git does not trust {folder}: it belongs to another user", remedy)
    return GitError(f"git {command} failed: {reason}")
