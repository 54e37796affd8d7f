"""Git repositories with a pull request, as a runner has them checked out."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from cli.conftest import web_leaf
from cli.in_process import inside
from repository import make_repository, write

POLICY = "policies/latest-in-production.yaml"
REQUIREMENTS = ".gitlab/catalogc-requirements.txt"
WORKFLOW = ".github/workflows/catalogc.yaml"
LEAVES = {
    "catalog/web/one/prod.yaml": web_leaf("one", "prod"),
    "catalog/web/two/dev.yaml": web_leaf("two"),
}


def closed():
    """An environment in which git asks nobody, and signs as somebody."""
    return {
        "PATH": os.environ["PATH"],
        "LC_ALL": "C.UTF-8",
        "GIT_CONFIG_GLOBAL": "/dev/null",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "A",
        "GIT_AUTHOR_EMAIL": "a@example.com",
        "GIT_COMMITTER_NAME": "A",
        "GIT_COMMITTER_EMAIL": "a@example.com",
    }


def git(folder, *arguments):
    command = ["git", "-c", "protocol.file.allow=always", *arguments]
    done = subprocess.run(
        command, cwd=folder, env=closed(), capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, (arguments, done.stderr)
    return done.stdout.strip()


def commit(folder, message="change"):
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", message)
    return git(folder, "rev-parse", "HEAD")


def build(folder, *arguments):
    done = inside("build", *arguments, cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr


@dataclass(frozen=True)
class Project:
    """A shared repository with branch ``main``.

    Attributes:
        bare: what is cloned.
        folder: a clone that changes are made in.
        catalog: folder of the catalog in ``folder``.
    """

    bare: Path
    folder: Path
    catalog: Path

    @classmethod
    def make(cls, folder: Path, below=".", *, built=True):
        """A catalog of two leaves, committed."""
        clone = folder / "clone"
        catalog = make_repository((clone / below).resolve(), LEAVES)
        keep_charts(catalog, "basic-container-load", "common")
        write(clone, {REQUIREMENTS: "catalogc==1 --hash=sha256:0\n"})
        if built:
            build(catalog)
        git(clone, "init", "--quiet", "--initial-branch=main")
        commit(clone, "base")
        bare = folder / "shared.git"
        git(folder, "clone", "--quiet", "--bare", str(clone), str(bare))
        git(clone, "remote", "add", "origin", str(bare))
        return cls(bare, clone, catalog)

    def change(self, *edits):
        """Check out a branch with some edits; what was made once is taken again."""
        name = "-".join(edit.__name__ for edit in edits) or "nothing"
        if git(self.folder, "branch", "--list", name):
            git(self.folder, "checkout", "--quiet", name)
            return
        git(self.folder, "checkout", "--quiet", "-b", name, "main")
        for made in edits:
            made(self.catalog)
        commit(self.folder)

    def merged(self, target: Path, depth=0) -> Path:
        """Check out the merge of the branch and main, as GitHub does for a pull request of a fork.

        The branch itself is in no repository that the checkout knows of.
        """
        head = git(self.folder, "rev-parse", "HEAD")
        git(self.folder, "checkout", "--quiet", "--detach", "main")
        git(self.folder, "merge", "--quiet", "--no-ff", "--message=merge", head)
        git(self.folder, "push", "--quiet", "--force", "origin", "HEAD:refs/pull/1/merge")
        merge = "+refs/pull/1/merge:refs/remotes/pull/1/merge"
        heads = "+refs/heads/*:refs/remotes/origin/*"
        target.mkdir()
        git(target, "init", "--quiet")
        git(target, "remote", "add", "origin", f"file://{self.bare}")
        wanted = ("--depth=1", "origin", merge) if depth else ("origin", merge, heads)
        git(target, "fetch", "--quiet", "--no-tags", *wanted)
        git(target, "checkout", "--quiet", "--detach", "refs/remotes/pull/1/merge")
        return target


def keep_charts(catalog: Path, *names):
    """Drop all other charts: git is quicker with few files."""
    for chart in (catalog / "charts").iterdir():
        if chart.name not in names:
            shutil.rmtree(chart)
    for entity in (catalog / ".cat/backstage").glob("*.yaml"):
        text = entity.read_text("utf-8")
        if "/chart-path:" in text and not any(f"charts/{name}\n" in text for name in names):
            entity.unlink()


def edit(path: Path, old: str, new: str):
    text = path.read_text("utf-8")
    assert old in text, (path, old)
    path.write_text(text.replace(old, new), "utf-8")


def add_leaf(catalog: Path):
    write(catalog, {"catalog/web/three/dev.yaml": web_leaf("three")})
    build(catalog)


def break_leaf(catalog: Path):
    edit(catalog / "catalog/web/one/prod.yaml", "replicas: 2", "replicas: many")


def use_latest(catalog: Path):
    edit(catalog / "catalog/web/one/prod.yaml", "tag: 6.7.1", "tag: latest")


def delete_leaf(catalog: Path):
    (catalog / "catalog/web/two/dev.yaml").unlink()
    build(catalog)


def allow_latest(catalog: Path):
    setting = 'lint: {levels: {latest-in-production: "off"}}\nreservedNamespaces'
    edit(catalog / "catalogc.yaml", "reservedNamespaces", setting)


def change_workflow(catalog: Path):
    write(catalog, {WORKFLOW: "on: push\n"})


def relax_policy(catalog: Path):
    edit(catalog / POLICY, "  owner:", "  level: {default: warning}\n  owner:")
