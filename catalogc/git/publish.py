"""Commit files to a branch, once, in order, and whoever else does so at the same time."""

import hashlib
import random
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from catalogc.git.branch import (
    DIGEST,
    SOURCE,
    VERSION,
    BranchRefusedError,
    Tip,
    has_commit,
    is_ancestor,
)
from catalogc.git.objects import blob_name, object_format, write_blobs, write_commit, write_tree
from catalogc.git.places import Place
from catalogc.git.runner import Git, GitError
from catalogc.git.trees import read_blobs

ATTEMPTS = 6
_PAUSE_SECONDS = 0.1


class Status(StrEnum):
    """How a publication ended."""

    PUBLISHED = "published"
    UNCHANGED = "unchanged"
    STALE = "stale"
    PLANNED = "planned"


@dataclass(frozen=True, slots=True)
class Changes:
    """Paths of a branch that a publication changes, sorted."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a publication.

    Attributes:
        tip: the branch as it was; None where there was none.
        commit: the branch's newest commit now; empty where there is none.
    """

    status: Status
    tip: Tip | None
    changes: Changes
    commit: str = ""

    @property
    def base(self) -> str:
        """The newest commit that was; empty where there was none."""
        return self.tip.commit if self.tip else ""


class Terms(Protocol):
    """What a branch must be like, and what is said about a change of it."""

    def kept(self, tip: Tip) -> Iterable[str]:
        """Return the files of a branch that stay; raise where it is not ours to write."""

    def guard(self, tip: Tip) -> None:
        """Raise where too much would go."""

    def describe(self, changes: Changes) -> str:
        """Write the message of a commit, without trailers."""


@dataclass(frozen=True, slots=True)
class Publication:
    """Files that a branch shall hold.

    Attributes:
        source: the commit that they were made from.
        version: of the tool.
        files: content by path.
        terms: may raise errors of their own.
        supersede: the newest commit of the branch, where it may be followed although this
            source does not follow the source of it; or empty.
    """

    source: str
    version: str
    files: Mapping[str, bytes]
    terms: Terms
    supersede: str = ""


def inspect(git: Git, place: Place, publication: Publication) -> Outcome:
    """Tell what publishing would change, without writing anything.

    Raises:
        GitError: the branch cannot be read, or may not be published to.
    """
    return _inspect(git, place, publication, _names(git, publication))


def publish(git: Git, place: Place, publication: Publication) -> Outcome:
    """Let the branch hold exactly these files and those that stay; never forces it.

    Who loses against another publisher looks at what the winner published, and tries again.

    Raises:
        GitError: it may not be published to, somebody was always faster, or git failed.
    """
    names = _names(git, publication)
    refusal = ""
    for attempt in range(ATTEMPTS):
        if attempt:
            time.sleep(_PAUSE_SECONDS * 2**attempt * random.uniform(0.5, 1))  # noqa: S311
        found = _inspect(git, place, publication, names)
        if found.status is not Status.PLANNED:
            return found
        commit = _commit(git, publication, found, names)
        refusal = place.move(commit, found.base)
        if not refusal:
            return Outcome(Status.PUBLISHED, found.tip, found.changes, commit)
        if place.tip() == found.base and not _passes(refusal):
            raise GitError(f"{place.where} did not take the commit: {refusal}", _RIGHTS)
    raise GitError(
        f"{place.where} moved or was locked {ATTEMPTS} times while publishing: {refusal}",
        "publish again; in CI, let one run at a time publish (a concurrency group); see that no "
        "branch is named like a folder of this one",
    )


_RIGHTS = "check the rights of whoever pushes, and the branch's protection rules"


def _passes(refusal: str) -> bool:
    """Tell whether a refusal may only mean that somebody else holds the branch for a moment.

    A server says no more than ``failed to update ref``, also where the name of another branch is
    in the way for good.
    """
    is_taken = "cannot create" in refusal
    return not is_taken and ("lock" in refusal or "failed to update ref" in refusal)


def _names(git: Git, publication: Publication) -> dict[str, str]:
    hash_name = object_format(git)
    return {path: blob_name(content, hash_name) for path, content in publication.files.items()}


def _inspect(git: Git, place: Place, publication: Publication, names: Mapping[str, str]) -> Outcome:
    commit = place.tip()
    if not commit:
        status = Status.PLANNED if names else Status.UNCHANGED
        return Outcome(status, None, Changes(added=tuple(sorted(names))))
    tip = Tip.read(git, commit)
    changes = _changes(tip, names, set(publication.terms.kept(tip)))
    if not changes:
        return Outcome(Status.UNCHANGED, tip, changes, commit)
    if _is_stale(git, place, publication, tip):
        return Outcome(Status.STALE, tip, changes, commit)
    publication.terms.guard(tip)
    return Outcome(Status.PLANNED, tip, changes, commit)


def _changes(tip: Tip, names: Mapping[str, str], kept: set[str]) -> Changes:
    before = {path: tip.tree.blob(path) for path in tip.tree.paths if path not in kept}
    same = names.keys() & before.keys()
    return Changes(
        tuple(sorted(names.keys() - before.keys())),
        tuple(sorted(path for path in same if names[path] != before[path])),
        tuple(sorted(before.keys() - names.keys())),
    )


def _is_stale(git: Git, place: Place, publication: Publication, tip: Tip) -> bool:
    """Tell whether the branch holds something newer.

    Raises:
        BranchRefusedError: the branch's newest commit has nothing to do with our source.
    """
    if not tip.tree.paths or (
        publication.supersede and tip.commit.startswith(publication.supersede)
    ):
        return False
    remedy = f"if it shall be followed all the same, add --supersede {tip.commit[:12]}"
    at = f"{place.where} is at {tip.commit[:12]}"
    if not tip.source:
        raise BranchRefusedError(f"{at} ({tip.subject}), which catalogc did not commit", remedy)
    if tip.source == publication.source:
        return False
    place.learn(tip.source)
    made = f"{at}, made from {tip.source[:12]}"
    if not has_commit(git, tip.source):
        raise BranchRefusedError(f"{made}, which is not in this clone", f"fetch it; {remedy}")
    if is_ancestor(git, tip.source, publication.source):
        return False
    if is_ancestor(git, publication.source, tip.source):
        return True
    if git.text("rev-parse", "--is-shallow-repository") == "true":
        raise BranchRefusedError(
            f"{made}; this clone is too shallow to tell whether that is older",
            f"fetch the history (in CI fetch-depth: 0); {remedy}",
        )
    ours = publication.source[:12]
    raise BranchRefusedError(f"{made}, which is not in the history of {ours}", remedy)


def _commit(git: Git, publication: Publication, plan: Outcome, names: Mapping[str, str]) -> str:
    changes = plan.changes
    wanted = (*changes.added, *changes.changed)
    write_blobs(git, (publication.files[path] for path in wanted))
    touched = {path: names[path] for path in wanted} | dict.fromkeys(changes.removed, "")
    tree = write_tree(git, plan.base, touched)
    trailers = {
        SOURCE: publication.source,
        DIGEST: _digest(git, plan, publication),
        VERSION: publication.version,
    }
    lines = "\n".join(f"{key}: {value}" for key, value in trailers.items())
    message = f"{publication.terms.describe(changes).rstrip()}\n\n{lines}\n"
    return write_commit(git, tree, plan.base, message)


def _digest(git: Git, plan: Outcome, publication: Publication) -> str:
    """Return the sha256 of what ``sha256sum`` prints of every file, sorted by path as bytes."""
    contents = dict(publication.files)
    if plan.tip:
        gone = contents.keys() | set(plan.changes.removed)
        others = {
            path: plan.tip.tree.blob(path) for path in plan.tip.tree.paths if path not in gone
        }
        blobs = read_blobs(git, list(dict.fromkeys(others.values())))
        contents |= {path: blobs[name] for path, name in others.items()}
    total = hashlib.sha256()
    for path in sorted(contents, key=lambda name: name.encode("utf-8", "surrogateescape")):
        total.update(f"{hashlib.sha256(contents[path]).hexdigest()}  {path}\n".encode())
    return total.hexdigest()
