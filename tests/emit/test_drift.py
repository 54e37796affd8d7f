"""Committed output against a build."""

import pytest

from catalogc.emit.drift import Drift, find_drift
from catalogc.emit.marker import NAME
from catalogc.emit.writer import write_trees
from catalogc.files import DiskTree
from emit.test_writer import make_tree

SERVICE = "manifests/web/x/service-x.yaml"


@pytest.fixture
def output(tmp_path):
    folder = tmp_path / "rendered"
    write_trees(folder, {"dev": make_tree()})
    return folder


def test_no_drift(output):
    assert find_drift(DiskTree(output.parent), output.name, {"dev": make_tree()}) == []


def edit(text):
    return lambda dev: (dev / SERVICE).write_bytes(text)


def link(dev):
    (dev / SERVICE).unlink()
    (dev / SERVICE).symlink_to("/etc/hostname")


CASES = {
    "missing": (lambda dev: (dev / SERVICE).unlink(), Drift(f"dev/{SERVICE}", "missing")),
    "changed": (
        edit(b"two"),
        Drift(f"dev/{SERVICE}", "changed", 1, "two", "@@ -1 +1 @@\n-two\n+one"),
    ),
    "a line more": (
        edit(b"one\nmore\n"),
        Drift(f"dev/{SERVICE}", "changed", 2, "one\nmore\n", "@@ -1,2 +1 @@\n one\n-more"),
    ),
    "a line end more": (
        edit(b"one\n"),
        Drift(f"dev/{SERVICE}", "changed", 1, "one\n", "only line ends differ"),
    ),
    "emptied": (edit(b""), Drift(f"dev/{SERVICE}", "changed", 1, "", "@@ -0,0 +1 @@\n+one")),
}


@pytest.mark.parametrize("name", CASES)
def test_one_file_differs(output, name):
    spoil, expected = CASES[name]
    spoil(output / "dev")
    assert find_drift(DiskTree(output.parent), output.name, {"dev": make_tree()}) == [expected]


REFUSED = {
    "a link": (link, "symbolic link"),
    "unknown file": (lambda dev: (dev / "x.txt").write_text("x"), "unknown files, such as x.txt"),
    "no marker": (lambda dev: (dev / NAME).unlink(), "was not written by catalogc"),
    "damaged marker": (lambda dev: (dev / NAME).write_text("["), "damaged"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_compared(output, name):
    spoil, said = REFUSED[name]
    spoil(output / "dev")
    (drift,) = find_drift(DiskTree(output.parent), output.name, {"dev": make_tree()})
    assert (drift.path, drift.kind) == ("dev", "refused")
    assert said in drift.diff


def test_an_environment_that_is_no_longer_built(output):
    paths = [f"dev/{path}" for path in make_tree()]
    assert [
        (drift.path, drift.kind) for drift in find_drift(DiskTree(output.parent), output.name, {})
    ] == [(path, "extra") for path in sorted(paths)]


def test_nothing_was_built_yet(tmp_path):
    found = find_drift(DiskTree(tmp_path), "rendered", {"dev": make_tree(1)})
    assert [(drift.path, drift.kind) for drift in found] == [
        ("dev/argocd/apps/web/svc0.yaml", "missing"),
        (f"dev/{NAME}", "missing"),
        (f"dev/{SERVICE}", "missing"),
    ]
