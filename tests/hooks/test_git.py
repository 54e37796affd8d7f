"""``catalogc lint --staged`` as a hook of git: what is committed is what is judged."""

import pytest

from ci.changes import break_leaf, edit, git
from cli.conftest import web_leaf
from repository import write

LEAF = "catalog/web/one/prod.yaml"
OTHER = "catalog/web/two/dev.yaml"
BAD, GOOD = "replicas: many", "replicas: 3"
LINT = ("catalogc", "lint", "--staged", "--no-render", "--format", "concise")
FINDING = f"{LEAF}:9:13: error: "


def set_leaf(folder, new, path=LEAF):
    edit(folder / path, "replicas: 2", new)


def set_back(folder, path=LEAF):
    git(folder, "checkout", "--quiet", "HEAD", "--", path)


def good_index_bad_tree(folder):
    set_leaf(folder, GOOD)
    git(folder, "add", LEAF)
    edit(folder / LEAF, GOOD, BAD)
    return ()


def bad_index_good_tree(folder):
    set_leaf(folder, BAD)
    git(folder, "add", LEAF)
    edit(folder / LEAF, BAD, GOOD)
    return ()


def all_changed(folder):
    set_leaf(folder, BAD)
    return ("--all",)


def one_file_of_two(folder):
    """The index of git is left aside: the other file is not part of the commit."""
    set_leaf(folder, BAD)
    git(folder, "add", LEAF)
    set_leaf(folder, GOOD, OTHER)
    return ("--only", OTHER)


def bad_file_of_two(folder):
    set_leaf(folder, GOOD, OTHER)
    git(folder, "add", OTHER)
    set_leaf(folder, BAD)
    return ("--only", LEAF)


CASES = [
    (good_index_bad_tree, True),
    (bad_index_good_tree, False),
    (all_changed, False),
    (one_file_of_two, True),
    (bad_file_of_two, False),
]


@pytest.mark.parametrize(("change", "made"), CASES, ids=lambda item: getattr(item, "__name__", ""))
def test_a_commit(with_git_hook, change, made):
    arguments = change(with_git_hook.folder)
    before = (with_git_hook.folder / LEAF).read_bytes()
    was_made, printed = with_git_hook.commit(*arguments)
    assert was_made == made, printed
    assert (FINDING in printed) == (not made)
    assert (with_git_hook.folder / LEAF).read_bytes() == before


def test_a_linked_worktree(with_git_hook):
    linked = with_git_hook.folder.parent / "linked"
    git(with_git_hook.folder, "worktree", "add", "--quiet", str(linked))
    break_leaf(linked)
    git(linked, "add", "--all")
    was_made, printed = with_git_hook.commit(cwd=linked)
    assert not was_made
    assert FINDING in printed


def test_variables_of_another_repository(plain, tmp_path):
    """A hook there may run catalogc here."""
    other = tmp_path / "other"
    write(other, {"file": ""})
    git(other, "init", "--quiet")
    set_leaf(plain.folder, BAD)
    git(plain.folder, "add", LEAF)
    theirs = {
        "GIT_DIR": str(other / ".git"),
        "GIT_INDEX_FILE": str(other / ".git/index"),
        "GIT_WORK_TREE": str(other),
        "GIT_PREFIX": "",
    }
    done = plain.run(*LINT, **theirs)
    assert done.returncode == 1, done.stderr
    assert FINDING in done.stdout


def test_untracked_leaves_are_no_part_of_a_commit(with_git_hook):
    write(with_git_hook.folder, {"catalog/web/draft/dev.yaml": web_leaf("two")})
    set_leaf(with_git_hook.folder, GOOD)
    was_made, printed = with_git_hook.commit("--all")
    assert was_made, printed
