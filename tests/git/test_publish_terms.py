"""What a branch must be like: the guards of a build, and the words of a commit."""

import pytest

from catalogc.cli.publish_terms import BranchTerms
from catalogc.emit.errors import DeletionRefused, OutputRefused
from catalogc.emit.marker import marker_bytes
from catalogc.git.branch import Tip
from catalogc.git.places import LocalPlace
from catalogc.git.publish import Changes, Publication, inspect, publish
from catalogc.git.runner import Git
from catalogc.model.record import EnvironmentRecord

BRANCH = "env/dev"


def environment(name, *services, text="text"):
    """Return a tree as a build makes it, with two files a service."""
    files = {"argocd/root.yaml": b"root"}
    for service in services:
        files[f"argocd/apps/web/{service}.yaml"] = b"application"
        files[f"manifests/web/{service}/service-{service}.yaml"] = text.encode()
    record = EnvironmentRecord({}, {}, {}, {})
    return {**files, "catalogc.json": marker_bytes(name, files, record, {})}


class Branch:
    """A branch that a catalog is published to."""

    def __init__(self, clone):
        self.git = Git.find(clone.folder)
        self.place = LocalPlace(self.git, BRANCH, "origin")

    def publish(self, trees, do=publish, *, whole=True, allow_delete=None, message=""):
        terms = BranchTerms(BRANCH, "out/put", trees, whole, allow_delete, message)
        files = {
            f"out/put/{name}/{path}": content
            for name, tree in trees.items()
            for path, content in tree.items()
        }
        source = self.git.commit("main")
        return do(self.git, self.place, Publication(source, "1", files, terms))


@pytest.fixture
def branch(clone):
    return Branch(clone)


def test_other_environments_go_or_stay(clone, branch):
    dev, prod = environment("dev", "one"), environment("prod", "two")
    branch.publish({"dev": dev, "prod": prod})
    branch.publish({"dev": environment("dev", "one", text="new")}, whole=False)
    folders = {path.split("/")[2] for path in clone.files(BRANCH)}
    assert folders == {"dev", "prod"}
    branch.publish({"dev": dev})
    assert clone.files(BRANCH) == {
        f"out/put/dev/{path}": text.strip() for path, text in dev.items()
    }


# Applications before, Applications after, --allow-delete, how many are refused.
DELETIONS = {
    "three go": ("abcd", "d", None, 0),
    "four go": ("abcde", "e", None, 4),
    "four go, three allowed": ("abcde", "e", 3, 4),
    "four go, four allowed": ("abcde", "e", 4, 0),
    "the last one goes": ("a", "", None, 1),
    "the last one may go": ("a", "", 1, 0),
}


@pytest.mark.parametrize(("before", "after", "allow", "refused"), DELETIONS.values(), ids=DELETIONS)
def test_applications_do_not_vanish_unnoticed(clone, branch, before, after, allow, refused):
    first = branch.publish({"dev": environment("dev", *before)}).commit
    trees = {"dev": environment("dev", *after) if after else {}}
    if refused:
        with pytest.raises(DeletionRefused) as refusal:
            branch.publish(trees, allow_delete=allow)
        assert refusal.value.count == refused
        assert clone.git("rev-parse", BRANCH) == first
    else:
        branch.publish(trees, allow_delete=allow)
        left = [path for path in clone.files(BRANCH) if "/apps/" in path]
        assert len(left) == len(after)


MARKER = environment("dev", "one")["catalogc.json"].decode()
# Files of a branch -> why it is not ours.
FOREIGN = {
    "a file at the top": ({"README": "x"}, "holds 1 files outside out/put/, such as README"),
    "a file beside the folders": ({"out/put/README": "x"}, "out/put/README is not a folder"),
    "no marker": ({"out/put/dev/a": "x"}, "was not written by catalogc"),
    "an unknown file": (
        {"out/put/dev/catalogc.json": MARKER, "out/put/dev/a": "x"},
        "out/put/dev holds 1 unknown files, such as a",
    ),
    "a damaged marker": ({"out/put/dev/catalogc.json": "{"}, "catalogc.json is damaged"),
    "a newer marker": (
        {"out/put/dev/catalogc.json": MARKER.replace(": 1,", ": 99,", 1)},
        "was written by a newer catalogc (format 99)",
    ),
}


@pytest.mark.parametrize(("files", "said"), FOREIGN.values(), ids=FOREIGN)
def test_a_branch_of_somebody_else_is_refused(clone, branch, files, said):
    clone.git("checkout", "--quiet", "--orphan", BRANCH)
    theirs = clone.commit(
        "theirs", **{path.replace("/", "__"): text for path, text in files.items()}
    )
    clone.git("checkout", "--quiet", "main")
    for do in (inspect, publish):
        with pytest.raises(OutputRefused) as refusal:
            branch.publish({"dev": environment("dev", "one")}, do)
        assert said in refusal.value.message
        assert f"branch {BRANCH}" in refusal.value.message
    assert clone.git("rev-parse", BRANCH) == theirs


def app(name, environment="dev"):
    return f"out/put/{environment}/argocd/apps/web/{name}.yaml"


def manifest(name):
    return f"out/put/dev/manifests/web/{name}/service-{name}.yaml"


MARKED = "out/put/dev/catalogc.json"
MESSAGES = {
    "one comes": (
        Changes(added=(app("a"), manifest("a"), MARKED)),
        "Publish dev: 1 Application added, 0 changed, 0 removed\n\nAdded: dev/web/a",
    ),
    "a manifest differs": (
        Changes(changed=(manifest("b"), MARKED)),
        "Publish dev: 0 Applications added, 1 changed, 0 removed\n\nChanged: dev/web/b",
    ),
    "an Application gets a manifest more": (
        Changes(added=(manifest("b"),), changed=(MARKED,)),
        "Publish dev: 0 Applications added, 1 changed, 0 removed\n\nChanged: dev/web/b",
    ),
    "another shape": (
        Changes(added=("out/put/dev/argocd/apps/web/c/config.json",), removed=(app("c"),)),
        "Publish dev: 0 Applications added, 1 changed, 0 removed\n\nChanged: dev/web/c",
    ),
    "the index alone": (
        Changes(changed=(MARKED,)),
        "Publish dev: 0 Applications added, 0 changed, 0 removed",
    ),
    "all at once": (
        Changes((app("a"),), (app("b"),), (app("c"), manifest("c"), app("d", "qa"))),
        (
            "Publish dev: 1 Application added, 1 changed, 2 removed"
            "\n\nAdded: dev/web/a\nChanged: dev/web/b\nRemoved: dev/web/c, qa/web/d"
        ),
    ),
    "very many": (
        Changes(added=tuple(app(f"{number:02}") for number in range(25))),
        "Publish dev: 25 Applications added, 0 changed, 0 removed\n\nAdded: "
        + ", ".join(f"dev/web/{number:02}" for number in range(20))
        + " and 5 more",
    ),
}


@pytest.mark.parametrize(("changes", "message"), MESSAGES.values(), ids=MESSAGES)
def test_messages(changes, message):
    plain, mine = (
        BranchTerms(BRANCH, "out/put", {"dev": {}}, whole=True, allow_delete=None, message=given)
        for given in ("", " Mine\n")
    )
    assert plain.describe(changes) == message
    assert mine.describe(changes) == f"Mine\n\n{message}"


def test_a_message_cannot_say_what_a_commit_is_made_from(clone, branch):
    fake = f"x\n\nCatalogc-Source: {'0' * 40}"
    made = branch.publish({"dev": environment("dev", "one")}, message=fake)
    assert Tip.read(branch.git, made.commit).source == clone.git("rev-parse", "main")
