"""``--since`` and ``--staged``: which state is judged, and what it is measured from."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import click

if TYPE_CHECKING:
    from catalogc.affected.base import Base
    from catalogc.files import Tree

_OPTIONS = (
    click.option(
        "--since",
        metavar="REF",
        help="Only what changes since this commit can reach (since it and HEAD parted).",
    ),
    click.option(
        "--staged",
        is_flag=True,
        help="Judge git's index, not the work tree; only what differs from HEAD (or --since), "
        "or all of it where nothing does.",
    ),
)


class States(Protocol):
    """Says what a run reads, and what it is narrowed by."""

    def states(self, root: Path) -> "tuple[Tree | None, Base | None]":
        """Return what is read instead of the disk, and what it is compared with."""


@dataclass(frozen=True, slots=True)
class Given:
    """A tree that somebody else has found, judged as a whole."""

    tree: "Tree"

    def states(self, root: Path) -> "tuple[Tree | None, Base | None]":  # noqa: ARG002
        """Return the tree."""
        return self.tree, None


@dataclass(frozen=True, slots=True)
class Changes:
    """What these options say."""

    since: str | None = None
    staged: bool = False

    @property
    def any(self) -> bool:
        """Whether a run is narrowed to changes."""
        return self.staged or self.since is not None

    def states(self, root: Path) -> "tuple[Tree | None, Base | None]":
        """Return what is read instead of the disk, and what it is compared with.

        Raises:
            Stop: there is no git repository, or no such commit.
        """
        if not self.any:
            return None, None
        from catalogc.cli.git_stops import git_stops

        with git_stops():
            return self._states(root)

    def _states(self, root: Path) -> "tuple[Tree | None, Base | None]":
        from catalogc.affected.base import Base
        from catalogc.git.runner import Git
        from catalogc.git.trees import GitTree

        git = Git.find(root)
        index = GitTree.of_index(git) if self.staged else None
        if self.since is None and not git.has_commits():
            return index, Base("before the first commit", None)
        head = git.commit("HEAD")
        start = git.merge_base(git.commit(self.since), head) if self.since is not None else head
        base = GitTree.of_commit(git, start)
        if index is not None and self.since is None and index.has_files_of(base):
            # As where hooks run over a checkout, in CI: to judge nothing would look like success.
            return index, None
        return index, Base(base.name, base)


def change_options(function: Callable[..., int]) -> Callable[..., int]:
    """Add the options; the function gets them as ``changes``."""

    @functools.wraps(function)
    def command(**arguments: Any) -> int:
        mine = {name: arguments.pop(name) for name in Changes.__slots__}
        return function(changes=Changes(**mine), **arguments)

    for option in reversed(_OPTIONS):
        command = option(command)
    return command
