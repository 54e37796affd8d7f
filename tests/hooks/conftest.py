"""Catalog repositories with hooks, committed to by the real git."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from ci.changes import Project, closed, commit, git
from tools import ROOT

PROGRAMS = Path(sys.executable).parent
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))


@dataclass(frozen=True)
class Repository:
    """A clone of a catalog repository.

    Attributes:
        folder: its work tree.
        cache: of pre-commit.
    """

    folder: Path
    cache: Path

    def run(self, *command, cwd=None, **variables):
        """Run a command as a developer does; hooks find this catalogc."""
        path = f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}"
        own = {"PATH": path, "PRE_COMMIT_HOME": str(self.cache), "HOME": str(self.cache)}
        return subprocess.run(
            list(map(str, command)),
            cwd=cwd or self.folder,
            env={**closed(), **own, **variables},
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    def commit(self, *arguments, cwd=None):
        """Run ``git commit``; return whether it was made, and what was printed."""
        done = self.run("git", "commit", "--quiet", "--message=change", *arguments, cwd=cwd)
        return done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def catalog(tmp_path_factory):
    return Project.make(tmp_path_factory.mktemp("catalog")).bare


@pytest.fixture(scope="session")
def hook_repository(tmp_path_factory):
    """The hooks of this repository, for a catalogc that is installed already."""
    folder = tmp_path_factory.mktemp("hooks")
    hooks = [{**hook, "language": "system"} for hook in HOOKS]
    (folder / ".pre-commit-hooks.yaml").write_text(yaml.safe_dump(hooks))
    git(folder, "init", "--quiet")
    return folder, commit(folder)


@pytest.fixture(scope="session")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def plain(catalog, cache, tmp_path):
    """A repository without hooks."""
    folder = tmp_path / "repository"
    git(tmp_path, "clone", "--quiet", str(catalog), str(folder))
    return Repository(folder, cache)


@pytest.fixture
def with_git_hook(plain):
    """One whose only hook is a line of shell."""
    hook = plain.folder / ".git/hooks/pre-commit"
    hook.write_text("#!/bin/sh\nexec catalogc lint --staged --no-render --format concise\n")
    hook.chmod(0o755)
    return plain


@pytest.fixture
def with_pre_commit(plain, hook_repository):
    """Set up hooks of pre-commit by their ids; of few leaves, one worker is done sooner."""

    def install(*ids, more=("--jobs", "1")):
        folder, revision = hook_repository
        hooks = [{"id": name, "verbose": True, "args": list(more)} for name in ids]
        config = {"repos": [{"repo": f"file://{folder}", "rev": revision, "hooks": hooks}]}
        (plain.folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
        commit(plain.folder, "hooks")
        done = plain.run("pre-commit", "install")
        assert done.returncode == 0, done.stdout + done.stderr
        return plain

    yield install
    shutil.rmtree(plain.folder)
