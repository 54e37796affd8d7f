"""The two sides of a comparison, each compiled from what git or the folder holds."""

from dataclasses import dataclass

from catalogc.cli.changes import Given
from catalogc.cli.git_stops import git_stops
from catalogc.cli.session import Session
from catalogc.files import DiskTree, Tree
from catalogc.git.runner import Git
from catalogc.git.trees import GitTree
from catalogc.pipeline import Compilation

WORK_TREE = "the work tree"


@dataclass(frozen=True, slots=True)
class DiffSides:
    """Both compilations, and what they are called."""

    base: Compilation
    head: Compilation
    base_name: str
    head_name: str


def compile_sides(session: Session, base_ref: str, head_ref: str | None) -> DiffSides:
    """Compile what a change left, and what it brings; nothing is checked out.

    Args:
        session: the run; its options say how to render.
        base_ref: a branch or commit; measured is from where the head parted from it.
        head_ref: a branch or commit; None for the folder as it is.

    Raises:
        Stop: there is no git repository, no such commit, or the renderer cannot be used here.
    """
    with git_stops():
        git = Git.find(session.root)
        head_commit = git.commit(head_ref or "HEAD")
        start = git.merge_base(git.commit(base_ref), head_commit)
        before: Tree = GitTree.of_commit(git, start)
        after: Tree = DiskTree(session.root.resolve())
        if head_ref is not None:
            after = GitTree.of_commit(git, head_commit)
    head_name = f"{head_ref} ({head_commit[:12]})" if head_ref is not None else WORK_TREE
    return DiffSides(
        _compile(session, before),
        _compile(session, after),
        f"{base_ref} ({start[:12]})",
        head_name,
    )


def _compile(session: Session, tree: Tree) -> Compilation:
    return Session(session.options, Given(tree)).compile(lambda _: True)
