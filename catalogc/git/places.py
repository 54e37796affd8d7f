"""Where a published branch is: in this clone alone, or at a remote.

Both move the branch only from the commit that was seen, so that nobody's commit is ever lost.
"""

import contextlib
from dataclasses import dataclass
from typing import Protocol

from catalogc.git.branch import has_commit, is_ancestor
from catalogc.git.caller import remote_access
from catalogc.git.runner import Git, GitError

_SECONDS = 600.0
_LOG = "catalogc publish"


class Place(Protocol):
    """A branch somewhere."""

    @property
    def branch(self) -> str:
        """Its name."""

    @property
    def where(self) -> str:
        """Name the place, for people."""

    def tip(self) -> str:
        """Return the newest commit, which is in this clone then; empty where there is no branch."""

    def move(self, commit: str, base: str) -> str:
        """Let the branch point at ``commit`` if it still points at ``base``.

        Returns:
            Why it does not; empty where it does.
        """

    def learn(self, commit: str) -> None:
        """Get a commit and its history, if they are to be had."""


@dataclass(frozen=True, slots=True)
class LocalPlace:
    """A branch of this clone.

    Attributes:
        remote: where the branch comes from when it is not in this clone yet; may not exist.
    """

    git: Git
    branch: str
    remote: str

    @property
    def where(self) -> str:
        """Name the place, for people."""
        return f"branch {self.branch}"

    def tip(self) -> str:
        """Return the newest commit; that of the remote-tracking branch where there is none."""
        return self._at(self._ref) or self._at(f"refs/remotes/{self.remote}/{self.branch}")

    def move(self, commit: str, base: str) -> str:
        """Compare and swap."""
        old = self._at(self._ref)
        if old not in ("", base):
            return "it has moved"
        try:
            arguments = ("--no-deref", self._ref, commit, old or "0" * len(commit))
            self.git.run("update-ref", "-m", _LOG, *arguments)
        except GitError as error:
            return error.message
        return ""

    def learn(self, commit: str) -> None:
        """All that is to be had is here."""

    def follow(self, commit: str) -> bool:
        """Bring a branch that exists to a newer commit; return whether it is not elsewhere."""
        old = self._at(self._ref)
        if not old or old == commit:
            return True
        return is_ancestor(self.git, old, commit) and not self.move(commit, old)

    @property
    def _ref(self) -> str:
        return f"refs/heads/{self.branch}"

    def _at(self, ref: str) -> str:
        found = self.git.run("rev-parse", "--verify", "--quiet", ref, accept=(0, 1))
        return found.decode().strip()


@dataclass(frozen=True, slots=True)
class RemotePlace:
    """A branch of a remote repository.

    Attributes:
        remote: name of a configured remote.
    """

    git: Git
    branch: str
    remote: str

    @property
    def where(self) -> str:
        """Name the place, for people."""
        return f"branch {self.branch} of {self.remote}"

    def tip(self) -> str:
        """Ask the remote, and fetch what is not here."""
        listed = self._talk("ls-remote", "--quiet", self.remote, self._ref).decode()
        refs = (line.split("\t") for line in listed.splitlines())
        found = next((name for name, ref in refs if ref == self._ref), "")
        if found and not has_commit(self.git, found):
            self._fetch(self._ref)
        return found

    def move(self, commit: str, base: str) -> str:
        """Push, without force: the server takes a commit that follows what it has."""
        del base  # it is the parent of the commit
        arguments = ("--porcelain", "--no-verify", "--no-follow-tags", "--recurse-submodules=no")
        refspec = f"{commit}:{self._ref}"
        pushed = self._talk("push", *arguments, self.remote, refspec, accept=(0, 1))
        refused = (
            line for line in pushed.decode("utf-8", "replace").splitlines() if line[:1] == "!"
        )
        return next((line.rpartition("\t")[2] for line in refused), "")

    def learn(self, commit: str) -> None:
        """Fetch it by its name, which most servers allow."""
        if not has_commit(self.git, commit):
            with contextlib.suppress(GitError):
                self._fetch(commit)

    def _fetch(self, name: str) -> None:
        """Fetch without touching a reference, FETCH_HEAD or tags."""
        quiet = ("--quiet", "--no-tags", "--no-write-fetch-head", "--refmap=", "--no-prune")
        more = ("--recurse-submodules=no", "--no-auto-maintenance")
        self._talk("fetch", *quiet, *more, self.remote, name)

    def _talk(self, *arguments: str, accept: tuple[int, ...] = (0,)) -> bytes:
        access = remote_access()
        return self.git.run(*arguments, variables=access, accept=accept, seconds=_SECONDS)

    @property
    def _ref(self) -> str:
        return f"refs/heads/{self.branch}"
