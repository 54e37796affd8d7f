"""``catalogc publish`` from end to end: a catalog repository and the bare one that it pushes to."""

import json
import re
import shutil
import subprocess

import pytest

from catalogc.cli.boundary import run_guarded
from catalogc.cli.command import catalogc as command
from cli.conftest import web_leaf
from cli.in_process import inside
from cli.run import catalogc, tree
from repository import make_repository, write


@pytest.fixture(scope="session")
def catalog(made):
    """A catalog repository with a leaf in each of two environments, made once."""
    folder = make_repository(
        made / "catalog",
        {
            "catalog/web/one/dev.yaml": web_leaf("one"),
            "catalog/web/two/prod.yaml": web_leaf("two", "prod"),
        },
    )
    text = (folder / "catalogc.yaml").read_text("utf-8")
    changed = text.replace("targetRevision: main", "targetRevision: env/{environment}")
    assert changed != text
    (folder / "catalogc.yaml").write_text(changed, "utf-8")
    return folder


@pytest.fixture
def published(clone, catalog):
    """A clone that holds the catalog, committed."""
    shutil.copytree(catalog, clone.folder, dirs_exist_ok=True)
    clone.commit("catalog")
    return clone


@pytest.fixture
def publish(published, home):
    def publish(*arguments, run=inside):
        environment = {"HOME": str(home)}
        return run("publish", *arguments, cwd=published.folder, environment=environment)

    return publish


def test_the_branch_holds_what_a_build_writes(published, publish):
    (published.folder / "catalog/web/one/dev.yaml").write_text("not committed", "utf-8")
    before = published.state()
    first = publish("--branch", "env/{environment}", run=catalogc)
    assert first.returncode == 0, first.stderr
    assert re.search(
        r"\nPublished dev to branch env/dev of origin \([0-9a-f]{12}, its first commit\): "
        r"1 Application added, 0 changed, 0 removed\.\nPublished prod to branch env/prod of "
        r"origin .*\nBranch env/staging of origin is up to date: there is nothing to publish\.\n$",
        first.stdout,
    )
    assert (
        "without 1 files that are not committed, such as catalog/web/one/dev.yaml" in first.stderr
    )
    assert published.state() == before
    assert published.git("branch", "--format=%(refname:short)") == "main"

    published.git("checkout", "--quiet", "--", ".")
    assert inside("build", cwd=published.folder).returncode == 0
    built = tree(published.folder / "rendered")
    for name in ("dev", "prod"):
        published.git("worktree", "add", "--quiet", "--detach", f"../{name}", f"origin/env/{name}")
        there = tree(published.folder.parent / name)
        del there[".git"]
        assert there == {f"rendered/{p}": c for p, c in built.items() if p.startswith(f"{name}/")}
        assert (
            f"targetRevision: env/{name}\n" in there[f"rendered/{name}/argocd/root.yaml"].decode()
        )


def test_a_change_is_planned_then_published(published, origin, publish):
    assert publish("--branch", "env/dev").returncode == 0
    first = origin.git("rev-parse", "env/dev")
    one = published.folder / "catalog/web/one/dev.yaml"
    one.write_text(one.read_text("utf-8").replace("replicas: 2", "replicas: 3"), "utf-8")
    write(published.folder, {"catalog/web/three/dev.yaml": web_leaf("three")})
    source = published.commit("more")

    planned = publish("--branch", "env/dev", "--dry-run")
    assert planned.returncode == 0, planned.stderr
    assert planned.stdout.endswith(
        f"Would publish dev to branch env/dev of origin (after {first[:12]}): "
        "1 Application added, 1 changed, 0 removed.\n"
    )
    assert origin.git("rev-parse", "env/dev") == first

    done = publish("--branch", "env/dev", "--message", "Three for one", "--format", "json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    commit = origin.git("rev-parse", "env/dev")
    assert (report["version"], report["findings"], report["summary"]["leaves"]) == (1, [], 3)
    assert report["published"] == [
        {
            "branch": "env/dev",
            "remote": "origin",
            "environments": ["dev"],
            "status": "published",
            "source": source,
            "commit": commit,
            "base": first,
            "applications": {"added": ["dev/web/three"], "changed": ["dev/web/one"], "removed": []},
            "files": {"added": 5, "changed": 2, "removed": 0},
        }
    ]
    assert origin.git("log", "-1", "--format=%B", "env/dev").startswith(
        "Three for one\n\nPublish dev: 1 Application added, 1 changed, 0 removed\n\n"
        f"Added: dev/web/three\nChanged: dev/web/one\n\nCatalogc-Source: {source}\n"
    )


def test_errors_publish_nothing(published, origin, publish):
    write(published.folder, {"catalog/web/bad/dev.yaml": "workloadType: NOPE\n"})
    published.commit("bad")
    result = publish("--branch", "env/dev")
    assert result.returncode == 1
    assert "catalog/web/bad/dev.yaml:1" in result.stdout
    assert "Published" not in result.stdout
    assert origin.git("for-each-ref", "refs/heads/env") == ""


REFUSED = {
    "branch that nobody follows": (["--branch", "env/qa"], 2, "they follow env/dev, env/prod"),
    "unknown environment": (["--branch", "x", "--env", "qa"], 2, "there is no environment qa"),
    "unknown placeholder": (["--branch", "env/{env}"], 2, "that is not {environment}"),
    "no name of a branch": (["--branch", "a..b"], 2, "'a..b' is no name of a branch"),
    "unknown remote": (["--branch", "env/dev", "--remote", "x"], 2, "there is no remote 'x'"),
    "supersede": (["--branch", "env/dev", "--supersede", "HEAD"], 2, "is no name of a commit"),
    "empty message": (["--branch", "env/dev", "--message", " "], 2, "--message is empty"),
    "format": (["--branch", "env/dev", "--format", "sarif"], 2, "--format text and"),
    "checked out": (["--branch", "main", "--env", "dev"], 3, "branch main is checked out in"),
}


@pytest.fixture
def refusal(published, monkeypatch, capsys):
    """Publishes in this process; returns the exit code and what is said."""

    def run(*arguments, cwd=published.folder):
        monkeypatch.chdir(cwd)
        code = run_guarded(command, ["publish", *arguments])
        return code, capsys.readouterr().err

    return run


@pytest.mark.parametrize(("arguments", "code", "said"), REFUSED.values(), ids=REFUSED)
def test_refusals(published, refusal, arguments, code, said):
    ended, text = refusal(*arguments)
    assert (ended, said in text) == (code, True), text
    assert published.git("for-each-ref", "refs/heads/env") == ""


def test_a_catalog_that_cannot_be_published(refusal, home, catalog, tmp_path):
    (home / ".gitconfig").unlink()
    code, said = refusal("--branch", "env/dev")
    assert code == 2
    assert "git does not know who commits" in said

    outside = shutil.copytree(catalog, tmp_path / "outside")
    code, said = refusal("--branch", "env/dev", cwd=outside)
    assert code == 3
    assert "is in no git repository" in said
    subprocess.run(["git", "init", "--quiet", str(outside)], check=True)
    code, said = refusal("--branch", "env/dev", cwd=outside)
    assert code == 3
    assert "has no commit yet" in said


@pytest.mark.parametrize("key", ["source: chart", "shape: hydrator"])
def test_what_argo_cd_makes_itself_is_not_published(published, refusal, key):
    path = published.folder / "catalogc.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("argocd:\n", f"argocd:\n  {key}\n", 1), "utf-8")
    published.commit("otherwise")
    code, said = refusal("--branch", "env/dev")
    assert code == 2
    assert "of environment dev from the source branch" in said
