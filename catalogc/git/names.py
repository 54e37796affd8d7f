"""Names that a person gives: refused before anything is done with them."""

from catalogc.git.runner import Git, GitError


class NameRefusedError(GitError):
    """A name that has no meaning here: usage or configuration, not the state of a repository."""


def require_branch_name(git: Git, branch: str) -> None:
    """Refuse what git does not take as the name of a branch.

    Raises:
        NameRefusedError: it does not.
    """
    full = f"refs/heads/{branch}"
    is_name = git.run("check-ref-format", "--print", full, accept=(0, 1, 129)).decode().strip()
    if branch.startswith("-") or branch == "HEAD" or is_name != full:
        raise NameRefusedError(f"{branch!r} is no name of a branch", "name it like env/dev")


def require_remote(git: Git, name: str) -> None:
    """Refuse a remote that git does not know by this name.

    Raises:
        NameRefusedError: it does not.
    """
    known = git.text("remote").split("\n")
    if name not in known:
        has = f"this clone has {', '.join(filter(None, known)) or 'none'}"
        raise NameRefusedError(
            f"there is no remote {name!r}: {has}",
            "git remote add it, name another with --remote, or commit here alone with --no-push",
        )
