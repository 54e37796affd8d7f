"""Two publishers at once, and one that is killed: real processes against real repositories."""

import contextlib
import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROUNDS = 3

# Publishes when told to: reads branch, path and content; says how it ended.
PROGRAM = """
import sys
from pathlib import Path
from catalogc.git.places import LocalPlace, RemotePlace
from catalogc.git.publish import Publication, publish
from catalogc.git.runner import Git
folder, place = Path(sys.argv[1]), {"push": RemotePlace, "no-push": LocalPlace}[sys.argv[2]]
class Terms:
    def kept(self, tip): return [path for path in tip.tree.paths if path not in files]
    def guard(self, tip): pass
    def describe(self, changes): return "a change"
git = Git.find(folder)
print("ready", flush=True)
for line in sys.stdin:
    branch, path, content = line.split()
    files = {path: content.encode()}
    publication = Publication(git.commit("HEAD"), "1", files, Terms())
    print(publish(git, place(git, branch, "origin"), publication).status.value, flush=True)
"""


@pytest.fixture
def publisher():
    """Starts publishers, and ends them."""
    with contextlib.ExitStack() as stack:

        def start(folder: Path, place: str):
            command = [sys.executable, "-c", PROGRAM, str(folder), place]
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
            process = stack.enter_context(subprocess.Popen(command, text=True, **pipes))
            stack.callback(process.kill)
            assert process.stdout.readline() == "ready\n"
            return process

        yield start


def at_once(publishers, orders):
    """Give each publisher its order, then hear how they ended."""
    for process, order in zip(publishers, orders, strict=True):
        process.stdin.write(f"{order}\n")
    for process in publishers:
        process.stdin.flush()
    return [process.stdout.readline().strip() for process in publishers]


@pytest.mark.parametrize("place", ["push", "no-push"])
def test_no_commit_is_lost(clone, origin, tmp_path, publisher, place):
    other = clone.folder
    if place == "push":
        shutil.copytree(clone.folder, tmp_path / "other")
        other = tmp_path / "other"
    both = [publisher(clone.folder, place), publisher(other, place)]
    for number in range(ROUNDS):
        ends = at_once(both, [f"env/dev one {number}", f"env/dev two {number}"])
        assert ends == ["published", "published"]
    target = origin if place == "push" else clone
    assert target.files("env/dev") == dict.fromkeys(("one", "two"), b"%d" % (ROUNDS - 1))
    assert target.git("rev-list", "--count", "env/dev") == str(2 * ROUNDS)
    assert target.git("rev-list", "--merges", "--count", "env/dev") == "0"
    assert target.git("rev-list", "--max-parents=0", "--count", "env/dev") == "1"


def test_the_newer_source_wins(clone, origin, tmp_path, publisher):
    shutil.copytree(clone.folder, tmp_path / "older")
    type(clone)(tmp_path / "older").git("reset", "--quiet", "--hard", "HEAD^")
    both = [publisher(tmp_path / "older", "push"), publisher(clone.folder, "push")]
    newer = clone.git("rev-parse", "HEAD")
    for number in range(ROUNDS):
        branch = f"env/{number}"
        ends = at_once(both, [f"{branch} file old", f"{branch} file new"])
        assert ends[1] == "published"
        assert ends[0] in {"published", "stale"}
        assert origin.files(branch) == {"file": b"new"}
        assert f"Catalogc-Source: {newer}" in origin.git("log", "-1", "--format=%B", branch)
        assert origin.git("rev-list", "--count", branch) == str(1 + (ends[0] == "published"))


def test_one_source_is_published_once(clone, origin, tmp_path, publisher):
    shutil.copytree(clone.folder, tmp_path / "other")
    both = [publisher(clone.folder, "push"), publisher(tmp_path / "other", "push")]
    for number in range(ROUNDS):
        order = f"env/dev file {number}"
        # Within one second both make the very same commit, and both have published it.
        assert {*at_once(both, [order, order])} - {"unchanged"} == {"published"}
    assert origin.git("rev-list", "--count", "env/dev") == str(ROUNDS)


def test_a_killed_publisher_leaves_objects_alone(clone, publisher):
    choice = random.Random(7)
    before = clone.state()
    last = ""
    for number in range(8):
        process = publisher(clone.folder, "no-push")
        process.stdin.write(f"env/dev file {number}\n")
        process.stdin.flush()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(choice.uniform(0.005, 0.15))
        process.send_signal(signal.SIGKILL)
        process.wait()
        refs = clone.git("for-each-ref", "--format=%(refname)").split("\n")
        assert {*refs} <= {"refs/heads/main", "refs/remotes/origin/main", "refs/heads/env/dev"}
        if "refs/heads/env/dev" in refs:
            last = clone.git("show", "env/dev:file")
            assert int(last) <= number
    after = publisher(clone.folder, "no-push")
    assert at_once([after], ["env/dev file 99"]) == ["published"]
    assert clone.state() == before
    clone.git("fsck", "--strict", "--no-dangling")
