"""Which files two commits of a git repository differ in, and what that means for a gate."""

from collections.abc import Sequence
from typing import NamedTuple

from catalogc.files.tree import FileRefused
from catalogc.git.runner import Git
from catalogc.git.trees import GitTree
from catalogc.git.trusted import Data, is_below
from catalogc.model.notices import DERIVED

# They say who runs the gate and who must review; at the top of a git repository.
_GATE = (
    ".github",
    ".gitlab",
    ".gitlab-ci.yml",
    ".pre-commit-config.yaml",
    ".gitattributes",
    "CODEOWNERS",
    "docs/CODEOWNERS",
)


class Changes(NamedTuple):
    """What a range of commits changes; sorted paths of the git repository.

    Attributes:
        data: leaves, defaults and committed output.
        code: files that leaves are compiled and judged by.
        gate: files that say how and by whom changes are judged.
    """

    data: tuple[str, ...] = ()
    code: tuple[str, ...] = ()
    gate: tuple[str, ...] = ()


def changes_between(git: Git, before: str, after: str, data: Data) -> Changes:
    """Sort what two commits differ in by what it is.

    Files that ``catalogc backstage`` derives are nobody's source and are left out.

    Args:
        before: object name of a commit.
        after: of another.
        data: which files of the catalog are data.

    Raises:
        GitError: they cannot be compared.
    """
    arguments = ("-r", "-z", "--name-only", "--no-renames", "--end-of-options", before, after)
    listed = git.run("diff-tree", *arguments).decode("utf-8", "surrogateescape")
    changed = sorted(filter(None, listed.split("\0")))
    inside = [path for path in changed if path.startswith(git.prefix)]
    code = [path for path in inside if data.has_code(path.removeprefix(git.prefix))]
    if code:
        trees = [GitTree.of_commit(git, commit) for commit in (before, after)]
        code = [path for path in code if not _is_derived(path.removeprefix(git.prefix), trees)]
    return Changes(
        tuple(path for path in inside if data.has(path.removeprefix(git.prefix))),
        tuple(code),
        tuple(path for path in changed if any(is_below(path, name) for name in _GATE)),
    )


def _is_derived(path: str, trees: Sequence[GitTree]) -> bool:
    """Tell whether a file was derived in every commit that has it."""
    mark = f"# {DERIVED}\n".encode()
    try:
        return all(tree.kind(path) is None or tree.read(path, len(mark)) == mark for tree in trees)
    except FileRefused:
        return False
