"""The two sides of a change: what it is to join, and what it brings."""

from dataclasses import dataclass
from pathlib import Path

from catalogc import CONFIG_FILE
from catalogc.cli.boundary import Stop
from catalogc.cli.exit_codes import ExitCode
from catalogc.cli.git_stops import git_stops
from catalogc.config import read_config
from catalogc.discover.listing import refused_file
from catalogc.emit.marker import is_application
from catalogc.files import DiskTree, FileRefused, Repository
from catalogc.git.changes import Changes, changes_between
from catalogc.git.runner import Git
from catalogc.git.trees import GitTree
from catalogc.git.trusted import Data, TrustedTree
from catalogc.model.configuration import Paths
from catalogc.parse.document import parse_document, parse_documents
from catalogc.sources import Sources


@dataclass(frozen=True, slots=True)
class Sides:
    """What a change is about.

    Attributes:
        commit: the base's object name.
        prefix: path of the catalog in its git repository; empty or with a slash at its end.
        tree: the change's leaves and output with all else of the base.
        changes: what the change does to the files of the git repository.
        behind: files of code that the base has changed since the change left it.
        removed: output files of Applications that the change removes, sorted.
        waivers: lines of waivers that the change adds: path and text.

    Paths, but those of ``tree``, are of the git repository.
    """

    commit: str
    prefix: str
    tree: TrustedTree
    changes: Changes
    behind: tuple[str, ...]
    removed: tuple[str, ...]
    waivers: tuple[tuple[str, str], ...]


def read_sides(root: Path, base: str) -> Sides:
    """Find out what the work tree changes, seen from a base.

    Args:
        root: the catalog repository.
        base: a branch or commit.

    Raises:
        Stop: git cannot tell, or the base is no catalog repository.
    """
    with git_stops():
        git = Git.find(root)
        commit, head = git.commit(base), git.commit("HEAD")
        fork = git.merge_base(commit, head)
        before, after = GitTree.of_commit(git, commit), DiskTree(root.resolve())
        data = Data(_paths(root, before, base))
        changes = changes_between(git, fork, head, data)
        behind = changes_between(git, fork, commit, data).code
    old, new = (Repository(root.resolve(), tree=tree) for tree in (before, after))
    removed = _applications(old, data.paths) - _applications(new, data.paths)
    waivers = []
    for path in changes.data:
        below = path.removeprefix(git.prefix)
        waivers += [(path, line) for line in sorted(_waivers(new, below) - _waivers(old, below))]
    tree = TrustedTree(before, after, data)
    return Sides(
        commit,
        git.prefix,
        tree,
        changes,
        behind,
        tuple(sorted(f"{git.prefix}{path}" for path in removed)),
        tuple(waivers),
    )


def _paths(root: Path, tree: GitTree, base: str) -> Paths:
    repository = Repository(root.resolve(), tree=tree)
    sources = Sources(repository, parse_document, parse_documents, refused_file)
    written = sources.one(CONFIG_FILE).value
    config = read_config(written).value if written is not None else None
    if config is None:
        raise Stop(
            ExitCode.USAGE,
            f"{base} has no valid {CONFIG_FILE}, so there is nothing to trust",
            "judge the change that brings it with --trust head, and review all of it",
        )
    return config.paths


def _applications(repository: Repository, paths: Paths) -> set[str]:
    """List the output files of Applications: ``<output>/<environment>/...``."""
    output = f"{repository.normalise(paths.output)}/"
    return {
        path
        for path in repository.list_files(paths.output).files
        if is_application(path.removeprefix(output).partition("/")[2])
    }


def _waivers(repository: Repository, path: str) -> set[str]:
    """Return the lines of a leaf that hold a waiver."""
    try:
        text = repository.read(path).decode("utf-8", "replace")
    except FileRefused:
        return set()
    return {line.strip() for line in text.splitlines() if _is_waiver(line)}


def _is_waiver(line: str) -> bool:
    _, mark, comment = line.partition("#")
    return bool(mark) and "catalogc:ignore" in comment.replace(" ", "").replace("\t", "")
