"""``--since`` and ``--staged`` of lint, check and build."""

import shutil

import pytest

from affected.small_catalog import commit, git, leaf, make_catalog
from cli.in_process import inside
from cli.run import catalogc, tree

ONE = "catalog/web/one/dev.yaml"
GOOD = leaf("one", message="good")
BAD = leaf("one", mesage="bad")
FOUND = "catalog/web/one/dev.yaml:4:1"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    root = make_catalog(tmp_path_factory.mktemp("changes") / "catalog")
    assert inside("build", cwd=root).returncode == 0
    commit(root)
    return root


@pytest.fixture
def root(built, tmp_path):
    return shutil.copytree(built, tmp_path / "catalog", symlinks=True)


def run(root, *arguments, **environment):
    return inside(*arguments, "--format", "concise", cwd=root, environment=environment)


def put(root, text, path=ONE):
    (root / path).write_text(text)


STATES = {
    "nothing": (None, None, 0),
    "good staged, bad on disk": (GOOD, BAD, 0),
    "bad staged, good on disk": (BAD, GOOD, 1),
    "bad staged, gone from disk": (BAD, "", 1),
    "bad on disk only": (None, BAD, 0),
}


@pytest.mark.parametrize(("staged", "on_disk", "code"), STATES.values(), ids=STATES)
def test_staged_judges_the_index(root, staged, on_disk, code):
    if staged is not None:
        put(root, staged)
        git(root, "add", ONE)
    if on_disk == "":
        (root / ONE).unlink()
    elif on_disk is not None:
        put(root, on_disk)
    before = tree(root)
    done = run(root, "lint", "--staged")
    assert (done.returncode, done.stderr) == (code, "")
    assert (FOUND in done.stdout) is (code == 1)
    assert tree(root) == before


def test_before_the_first_commit_everything_counts(tmp_path):
    root = make_catalog(tmp_path / "catalog")
    git(root, "add", "--all")
    done = inside("lint", "--staged", cwd=root)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Checked 6 leaves and 10 resources" in done.stdout


def test_nothing_changed(root):
    done = catalogc("lint", "--since", "HEAD", cwd=root)
    name = git(root, "rev-parse", "--short=12", "HEAD").strip()
    assert done.stdout == f"No leaf can have changed since {name}.\n"


def test_since_is_where_the_branch_began(root):
    git(root, "checkout", "--quiet", "-b", "topic")
    put(root, GOOD)
    assert run(root, "build").returncode == 0
    commit(root, "ours")
    git(root, "checkout", "--quiet", "main")
    put(root, leaf("two", uses="one", replicas=7), "catalog/web/two/dev.yaml")
    assert run(root, "build").returncode == 0
    commit(root, "theirs")
    git(root, "checkout", "--quiet", "topic")
    done = inside("lint", "--since", "main", "--format", "json", cwd=root)
    # Theirs would have been two/dev alone: only its Deployment changes, which nobody looks at.
    assert '"leaves": 3' in done.stdout


def test_findings_of_other_leaves_are_not_reported(root):
    put(root, leaf("four", kind="WIDGET", size="four"), "catalog/web/four/dev.yaml")
    commit(root, "a bad leaf")
    put(root, BAD)
    done = run(root, "lint", "--since", "HEAD")
    assert FOUND in done.stdout
    assert "four/dev.yaml" in run(root, "lint").stdout
    assert "four/dev.yaml" not in done.stdout


def test_what_compares_leaves_is_always_reported(root):
    put(root, leaf("one"), "catalog/web/one/again.yaml")
    done = run(root, "lint", "--since", "HEAD")
    assert "duplicate-release" in done.stdout
    assert done.returncode == 1


def test_a_leaf_that_goes_is_missed_by_who_looked_at_it(root):
    (root / ONE).unlink()
    done = run(root, "lint", "--since", "HEAD")
    assert "catalog/web/two/dev.yaml:4:7" in done.stdout
    assert "pod-reference" in done.stdout


def test_build_since_writes_what_a_full_build_writes(root, tmp_path):
    put(root, leaf("one", message="new", replicas=4))
    full = run(root, "build", "--output", str(tmp_path / "full"))
    narrow = run(root, "build", "--since", "HEAD")
    assert (full.returncode, narrow.returncode) == (0, 0)
    assert tree(root / "rendered") == tree(tmp_path / "full")


def test_check_since_finds_the_drift_of_what_changed(root):
    put(root, leaf("one", message="new"))
    done = run(root, "check", "--since", "HEAD")
    assert done.returncode == 1
    assert "rendered/dev/manifests/web/one/configmap-one.yaml:8:1" in done.stdout
    assert "two" not in done.stdout


def test_check_staged_compares_with_the_staged_output(root):
    put(root, leaf("one", message="new"))
    assert run(root, "build").returncode == 0
    git(root, "add", ONE)
    assert run(root, "check", "--staged").returncode == 1
    git(root, "add", "rendered")
    assert run(root, "check", "--staged").returncode == 0
    put(root, "edited: true\n", "rendered/dev/manifests/web/one/configmap-one.yaml")
    assert run(root, "check", "--staged").returncode == 0
    git(root, "add", "rendered")
    assert run(root, "check", "--staged").returncode == 1


def test_a_baseline_is_read_from_the_index(root):
    put(root, leaf("one", uses="nope"))
    git(root, "add", ONE)
    assert inside("baseline", "create", cwd=root).returncode == 0
    assert "pod-reference" in run(root, "lint", "--staged").stdout
    git(root, "add", ".catalogc-baseline.json")
    assert "pod-reference" not in run(root, "lint", "--staged").stdout


def test_in_a_hook_of_a_worktree(root, tmp_path):
    git(root, "worktree", "add", "--quiet", "-b", "side", str(tmp_path / "side"))
    put(tmp_path / "side", BAD)
    git(tmp_path / "side", "add", ONE)
    git_dir = git(tmp_path / "side", "rev-parse", "--absolute-git-dir").strip()
    variables = {"GIT_DIR": git_dir, "GIT_INDEX_FILE": f"{git_dir}/index"}
    done = catalogc("lint", "--staged", cwd=tmp_path / "side", environment=variables)
    assert done.returncode == 1
    assert run(root, "lint", "--staged").returncode == 0


def test_a_catalog_in_a_folder_of_the_repository(built, tmp_path):
    shutil.copytree(built, tmp_path / "sub", ignore=shutil.ignore_patterns(".git"))
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    commit(tmp_path)
    put(tmp_path / "sub", GOOD)
    done = inside("lint", "--since", "HEAD", "--format", "json", cwd=tmp_path / "sub")
    assert done.stderr == ""
    assert '"leaves": 3' in done.stdout


def test_why_everything_counts_is_told(root):
    shutil.rmtree(root / "rendered/dev")
    commit(root, "without output")
    done = run(root, "lint", "--since", "HEAD")
    name = git(root, "rev-parse", "--short=12", "HEAD").strip()
    assert (
        done.stderr
        == f"catalogc: {name} has no output of dev: every leaf there counts as changed\n"
    )


REFUSED = {
    "no commit": (("lint", "--since", "nope"), 2, "'nope' is no commit of this repository"),
    "no option": (("lint", "--since=--all"), 2, "'--all' is no commit of this repository"),
    "fixing the index": (("lint", "--staged", "--fix"), 2, "nothing there is edited"),
    "a text on stdin": (("lint", "--staged", "-"), 2, "nothing there is edited"),
}


@pytest.mark.parametrize(("arguments", "code", "message"), REFUSED.values(), ids=REFUSED)
def test_refused(root, arguments, code, message):
    done = inside(*arguments, cwd=root)
    assert (done.returncode, done.stdout) == (code, "")
    assert message in done.stderr


def test_there_is_no_git_repository(root):
    shutil.rmtree(root / ".git")
    done = inside("check", "--since", "HEAD", cwd=root)
    assert (done.returncode, done.stdout) == (3, "")
    assert "is in no git repository" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_object_that_is_not_in_the_clone(root):
    name = git(root, "rev-parse", f"HEAD:{ONE}").strip()
    (root / ".git/objects" / name[:2] / name[2:]).unlink()
    done = inside("lint", "--since", "HEAD", cwd=root)
    assert (done.returncode, done.stdout) == (3, "")
    assert f"object {name[:12]} is not in this clone" in done.stderr


def test_an_environment_is_built_the_same_alone_and_with_others(root):
    before = tree(root / "rendered")
    shutil.rmtree(root / "rendered/dev")
    assert run(root, "build", "--env", "dev").returncode == 0
    assert tree(root / "rendered") == before
