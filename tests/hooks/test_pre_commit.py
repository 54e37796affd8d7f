"""The hooks of this repository, run by the real pre-commit."""

from concurrent.futures import ThreadPoolExecutor

from ci.changes import break_leaf, edit, git
from cli.conftest import web_leaf
from hooks.conftest import HOOKS
from repository import write

LEAF = "catalog/web/one/prod.yaml"


def test_a_leaf_in_part(with_pre_commit):
    """pre-commit sets the rest aside while hooks run, and brings it back."""
    repository = with_pre_commit("catalogc-lint", more=["--no-render"])
    leaf = repository.folder / LEAF
    edit(leaf, "replicas: 2", "replicas: 3")
    git(repository.folder, "add", LEAF)
    edit(leaf, "replicas: 3", "replicas: many")
    was_made, printed = repository.commit()
    assert was_made, printed
    assert "replicas: many" in leaf.read_text()

    git(repository.folder, "add", LEAF)
    edit(leaf, "replicas: many", "replicas: 4")
    was_made, printed = repository.commit()
    assert not was_made
    assert "error[wrong-type]" in printed
    assert "replicas: 4" in leaf.read_text()


def test_a_chart_reaches_leaves_that_nobody_changed(with_pre_commit):
    repository = with_pre_commit("catalogc-lint")
    template = repository.folder / "charts/basic-container-load/templates/service.yaml"
    template.write_text('{{ fail "no" }}\n')
    git(repository.folder, "add", "--all")
    was_made, printed = repository.commit()
    assert not was_made
    assert f"{LEAF}:" in printed


def test_a_checkout_where_nothing_is_staged(with_pre_commit):
    """As in CI: to judge nothing would look like success."""
    repository = with_pre_commit("catalogc-lint", more=["--no-render"])
    break_leaf(repository.folder)
    commit_without_hooks(repository)
    for selection in (("--all-files",), ("--from-ref", "HEAD~1", "--to-ref", "HEAD")):
        done = repository.run("pre-commit", "run", *selection)
        assert done.returncode == 1, done.stdout
        assert done.stdout.count("error[wrong-type]") == 1
        assert done.stdout.count("Checked ") == 1


def test_output_is_written_and_the_commit_stopped_once(with_pre_commit):
    repository = with_pre_commit("catalogc-build")
    edit(repository.folder / LEAF, "replicas: 2", "replicas: 3")
    git(repository.folder, "add", LEAF)
    was_made, printed = repository.commit()
    assert not was_made
    assert "files were modified by this hook" in printed
    changed = git(repository.folder, "diff", "--name-only").splitlines()
    assert "rendered/prod/manifests/web/one/deployment-one.yaml" in changed


def test_output_that_is_not_added_is_missed(with_pre_commit):
    """The first leaf of an environment makes new files only, which pre-commit does not see."""
    repository = with_pre_commit("catalogc-build", "catalogc-check")
    write(repository.folder, {"catalog/web/three/staging.yaml": web_leaf("three", "staging")})
    git(repository.folder, "add", "catalog")
    was_made, printed = repository.commit()
    assert not was_made
    assert "rendered/staging/argocd/root.yaml is missing" in printed
    git(repository.folder, "add", "rendered")
    was_made, printed = repository.commit()
    assert was_made, printed


def test_every_hook_takes_the_index_and_no_names():
    assert [hook["id"] for hook in HOOKS] == ["catalogc-lint", "catalogc-build", "catalogc-check"]
    for hook in HOOKS:
        assert hook["entry"].endswith(" --staged")
        assert (hook["pass_filenames"], hook["require_serial"]) == (False, True)


def test_batches_beside_each_other(plain):
    """Who hands over names gets several processes: each is right, and so is their cache."""
    break_leaf(plain.folder)
    names = [LEAF, "catalog/web/two/dev.yaml"]
    with ThreadPoolExecutor(len(names)) as pool:
        lint = ("catalogc", "lint", "--format", "concise")
        done = list(pool.map(lambda name: plain.run(*lint, name), names))
    assert [run.returncode for run in done] == [1, 0], done
    assert [run.stdout.count(f"{LEAF}:9:13: error:") for run in done] == [1, 0]
    assert "Traceback" not in "".join(run.stderr for run in done)


def commit_without_hooks(repository):
    git(repository.folder, "add", "--all")
    git(repository.folder, "commit", "--quiet", "--no-verify", "--message=change")
