"""Does git keep what catalogc writes, byte for byte?"""

from collections.abc import Iterator
from pathlib import Path

from catalogc.doctor.diagnosis import Check, State
from catalogc.git.runner import Git, GitError

_GROUP = "git"

_NO_PATHSPECS = {"GIT_LITERAL_PATHSPECS": "0"}  # check-ignore takes paths, and refuses the mode


def git_checks(root: Path, output: str) -> Iterator[Check]:
    """Yield a check of the repository and of how it treats the output folder.

    Args:
        output: the folder, relative to ``root``.
    """
    try:
        git = Git.find(root)
        yield from [_history(git), _kept(git, output), _line_ends(git, output)]
    except GitError as error:
        yield Check(_GROUP, "repository", State.OPEN, error.message, remedy=error.remedy)


def _history(git: Git) -> Check:
    if git.text("rev-parse", "--is-shallow-repository") == "true":
        remedy = "fetch the whole history where --since or diff run (fetch-depth: 0)"
        return Check(_GROUP, "history", State.OPEN, "shallow clone", "whole", remedy)
    return Check(_GROUP, "history", State.OK, "whole")


def _kept(git: Git, output: str) -> Check:
    sample = f"{output}/x/catalogc.json"
    if git.run("check-ignore", "--no-index", sample, accept=(0, 1), variables=_NO_PATHSPECS):
        remedy = f"take {output}/ out of .gitignore: Argo CD reads it from git"
        return Check(_GROUP, "output", State.OPEN, f"{output}/ is ignored", "committed", remedy)
    if not git.run("ls-files", "-z", "--", output):
        remedy = f"run catalogc build and commit {output}/, or publish it to a branch"
        return Check(_GROUP, "output", State.OPEN, "nothing is committed", "committed", remedy)
    return Check(_GROUP, "output", State.OK, f"{output}/ is committed")


def _line_ends(git: Git, output: str) -> Check:
    """Output is compared byte by byte, and generated files need no review of their lines."""
    sample = f"{output}/x/catalogc.json"
    answer = git.run("check-attr", "-z", "text", "eol", "linguist-generated", "--", sample)
    fields = answer.decode("utf-8", "replace").split("\0")
    attributes = dict(zip(fields[1::3], fields[2::3], strict=False))
    is_kept = attributes.get("text") == "unset" or attributes.get("eol") == "lf"
    if is_kept and attributes.get("linguist-generated") in ("set", "true"):
        return Check(_GROUP, "attributes", State.OK, "line ends stay, folded in reviews")
    line = f"{output}/** -text linguist-generated=true"
    remedy = f"add to .gitattributes: {line}"
    found = "line ends stay" if is_kept else "line ends may be changed"
    return Check(_GROUP, "attributes", State.OPEN, found, line, remedy)
