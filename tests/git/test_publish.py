"""Publishing to branches: order, ownership of the newest commit, and what is left alone."""

import hashlib
import shutil
import subprocess
import tempfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogc.git.branch import require_not_checked_out, trailers
from catalogc.git.names import NameRefusedError, require_branch_name, require_remote
from catalogc.git.objects import blob_name, require_person, write_blobs, write_tree
from catalogc.git.places import LocalPlace, RemotePlace
from catalogc.git.publish import Publication, Status, inspect, publish
from catalogc.git.runner import Git, GitError

BRANCH = "env/dev"


class Terms:
    """Terms that allow everything; files below ``kept/`` stay."""

    def kept(self, tip):
        return [path for path in tip.tree.paths if path.startswith("kept/")]

    def guard(self, tip):
        pass

    def describe(self, changes):
        return f"{len(changes.added)} {len(changes.changed)} {len(changes.removed)}"


class Case:
    """One clone that publishes."""

    def __init__(self, clone, push=True):
        self.git = Git.find(clone.folder)
        place = RemotePlace if push else LocalPlace
        self.place = place(self.git, BRANCH, "origin")

    def publication(self, files, **more):
        contents = {path: text.encode() for path, text in files.items()}
        return Publication(self.git.commit("HEAD"), "1.2.3", contents, Terms(), **more)

    def publish(self, files, **more):
        return publish(self.git, self.place, self.publication(files, **more))


@pytest.fixture
def case(clone):
    return Case(clone, push=False)


@pytest.fixture(params=["push", "no-push"])
def either(request, clone, origin):
    """A case, and where its branch is."""
    push = request.param == "push"
    return Case(clone, push=push), origin if push else clone


def test_the_first_commit_of_a_branch_has_no_parent(either):
    case, target = either
    outcome = case.publish({"a/b.yaml": "one\n", "c": ""})
    assert outcome.status is Status.PUBLISHED
    assert target.git("rev-parse", BRANCH) == outcome.commit
    assert target.git("rev-list", "--count", BRANCH) == "1"
    assert target.files(BRANCH) == {"a/b.yaml": b"one", "c": b""}
    assert outcome.changes.added == ("a/b.yaml", "c")


def test_a_commit_says_what_it_is_made_from(case, clone, tmp_path):
    files = {"b/c.yaml": "one\n", "b.yaml": "two\n", "é/ü": "three\n"}
    case.publish(files)
    for path, text in files.items():
        (tmp_path / "sums" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "sums" / path).write_text(text, "utf-8")
    sums = subprocess.run(
        ["sha256sum", "--", *sorted(files, key=str.encode)],
        cwd=tmp_path / "sums",
        check=True,
        capture_output=True,
    )
    body = clone.git("log", "-1", "--format=%B", BRANCH)
    assert body == (
        "3 0 0\n\n"
        f"Catalogc-Source: {case.git.commit('HEAD')}\n"
        f"Catalogc-Digest: {hashlib.sha256(sums.stdout).hexdigest()}\n"
        "Catalogc-Version: 1.2.3\n"
    )
    assert clone.git("log", "-1", "--format=%an %ae %cn %ce", BRANCH) == (
        "Ada ada@example.com Ada ada@example.com"
    )
    parsed = clone.git("interpret-trailers", "--parse", input=body.encode())
    assert dict(line.split(": ") for line in parsed.splitlines()) == trailers(body)


def test_a_second_commit_follows_the_first(either):
    case, target = either
    first = case.publish({"a": "1", "b": "2", "d/e": "3"})
    second = case.publish({"a": "1", "b": "3", "d": "4"})
    assert target.files(BRANCH) == {"a": b"1", "b": b"3", "d": b"4"}
    assert target.git("rev-parse", f"{BRANCH}^") == first.commit == second.base
    changes = second.changes
    assert (changes.added, changes.changed, changes.removed) == (("d",), ("b",), ("d/e",))


def test_nothing_is_committed_when_nothing_differs(case, clone):
    first = case.publish({"a": "1"})
    again = case.publish({"a": "1"})
    assert (again.status, again.commit) == (Status.UNCHANGED, first.commit)
    assert clone.git("rev-list", "--count", BRANCH) == "1"
    assert inspect(case.git, case.place, case.publication({})).status is Status.PLANNED


def test_files_that_stay_are_in_the_tree_and_its_digest(case, clone):
    case.publish({"kept/a": "1", "b": "2"})
    case.publish({"b": "3"})
    assert clone.files(BRANCH) == {"kept/a": b"1", "b": b"3"}
    lines = [f"{hashlib.sha256(c).hexdigest()}  {p}\n" for p, c in [("b", b"3"), ("kept/a", b"1")]]
    digest = clone.git("log", "-1", "--format=%(trailers:key=Catalogc-Digest,valueonly)", BRANCH)
    assert digest.strip() == hashlib.sha256("".join(lines).encode()).hexdigest()


def test_looking_writes_nothing(case, clone):
    case.publish({"a": "1"})
    before = clone.git("rev-parse", "--all"), clone.git("count-objects", "-v")
    found = inspect(case.git, case.place, case.publication({"a": "2", "b": "3"}))
    assert found.status is Status.PLANNED
    assert (clone.git("rev-parse", "--all"), clone.git("count-objects", "-v")) == before


# What publishers of three commits, each the parent of the next, find on the branch.
ORDER = {
    "older source": (0, 2, Status.PUBLISHED),
    "same source": (1, 1, Status.PUBLISHED),
    "newer source": (2, 0, Status.STALE),
}


@pytest.mark.parametrize(("before", "after", "status"), ORDER.values(), ids=ORDER)
def test_the_history_of_sources_decides(case, clone, before, after, status):
    sources = [clone.commit(str(number)) for number in range(3)]
    clone.git("checkout", "--quiet", sources[before])
    first = case.publish({"a": "1"})
    clone.git("checkout", "--quiet", sources[after])
    outcome = case.publish({"a": "2"})
    assert outcome.status is status
    tip = outcome.commit if status is Status.PUBLISHED else first.commit
    assert clone.git("rev-parse", BRANCH) == tip


def test_a_source_of_another_history_is_refused(case, clone):
    clone.commit("theirs")
    first = case.publish({"a": "1"})
    clone.git("checkout", "--quiet", "-B", "other", "HEAD^")
    clone.commit("ours")
    with pytest.raises(GitError, match="which is not in the history of") as refusal:
        case.publish({"a": "2"})
    assert refusal.value.remedy.endswith(f"--supersede {first.commit[:12]}")
    with pytest.raises(GitError, match="not in the history"):
        case.publish({"a": "2"}, supersede="0" * 12)
    assert case.publish({"a": "2"}, supersede=first.commit[:12]).status is Status.PUBLISHED
    assert clone.git("rev-list", "--count", BRANCH) == "2"


def test_a_commit_of_somebody_else_is_not_built_upon(either):
    case, target = either
    first = case.publish({"a": "1"})
    tree = target.git("rev-parse", f"{BRANCH}^{{tree}}")
    identity = ("-c", "user.name=Eve", "-c", "user.email=eve@example.com")
    message = f"hotfix\n\nCatalogc-Source: {'0' * 40}\n\nthat was no trailer"
    theirs = target.git(*identity, "commit-tree", tree, "-p", first.commit, "-m", message)
    target.git("update-ref", f"refs/heads/{BRANCH}", theirs)
    with pytest.raises(GitError, match=r"\(hotfix\), which catalogc did not commit"):
        case.publish({"a": "2"})
    assert target.git("rev-parse", BRANCH) == theirs
    assert case.publish({"a": "2"}, supersede=theirs).base == theirs


def test_an_empty_branch_of_somebody_else_is_taken(case, clone):
    tree = clone.git("hash-object", "-t", "tree", "-w", "/dev/null")
    identity = ("-c", "user.name=Eve", "-c", "user.email=eve@example.com")
    empty = clone.git(*identity, "commit-tree", tree, "-m", "a place")
    clone.git("update-ref", f"refs/heads/{BRANCH}", empty)
    assert case.publish({"a": "2"}).base == empty


def test_a_newer_source_that_is_not_in_the_clone_is_fetched(clone, origin, tmp_path):
    subprocess.run(["git", "clone", "-q", str(origin.folder), str(tmp_path / "late")], check=True)
    clone.commit("newer")
    clone.git("push", "--quiet", "origin", "main")
    Case(clone).publish({"a": "new"})
    late = type(clone)(tmp_path / "late")
    outcome = Case(late).publish({"a": "old"})
    assert outcome.status is Status.STALE
    assert outcome.tip.source == clone.git("rev-parse", "HEAD")


def test_a_source_that_nobody_has_is_refused(clone, origin, tmp_path):
    subprocess.run(["git", "clone", "-q", str(origin.folder), str(tmp_path / "other")], check=True)
    other = type(clone)(tmp_path / "other")
    other.commit("never pushed")
    Case(other).publish({"a": "1"})
    with pytest.raises(GitError, match="which is not in this clone"):
        Case(clone).publish({"a": "2"})


def test_a_shallow_clone_publishes_what_follows_and_refuses_what_it_cannot_tell(
    clone, origin, tmp_path
):
    Case(clone).publish({"a": "1"})
    clone.commit("two")
    clone.git("push", "--quiet", "origin", "main")
    address = f"file://{origin.folder}"
    command = ["git", "clone", "-q", "--depth=1", "--branch=main", address, str(tmp_path / "ci")]
    subprocess.run(command, check=True)
    shallow = type(clone)(tmp_path / "ci")
    with pytest.raises(GitError, match="too shallow") as refusal:
        Case(shallow).publish({"a": "2"})
    assert "fetch-depth: 0" in refusal.value.remedy
    shallow.git("fetch", "--quiet", "--unshallow")
    assert Case(shallow).publish({"a": "2"}).status is Status.PUBLISHED
    shallow.git("fetch", "--quiet", "--depth=1", "origin", "main")
    assert Case(shallow).publish({"a": "3"}).status is Status.PUBLISHED


@pytest.mark.parametrize("state", ["clean", "dirty", "detached", "worktree", "staged"])
def test_nothing_else_is_touched(clone, tmp_path, monkeypatch, state):
    place = clone
    if state == "detached":
        clone.git("checkout", "--quiet", "--detach")
    elif state == "worktree":
        clone.git("worktree", "add", "--quiet", "--detach", str(tmp_path / "linked"))
        place = type(clone)(tmp_path / "linked")
    elif state == "dirty":
        clone.commit("leaf", leaf="committed")
        (clone.folder / "leaf").write_text("mine", "utf-8")
        (clone.folder / "untracked").write_text("mine", "utf-8")
    elif state == "staged":
        (clone.folder / "leaf").write_text("staged", "utf-8")
        clone.git("add", "leaf")
    before = clone.state(), place.state()
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    for push in (True, False):
        case = Case(place, push=push)
        case.publish({"leaf": f"published {push}", "x/y": "z"})
    assert (clone.state(), place.state()) == before
    assert list((tmp_path / "temporary").iterdir()) == []
    clone.git("fsck", "--strict", "--no-dangling")


def test_a_catalog_in_a_folder_of_the_repository_is_published_at_the_top(clone):
    clone.commit("below", catalogs__one__leaf="x")
    below = type(clone)(clone.folder / "catalogs/one")
    for text in ("1", "2"):
        case = Case(below, push=False)
        case.publish({"rendered/a": text})
        assert clone.files(BRANCH) == {"rendered/a": text.encode()}


def test_a_branch_whose_name_is_a_folder_of_ours_is_told(either, clone, monkeypatch):
    monkeypatch.setattr("catalogc.git.publish._PAUSE_SECONDS", 0.001)
    case, target = either
    target.git("update-ref", "refs/heads/env", clone.git("rev-parse", "main"))
    with pytest.raises(GitError, match=r"cannot create|failed to update ref"):
        case.publish({"a": "1"})


def test_modes_are_plain(case, clone):
    case.publish({"a/b": "1", "run.sh": "#!/bin/sh\n"})
    modes = {line.split()[0] for line in clone.git("ls-tree", "-r", BRANCH).splitlines()}
    assert modes == {"100644"}


def test_a_branch_that_is_checked_out_is_refused(clone, tmp_path):
    Case(clone, push=False).publish({"a": "1"})
    clone.git("worktree", "add", "--quiet", str(tmp_path / "linked"), BRANCH)
    git = Git.find(clone.folder)
    with pytest.raises(GitError, match=f"branch {BRANCH} is checked out in .*linked"):
        require_not_checked_out(git, BRANCH)
    require_not_checked_out(git, "env/prod")


def test_a_new_clone_goes_on_from_the_remote_branch(clone, origin, tmp_path):
    first = Case(clone).publish({"a": "1"})
    subprocess.run(["git", "clone", "-q", str(origin.folder), str(tmp_path / "new")], check=True)
    new = type(clone)(tmp_path / "new")
    assert Case(new, push=False).publish({"a": "2"}).base == first.commit
    assert origin.git("rev-parse", BRANCH) == first.commit


def test_a_local_branch_follows_what_is_pushed_unless_it_has_other_commits(clone):
    local, remote = Case(clone, push=False), Case(clone)
    clone.git("branch", BRANCH, remote.publish({"a": "1"}).commit)
    pushed = remote.publish({"a": "2"})
    assert local.place.follow(pushed.commit)
    assert clone.git("rev-parse", BRANCH) == pushed.commit
    ahead = local.publish({"a": "3"})
    assert not local.place.follow(remote.publish({"a": "4"}).commit)
    assert clone.git("rev-parse", BRANCH) == ahead.commit


@pytest.mark.parametrize(
    ("hook", "said"),
    [("pre-receive", "pre-receive hook declined"), ("update", "hook declined")],
)
def test_a_refusal_of_the_server_is_told(clone, origin, hook, said):
    path = origin.folder / "hooks" / hook
    path.write_text("#!/bin/sh\nexit 1\n", "utf-8")
    path.chmod(0o755)
    with pytest.raises(GitError, match=said) as refusal:
        Case(clone).publish({"a": "1"})
    assert "protection rules" in refusal.value.remedy
    assert origin.git("for-each-ref", "refs/heads/env") == ""


def test_hooks_of_the_clone_do_not_run(clone, tmp_path):
    for hook in ("pre-push", "reference-transaction", "post-index-change", "pre-commit"):
        path = clone.folder / ".git/hooks" / hook
        path.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\nexit 1\n", "utf-8")
        path.chmod(0o755)
    for push in (True, False):
        assert Case(clone, push=push).publish({"a": f"{push}"}).status is Status.PUBLISHED
    assert not (tmp_path / "ran").exists()


def test_variables_of_a_hook_do_not_mislead(clone, monkeypatch, tmp_path):
    case = Case(clone)
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY"):
        monkeypatch.setenv(name, str(tmp_path / "elsewhere"))
    assert case.publish({"a": "1"}).status is Status.PUBLISHED


def test_a_lock_that_stays_is_told(clone, monkeypatch):
    monkeypatch.setattr("catalogc.git.publish._PAUSE_SECONDS", 0.001)
    case = Case(clone, push=False)
    lock = clone.folder / ".git/refs/heads/env/dev.lock"
    lock.parent.mkdir()
    lock.touch()
    with pytest.raises(GitError, match="moved or was locked 6 times") as refusal:
        case.publish({"a": "1"})
    assert "publish again" in refusal.value.remedy
    assert clone.git("for-each-ref", "refs/heads/env") == ""


def test_a_remote_that_is_gone_is_told(clone, origin):
    shutil.rmtree(origin.folder)
    with pytest.raises(GitError, match="git ls-remote failed"):
        Case(clone).publish({"a": "1"})


def test_credentials_of_an_address_are_not_told(clone):
    clone.git("remote", "set-url", "origin", "https://ada:hunter2@127.0.0.1:1/catalog.git")
    with pytest.raises(GitError, match=r"'https://127\.0\.0\.1:1/") as refusal:
        Case(clone).publish({"a": "1"})
    assert "hunter2" not in refusal.value.message


@pytest.mark.parametrize("name", ["", "-x", "a..b", "a b", "a/", "@{x}", "HEAD", "a.lock", "a\nb"])
def test_names_of_branches(clone, name):
    with pytest.raises(NameRefusedError, match="is no name of a branch"):
        require_branch_name(Git.find(clone.folder), name)


@pytest.mark.parametrize("name", ["", "upstream", "--upload-pack=x", "/tmp", "."])
def test_names_of_remotes(clone, name):
    require_remote(Git.find(clone.folder), "origin")
    with pytest.raises(NameRefusedError, match="this clone has origin"):
        require_remote(Git.find(clone.folder), name)


def test_nobody_does_not_commit(clone, home, monkeypatch):
    git = Git.find(clone.folder)
    require_person(git)
    (home / ".gitconfig").write_text("[user]\n\tname = Ada\n", "utf-8")
    with pytest.raises(NameRefusedError, match="does not know who commits"):
        require_person(git)
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "CI")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "ci@example.com")
    require_person(git)


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("hash_name", ["sha1", "sha256"])
def test_names_of_objects_are_those_of_git(tmp_path, hash_name):
    command = ["git", "init", "--quiet", f"--object-format={hash_name}", str(tmp_path / "r")]
    subprocess.run(command, check=True)
    git = Git.find(tmp_path / "r")
    contents = [b"", b"a\n", b"\0\r\n\xff", b"x" * 100_000]
    names = [blob_name(content, hash_name) for content in contents]
    write_blobs(git, contents)
    for name, content in zip(names, contents, strict=True):
        assert git.run("cat-file", "blob", name) == content
    tree = write_tree(git, "", {f"f/{index}": name for index, name in enumerate(names)})
    assert len(git.text("ls-tree", "-r", tree).splitlines()) == len(names)


_NAME = st.sampled_from(["a", "b", "c"])
_PATHS = st.lists(_NAME, min_size=1, max_size=3).map("/".join)


def _is_tree(files):
    return not any(other.startswith(f"{path}/") for path in files for other in files)


_TREES = st.dictionaries(_PATHS, st.sampled_from(["", "1", "2"]), min_size=1).filter(_is_tree)


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(trees=st.lists(_TREES, min_size=1, max_size=3))
def test_the_branch_holds_exactly_what_is_published(clone, trees):
    case = Case(clone, push=False)
    for files in trees:
        outcome = case.publish(files)
        assert clone.files(BRANCH) == {path: text.encode() for path, text in files.items()}
        assert clone.git("rev-parse", BRANCH) == outcome.commit
