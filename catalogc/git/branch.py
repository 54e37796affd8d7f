"""The state of a branch that compiled trees are committed to."""

import re
from dataclasses import dataclass, replace

from catalogc.git.runner import Git, GitError
from catalogc.git.trees import GitTree

SOURCE, DIGEST, VERSION = "Catalogc-Source", "Catalogc-Digest", "Catalogc-Version"
"""Trailers of a commit: the commit that was compiled, sha256 of the tree, the tool's version."""

_TRAILER = re.compile(r"([A-Za-z][A-Za-z-]*): *(.*)\Z")
_OBJECT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?\Z")


class BranchRefusedError(GitError):
    """A branch that may not be published to."""


class NameTree(GitTree):
    """A tree of which few contents are asked for: they are read one by one."""

    __slots__ = ()

    def expect(self, folder: str) -> None:
        """Fetch nothing."""


@dataclass(frozen=True, slots=True)
class Tip:
    """The newest commit of a branch.

    Attributes:
        commit: its object name.
        subject: first line of its message.
        source: the commit that it was compiled from; empty where catalogc did not make it.
        tree: its files, from the top of the repository.
    """

    commit: str
    subject: str
    source: str
    tree: NameTree

    @classmethod
    def read(cls, git: Git, commit: str) -> "Tip":
        """Read a commit and the names in its tree.

        Raises:
            GitError: it is not in this clone.
        """
        about = git.run("cat-file", "commit", commit).decode("utf-8", "replace")
        message = about.partition("\n\n")[2]
        source = trailers(message).get(SOURCE, "")
        tree = NameTree.of_commit(replace(git, prefix=""), commit)
        subject = message.partition("\n")[0]
        return cls(commit, subject, source if _OBJECT.match(source) else "", tree)


def trailers(message: str) -> dict[str, str]:
    """Return the trailers of a commit message: ``Key: value`` lines of its last paragraph."""
    paragraph = message.rstrip().rpartition("\n\n")[2]
    found = map(_TRAILER.match, paragraph.split("\n"))
    return {match[1]: match[2] for match in found if match}


def require_not_checked_out(git: Git, branch: str) -> None:
    """Refuse a branch that a work tree stands on: its files would look changed all at once.

    Raises:
        BranchRefusedError: one does.
    """
    folder = ""
    for line in git.text("worktree", "list", "--porcelain").split("\n"):
        key, _, value = line.partition(" ")
        if key == "worktree":
            folder = value
        elif key == "branch" and value == f"refs/heads/{branch}":
            raise BranchRefusedError(
                f"branch {branch} is checked out in {folder}",
                "switch that work tree to another branch; published branches need none",
            )


def is_ancestor(git: Git, one: str, other: str) -> bool:
    """Tell whether history leads from commit ``other`` back to ``one``, or they are the same."""
    found = git.run("merge-base", one, other, accept=(0, 1)).decode().strip()
    return found == one


def has_commit(git: Git, name: str) -> bool:
    """Tell whether a commit is in this clone."""
    return bool(git.run("cat-file", "-t", name, accept=(0, 128)) == b"commit\n")
