"""``catalogc init``: a repository that builds at once, and nothing that was there is touched."""

import os
import pty
import re
import subprocess
import sys

import pytest
import yaml

from affected.small_catalog import commit, git
from cli.in_process import inside
from cli.run import CATALOGC, catalogc, tree
from tools import ROOT, require_tool

URL = ("--repo-url", "https://git.example.com/acme/catalog.git")


def init(folder, *arguments):
    return inside("init", *URL, *arguments, cwd=folder)


def passes(folder, run=inside):
    """Build, check and the strictest lint, without a warning."""
    first = run("build", cwd=folder)
    assert first.returncode == 0, first.stdout + first.stderr
    assert "1 leaf and its 4 resources are clean.\n" in first.stdout
    for command in (["check"], ["lint", "--strict", "--fail-on", "warning"]):
        result = run(*command, cwd=folder)
        assert (result.returncode, result.stderr) == (0, ""), result.stdout
        assert result.stdout == "1 leaf and its 4 resources are clean.\n"


def test_a_new_repository_builds(tmp_path):
    result = init(tmp_path, "shop", "--environment", "test", "--cluster", "gpu-1", "--ci", "none")
    assert (result.returncode, result.stderr) == (0, "")
    folder = tmp_path / "shop"
    passes(folder)
    assert "rendered/ is up to date" in inside("build", cwd=folder).stdout
    assert "Made a git repository with branch main\n" in result.stdout
    assert (folder / ".git/HEAD").read_text() == "ref: refs/heads/main\n"
    _, root = yaml.safe_load_all((folder / "rendered/test/argocd/root.yaml").read_text())
    assert root["spec"]["source"]["repoURL"] == URL[1]
    application = folder / "rendered/test/argocd/apps/apps/hello.yaml"
    destination = yaml.safe_load(application.read_text())["spec"]["destination"]
    assert destination == {"name": "gpu-1", "namespace": "apps"}
    assert not list(folder.glob(".catalogc-init-*"))


def test_what_is_written_is_what_other_verbs_write(tmp_path):
    """The schema for editors is current, and another init finds nothing missing."""
    assert init(tmp_path, "--no-git", "--ci", "gitlab").returncode == 0
    assert not (tmp_path / ".git").exists()
    export = ["schema", "export", "--output", "schemas/leaf.schema.json", "--check"]
    assert inside(*export, cwd=tmp_path).returncode == 0
    before = tree(tmp_path)
    again = init(tmp_path, "--no-git", "--ci", "gitlab", "--force")
    assert (again.returncode, again.stdout) == (0, "Nothing is missing in .\n")
    assert tree(tmp_path) == before
    leaf = (tmp_path / "catalog/apps/hello/dev.yaml").read_text("utf-8")
    modeline = leaf.splitlines()[0].partition("$schema=")[2]
    assert (tmp_path / "catalog/apps/hello" / modeline).resolve().is_file()


def test_the_ci_file_of_github_is_sound(tmp_path):
    assert init(tmp_path, "--no-git").returncode == 0
    workflow = yaml.safe_load((tmp_path / ".github/workflows/catalogc.yaml").read_text("utf-8"))
    assert workflow["permissions"] == {}
    steps = workflow["jobs"]["check"]["steps"]
    pinned = [step["uses"].partition("@")[2] for step in steps if "uses" in step]
    assert all(re.fullmatch("[0-9a-f]{40}", commit) for commit in pinned)
    assert "catalogc gate --base" in steps[-1]["run"]


def test_a_folder_with_files_is_refused(tmp_path):
    (tmp_path / "README.md").write_text("mine\n")
    (tmp_path / "src").mkdir()
    (tmp_path / ".git").mkdir()
    result = init(tmp_path)
    assert result.returncode == 2
    assert ". is not empty: README.md, src\n" in result.stderr
    assert "--force" in result.stderr
    assert tree(tmp_path) == {"README.md": b"mine\n"}
    forced = init(tmp_path, "--force")
    assert forced.returncode == 0
    assert (tmp_path / "README.md").read_text() == "mine\n"
    assert "git repository" not in forced.stdout  # there is one
    assert inside("build", cwd=tmp_path).returncode == 0


def test_an_existing_catalog_gets_no_leaf(repository):
    before = tree(repository)
    result = init(repository, "--force", "--no-git", "--ci", "none")
    assert result.returncode == 0
    after = tree(repository)
    assert before.items() <= after.items()
    assert {name for name in after if name.startswith("catalog/")} == {
        name for name in before if name.startswith("catalog/")
    }
    assert inside("lint", cwd=repository).returncode == 0


REFUSED = {
    "no URL": (["new"], 2, "--repo-url is missing"),
    "a password": (["new", "--repo-url", "https://a:b@git.example.com/x"], 2, "holds a password"),
    "no label": (["new", *URL, "--env", "a/b"], 2, "--environment is 'a/b', which is not a DNS"),
    "reserved": (["new", *URL, "--catalog", "vault"], 2, "a reserved namespace"),
    "a file": (["file", *URL], 2, "file is not a folder"),
    "below a file": (["file/x", *URL], 2, "file is not a folder"),
    "a link": (["link", *URL, "--no-git"], 2, "link is a symbolic link that leads nowhere"),
}


@pytest.mark.parametrize(("arguments", "code", "said"), REFUSED.values(), ids=REFUSED)
def test_refused(tmp_path, arguments, code, said):
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to("nowhere")
    result = inside("init", *arguments, cwd=tmp_path)
    assert (result.returncode, result.stdout) == (code, "")
    assert said in result.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "link"]


def test_without_git(tmp_path):
    result = catalogc("init", "new", *URL, cwd=tmp_path, environment={"PATH": "/nonexistent"})
    assert result.returncode == 3
    assert "--no-git" in result.stderr
    assert tree(tmp_path) == {}


def test_asks_on_a_terminal(tmp_path):
    leader, follower = pty.openpty()
    asked = subprocess.Popen(
        [str(CATALOGC), "init", "--no-git"],
        cwd=tmp_path,
        stdin=follower,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
        encoding="utf-8",
    )
    os.write(leader, f"{URL[1]}\nstage\n\nweb\nnone\n".encode())
    _, said = asked.communicate(timeout=60)
    os.close(leader)
    os.close(follower)
    assert asked.returncode == 0, said
    assert "URL of the git repository that Argo CD follows: " in said
    assert (tmp_path / "catalog/web/hello/stage.yaml").is_file()
    assert (tmp_path / "catalog/clusters/stage.yaml").is_file()


@pytest.mark.slow
def test_from_an_installed_wheel(tmp_path):
    """Nothing of the checkout is needed: charts, policies and templates are in the wheel."""
    require_tool("git")
    build = "import sys; from hatchling.build import build_wheel; build_wheel(sys.argv[1])"
    subprocess.run([sys.executable, "-c", build, tmp_path / "dist"], cwd=ROOT, check=True)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    # Dependencies are those of this environment; catalogc itself must come from the wheel.
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv"], check=True)
    (site,) = (tmp_path / "venv/lib").glob("python*/site-packages")
    subprocess.run([sys.executable, "-m", "zipfile", "-e", wheel, site], check=True)
    (here,) = {path for path in sys.path if path.endswith("site-packages")}
    program = f"import sys; sys.path.append({here!r}); from catalogc.cli import main; main()"
    own = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}

    def run(*arguments, cwd):
        command = [tmp_path / "venv/bin/python", "-I", "-c", program, *arguments]
        return subprocess.run(
            command, cwd=cwd, env=own, capture_output=True, text=True, check=False
        )

    where = "import catalogc, sys; print(catalogc.__file__)"
    found = subprocess.run(
        [tmp_path / "venv/bin/python", "-I", "-c", where],
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.startswith(str(site))
    result = run("init", "new", *URL, cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    passes(tmp_path / "new", run)
    assert "flowchart LR" in run("graph", cwd=tmp_path / "new").stdout


def test_the_workflow_judges_a_pull_request_and_what_is_on_the_branch(tmp_path):
    """Its last step, as a runner would start it."""
    root = tmp_path / "origin"
    assert init(tmp_path, "origin", "--ci", "github").returncode == 0
    assert inside("build", cwd=root).returncode == 0
    commit(root)
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", str(root), str(clone))
    git(clone, "checkout", "--quiet", "-b", "topic")
    leaf = clone / "catalog/apps/hello/dev.yaml"
    leaf.write_text(leaf.read_text() + "replica: 3\n")
    commit(clone)
    workflow = yaml.safe_load((root / ".github/workflows/catalogc.yaml").read_text())
    step = workflow["jobs"]["check"]["steps"][-1]
    page = tmp_path / "page.md"
    environment = {
        "PATH": f"{CATALOGC.parent}:{os.environ['PATH']}",
        "GITHUB_STEP_SUMMARY": str(page),
        "HOME": str(tmp_path),
    }
    codes = {}
    for folder, base in ((root, ""), (clone, "main")):
        codes[base] = subprocess.run(
            ["bash", "-e", "-c", step["run"]],
            cwd=folder,
            env={**environment, "BASE": base},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
    assert codes[""].returncode == 0
    assert codes["main"].returncode == 1
    assert "::error file=catalog/apps/hello/dev.yaml" in codes["main"].stdout
    assert "unknown-field" in page.read_text()
