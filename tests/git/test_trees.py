"""A commit and the index as trees: what is read, and what is refused."""

import pytest

from affected.small_catalog import commit, git
from catalogc.files import MAX_BYTES, FileRefused, Repository
from catalogc.git.runner import Git, GitError, UnknownRefError
from catalogc.git.trees import GitTree

ZEROS = "0" * 40


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    """A repository with the catalog in a folder of it, all committed."""
    work = tmp_path_factory.mktemp("trees") / "work"
    root = work / "sub/catalog"
    (root / "catalog/web/shop").mkdir(parents=True)
    (root / "catalog/web/shop/dev.yaml").write_text("a: 1\n")
    (root / "catalog/web/empty.yaml").write_bytes(b"")
    (root / "catalog/web/large.yaml").write_bytes(b"x" * (MAX_BYTES + 9))
    (root / "catalog/web/grün ü.yaml").write_text("b: 2\n")
    (root / "catalog/web/.hidden.yaml").write_text("c: 3\n")
    (root / "catalog/linked").symlink_to("web")
    (root / "catalog/web/link.yaml").symlink_to("shop/dev.yaml")
    (work / "outside.yaml").write_text("d: 4\n")
    git(work, "init", "--quiet", "--initial-branch=main")
    module = f"160000,{ZEROS[:-1]}1,sub/catalog/catalog/module"
    git(work, "add", "sub", "outside.yaml")
    git(work, "update-index", "--add", "--cacheinfo", module)
    git(work, "commit", "--quiet", "--message", "all")
    return work


def tree_of(work, state):
    found = Git.find(work / "sub/catalog", {})
    return (
        GitTree.of_index(found)
        if state == "index"
        else GitTree.of_commit(found, found.commit("HEAD"))
    )


@pytest.fixture(scope="module", params=["commit", "index"])
def repository(work, request):
    return Repository(work / "sub/catalog", tree=tree_of(work, request.param))


READS = [
    ("catalog/web/shop/dev.yaml", b"a: 1\n"),
    ("./catalog//web/../web/shop/dev.yaml", b"a: 1\n"),
    ("catalog/web/empty.yaml", b""),
    ("catalog/web/grün ü.yaml", b"b: 2\n"),
    ("catalog/web/large.yaml", b"x" * (MAX_BYTES + 1)),
    ("catalog/linked/shop/dev.yaml", "symlink"),
    ("catalog/web/link.yaml", "symlink"),
    ("catalog/module", "unreadable-file"),
    ("catalog/web/shop", "unreadable-file"),
    ("catalog/web/gone.yaml", "missing-file"),
    ("catalog/gone/dev.yaml", "missing-file"),
    ("outside.yaml", "missing-file"),
    ("../outside.yaml", "outside-root"),
    ("/etc/hostname", "outside-root"),
]


@pytest.mark.parametrize(("path", "expected"), READS, ids=[path for path, _ in READS])
def test_read(repository, path, expected):
    try:
        found = repository.read(path)
    except FileRefused as refusal:
        found = refusal.rule
    assert found == expected


def test_list(repository):
    listing = repository.list_files("catalog", (".yaml",))
    assert listing.files == (
        "catalog/web/empty.yaml",
        "catalog/web/grün ü.yaml",
        "catalog/web/large.yaml",
        "catalog/web/shop/dev.yaml",
    )
    assert [(item.path, item.rule) for item in listing.refused] == [
        ("catalog/web/link.yaml", "symlink")
    ]
    assert repository.list_files("no such folder").files == ()
    assert repository.is_folder("catalog/web")
    assert not repository.is_folder("catalog/linked")
    assert repository.exists("catalog/linked")
    assert not repository.exists("catalog/other")


def test_the_index_and_the_commit_differ(work):
    git(work, "update-index", "--cacheinfo", f"100644,{blob(work, b'staged')},outside.yaml")
    leaf = work / "sub/catalog/catalog/web/shop/dev.yaml"
    leaf.write_text("a: staged\n")
    git(work, "add", "sub/catalog/catalog/web/shop/dev.yaml")
    leaf.write_text("a: on disk\n")
    try:
        texts = {
            state: tree_of(work, state).read("catalog/web/shop/dev.yaml", 99)
            for state in ("commit", "index")
        }
    finally:
        git(work, "reset", "--quiet", "--hard")
    assert texts == {"commit": b"a: 1\n", "index": b"a: staged\n"}


def blob(work, content):
    path = work / "draft"
    path.write_bytes(content)
    name = git(work, "hash-object", "-w", "draft").strip()
    path.unlink()
    return name


def test_many_files_take_few_programs(work, monkeypatch):
    calls = []
    run = Git.run
    monkeypatch.setattr(
        Git, "run", lambda self, *args, **more: calls.append(args[0]) or run(self, *args, **more)
    )
    repository = Repository(work / "sub/catalog", tree=tree_of(work, "commit"))
    for path in repository.list_files("catalog", (".yaml",)).files:
        repository.read(path)
    assert calls.count("cat-file") == 1


def test_a_conflict_is_refused(tmp_path):
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    (tmp_path / "a.yaml").write_text("a: 1\n")
    commit(tmp_path)
    git(tmp_path, "checkout", "--quiet", "-b", "other")
    (tmp_path / "a.yaml").write_text("a: 2\n")
    commit(tmp_path)
    git(tmp_path, "checkout", "--quiet", "main")
    (tmp_path / "a.yaml").write_text("a: 3\n")
    commit(tmp_path)
    with pytest.raises(Exception, match="merge"):
        git(tmp_path, "merge", "--quiet", "other")
    with pytest.raises(GitError, match=r"a\.yaml has a conflict"):
        GitTree.of_index(Git.find(tmp_path, {}))


@pytest.mark.parametrize("name", ["nope", "--all", "HEAD:a.yaml", "", "main..main", "HEAD^{tree}"])
def test_what_is_no_commit_is_refused(work, name):
    with pytest.raises(UnknownRefError, match="is no commit of this repository"):
        Git.find(work, {}).commit(name)


def test_configuration_of_the_repository_starts_nothing(tmp_path):
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    (tmp_path / ".gitattributes").write_text("*.yaml filter=evil diff=evil\n")
    (tmp_path / "a.yaml").write_text("a: 1\n")
    commit(tmp_path)
    trap = tmp_path / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\ncat\n")
    trap.chmod(0o755)
    for key in (
        "core.fsmonitor",
        "core.sshCommand",
        "filter.evil.smudge",
        "filter.evil.clean",
        "diff.evil.textconv",
        "core.pager",
        "alias.cat-file",
        "core.alternateRefsCommand",
    ):
        git(tmp_path, "config", key, str(trap))
    (tmp_path / ".git/hooks/post-index-change").write_text(trap.read_text())
    (tmp_path / ".git/hooks/post-index-change").chmod(0o755)
    found = Git.find(tmp_path, {})
    trees = [GitTree.of_index(found), GitTree.of_commit(found, found.commit("main"))]
    assert [tree.read("a.yaml", 99) for tree in trees] == [b"a: 1\n", b"a: 1\n"]
    assert not (tmp_path / "sprung").exists()


def test_variables_of_the_caller_do_not_count(work, tmp_path, monkeypatch):
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    for name, value in {
        "GIT_DIR": ".git",
        "GIT_WORK_TREE": ".",
        "GIT_OBJECT_DIRECTORY": ".",
    }.items():
        monkeypatch.setenv(name, str(tmp_path / value))
    found = Git.find(work / "sub/catalog")
    assert (found.top, found.prefix) == (work, "sub/catalog/")


@pytest.mark.parametrize(("index", "used"), [(".git/other", True), ("../elsewhere", False)])
def test_a_hook_of_git_commit_has_an_index_of_its_own(work, index, used):
    other = (work / index).resolve()
    other.write_bytes((work / ".git/index").read_bytes())
    git(work, "update-index", "--force-remove", "outside.yaml", GIT_INDEX_FILE=str(other))
    files = GitTree.of_index(Git.find(work, {"GIT_INDEX_FILE": index}))
    assert (files.kind("outside.yaml") is None) is used


def test_histories(tmp_path):
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    first = commit(tmp_path, "first")
    git(tmp_path, "checkout", "--quiet", "-b", "side")
    side = commit(tmp_path, "side")
    git(tmp_path, "checkout", "--quiet", "main")
    main = commit(tmp_path, "main")
    git(tmp_path, "checkout", "--quiet", "--orphan", "alone")
    alone = commit(tmp_path, "alone")
    found = Git.find(tmp_path, {})
    assert found.merge_base(main, side) == first
    assert found.merge_base(main, alone) == main
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{tmp_path}", "shallow")
    git(tmp_path / "shallow", "fetch", "--quiet", "--depth=1", "origin", "side")
    with pytest.raises(GitError, match="too shallow"):
        Git.find(tmp_path / "shallow", {}).merge_base(alone, side)


def test_there_is_no_repository(tmp_path):
    with pytest.raises(GitError, match="is in no git repository"):
        Git.find(tmp_path, {})
