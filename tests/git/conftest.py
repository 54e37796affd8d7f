"""Git repositories on disk: a clone and the bare repository that it pushes to."""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tools import require_tool

_CONFIGURATION = "[user]\n\tname = Ada\n\temail = ada@example.com\n[init]\n\tdefaultBranch = main\n"


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A home folder whose git configuration names a person; git's variables are gone."""
    require_tool("git")
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / ".gitconfig").write_text(_CONFIGURATION, "utf-8")
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setenv("HOME", str(folder))
    return folder


class Clone:
    """A work tree, and what tests ask of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def git(self, *arguments, **more) -> str:
        completed = subprocess.run(
            ["git", *arguments], cwd=self.folder, check=True, capture_output=True, **more
        )
        return completed.stdout.decode().removesuffix("\n")

    def commit(self, message="a change", **files) -> str:
        """Commit texts, by path with ``__`` for a slash; return the commit's name."""
        for name, text in files.items():
            path = self.folder / name.replace("__", "/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", message)
        return self.git("rev-parse", "HEAD")

    def files(self, ref: str) -> dict[str, bytes]:
        """Return path -> content of a commit."""
        listed = self.git("ls-tree", "-r", "-z", "--name-only", ref).split("\0")
        return {path: self.git("show", f"{ref}:{path}").encode() for path in filter(None, listed)}

    def state(self) -> dict[str, str]:
        """Return a digest of everything that publishing must leave alone."""
        return {
            str(path.relative_to(self.folder)): _digest(path)
            for path in sorted(self.folder.rglob("*"))
            if path.is_file() and not _may_change(path.relative_to(self.folder).as_posix())
        }


def _digest(path: Path) -> str:
    status = path.stat()
    content = hashlib.sha256(path.read_bytes()).hexdigest()
    return f"{content} {status.st_mode:o} {status.st_mtime_ns}"


def _may_change(path: str) -> bool:
    """Objects come; the published branch and the remote-tracking branches move."""
    moves = ("refs/heads/env/", "refs/remotes/", "logs/refs/heads/env/", "logs/refs/remotes/")
    return path.startswith((".git/objects/", *(f".git/{name}" for name in moves)))


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """An empty bare repository and a clone of it with one commit, made once and then copied."""
    require_tool("git")
    folder = tmp_path_factory.mktemp("made")
    configuration = folder / "configuration"
    configuration.write_text(_CONFIGURATION, "utf-8")
    environment = {"PATH": os.environ["PATH"], "GIT_CONFIG_GLOBAL": str(configuration)}
    for arguments in (
        ["init", "--quiet", "--bare", "origin.git"],
        ["init", "--quiet", "clone"],
        ["-C", "clone", "remote", "add", "origin", "../origin.git"],
        ["-C", "clone", "commit", "--quiet", "--allow-empty", "-m", "zero"],
        ["-C", "clone", "commit", "--quiet", "--allow-empty", "-m", "first"],
        ["-C", "clone", "push", "--quiet", "origin", "main"],
    ):
        subprocess.run(["git", *arguments], cwd=folder, env=environment, check=True)
    return folder


@pytest.fixture
def origin(tmp_path, made):
    """A bare repository with the branch main alone."""
    shutil.copytree(made / "origin.git", tmp_path / "origin.git")
    return Clone(tmp_path / "origin.git")


@pytest.fixture
def clone(tmp_path, made, origin, home):  # noqa: ARG001 - beside it
    """A clone of it, with two commits that are pushed."""
    shutil.copytree(made / "clone", tmp_path / "clone")
    return Clone(tmp_path / "clone")
