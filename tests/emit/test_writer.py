"""Output folders: whole or untouched, ours or refused."""

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from catalogc.emit import writer
from catalogc.emit.errors import DeletionRefused, OutputRefused
from catalogc.emit.exchange import exchange, exchange_by_renames
from catalogc.emit.marker import NAME, marker_bytes
from catalogc.emit.writer import write_trees
from emit.releases import record


def make_tree(applications=3, text="one", environment="dev"):
    files = {
        f"argocd/apps/web/svc{number}.yaml": f"{text} {number}\n".encode()
        for number in range(applications)
    }
    files["manifests/web/x/service-x.yaml"] = text.encode()
    return {
        **files,
        NAME: marker_bytes(environment, files, record({"catalog/a.yaml": "0" * 64}), {}),
    }


def read(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def leftovers(output):
    return [path.name for path in output.parent.iterdir() if path.name != output.name]


@pytest.fixture
def output(tmp_path):
    folder = tmp_path / "work" / "rendered"
    folder.parent.mkdir()
    return folder


@pytest.mark.parametrize("swap", [exchange, exchange_by_renames])
def test_trees_are_written_changed_and_removed(output, swap):
    trees = {"dev": make_tree(), "prod": make_tree(2, "p", "prod")}
    report = write_trees(output, trees, swap=swap)
    assert (report.added, report.changed, report.removed) == (9, 0, 0)
    assert {name: read(output / name) for name in trees} == trees

    trees["dev"] = make_tree(2, "two")
    report = write_trees(output, trees, swap=swap)
    assert (report.added, report.changed, report.removed) == (0, 4, 1)
    assert report.environments == ("dev",)
    assert {name: read(output / name) for name in trees} == trees

    write_trees(output, {"dev": trees["dev"]}, swap=swap)
    assert [path.name for path in output.iterdir()] == ["dev"]
    assert leftovers(output) == []


def test_one_environment_leaves_the_others_alone(output):
    write_trees(output, {"dev": make_tree(), "prod": make_tree(2, "p", "prod")})
    write_trees(output, {"dev": make_tree(text="two")}, all_environments=False)
    assert read(output / "prod") == make_tree(2, "p", "prod")
    assert read(output / "dev") == make_tree(text="two")


def test_a_tree_that_is_there_already_is_not_touched(output):
    write_trees(output, {"dev": make_tree()})
    before = {path: path.stat().st_mtime_ns for path in output.rglob("*")}
    report = write_trees(output, {"dev": make_tree()})
    assert report.environments == ()
    assert {path: path.stat().st_mtime_ns for path in output.rglob("*")} == before


@pytest.mark.parametrize("swap", [exchange, exchange_by_renames])
@pytest.mark.parametrize("name", ["old-dev", "new-dev", "gone-dev"])
def test_an_environment_named_like_a_staged_folder(output, name, swap):
    write_trees(output, {name: make_tree()}, swap=swap)
    write_trees(output, {name: make_tree(text="two")}, swap=swap)
    assert [path.name for path in output.iterdir()] == [name]
    assert read(output / name) == make_tree(text="two")
    write_trees(output, {"dev": make_tree(), name: make_tree()}, swap=swap)
    write_trees(output, {name: make_tree()}, swap=swap)
    assert [path.name for path in output.iterdir()] == [name]
    assert leftovers(output) == []


@pytest.mark.parametrize("umask", [0o077, 0o000])
def test_modes_do_not_depend_on_the_umask(output, umask):
    old = os.umask(umask)
    try:
        write_trees(output, {"dev": make_tree()})
    finally:
        os.umask(old)
    modes = {(path.is_dir(), path.stat().st_mode & 0o777) for path in [output, *output.rglob("*")]}
    assert modes == {(True, 0o755), (False, 0o644)}


def newer(folder):
    (folder / NAME).write_text(json.dumps({"formatVersion": 99, "files": {}}))


def pipe(folder):
    (folder / "manifests/web/x/service-x.yaml").unlink()
    os.mkfifo(folder / "manifests/web/x/service-x.yaml")


REFUSED = {
    "foreign folder": (lambda dev: (dev / NAME).unlink(), "was not written by catalogc"),
    "unknown file": (lambda dev: (dev / "notes.txt").write_text("x"), "notes.txt"),
    "a link": (lambda dev: (dev / "argocd/link").symlink_to("/etc"), "symbolic link"),
    "a pipe": (pipe, "not a regular file"),
    "newer marker": (newer, "newer catalogc"),
    "damaged marker": (lambda dev: (dev / NAME).write_text("{"), "damaged"),
    "marker of another shape": (lambda dev: (dev / NAME).write_text("[]"), "damaged"),
    "marker nested too deeply": (lambda dev: (dev / NAME).write_text("[" * 99_999), "damaged"),
    "endless version": (lambda dev: (dev / NAME).write_text('{"formatVersion": 1e999}'), "damaged"),
    "marker is no text": (lambda dev: (dev / NAME).write_bytes(b"\xff"), "damaged"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_folders_stay_as_they_are(output, name):
    spoil, said = REFUSED[name]
    write_trees(output, {"dev": make_tree(), "prod": make_tree(2, "p", "prod")})
    spoil(output / "dev")
    before = read(output)
    with pytest.raises(OutputRefused, match=said):
        write_trees(output, {"dev": make_tree(text="two"), "prod": make_tree(2, "q", "prod")})
    assert read(output) == before
    assert leftovers(output) == []


@pytest.mark.parametrize("kind", ["link", "file", "repository"])
def test_an_output_that_is_no_folder_of_its_own_is_refused(output, kind):
    if kind == "link":
        output.symlink_to("/tmp")
    elif kind == "file":
        output.write_text("x")
    else:
        (output / ".git").mkdir(parents=True)
    with pytest.raises(OutputRefused):
        write_trees(output, {"dev": make_tree()})


@pytest.mark.parametrize(
    ("before", "after", "allowed", "refused"),
    [
        (5, 2, None, None),
        (5, 1, None, (4, 3)),
        (39, 35, None, (4, 3)),
        (40, 36, None, None),
        (40, 35, None, (5, 4)),
        (1, 0, None, (1, 0)),
        (40, 30, 9, (10, 4)),
        (40, 30, 10, None),
        (2, 0, 2, None),
    ],
)
def test_mass_deletion(output, before, after, allowed, refused):
    write_trees(output, {"dev": make_tree(before)})
    if refused is None:
        write_trees(output, {"dev": make_tree(after)}, allow_delete=allowed)
        assert read(output / "dev") == make_tree(after)
        return
    with pytest.raises(DeletionRefused) as caught:
        write_trees(output, {"dev": make_tree(after)}, allow_delete=allowed)
    assert (caught.value.count, caught.value.limit) == refused
    assert read(output / "dev") == make_tree(before)


def test_a_removed_environment_counts(output):
    write_trees(output, {"dev": make_tree(5), "prod": make_tree(2, "p", "prod")})
    with pytest.raises(DeletionRefused):
        write_trees(output, {"prod": make_tree(2, "p", "prod")})
    write_trees(output, {"prod": make_tree(2, "p", "prod")}, allow_delete=5)
    assert [path.name for path in output.iterdir()] == ["prod"]


@pytest.mark.parametrize("call", ["fsync", "open", "fchmod", "rename"])
@pytest.mark.parametrize("swap", [exchange, exchange_by_renames])
def test_a_failing_disk_leaves_the_old_tree(output, monkeypatch, call, swap):
    """The k-th call fails, for every k, until a run has so few calls that it succeeds."""
    write_trees(output, {"dev": make_tree()})
    for failing in range(1, 40):
        count = 0
        owner = Path if call == "rename" else os
        real = getattr(owner, call)

        def fail(*arguments, real=real, failing=failing, **options):
            nonlocal count
            count += 1
            if count == failing:
                raise OSError(28, "No space left on device")
            return real(*arguments, **options)

        monkeypatch.setattr(owner, call, fail)
        try:
            write_trees(output, {"dev": make_tree(text="two")}, swap=swap)
        except (OSError, OutputRefused):
            monkeypatch.undo()
        else:
            monkeypatch.undo()
            assert failing > 1 or call == "rename"
            assert read(output / "dev") == make_tree(text="two")
            if call == "open" and leftovers(output):
                continue  # it was the cleaning up that failed, and it is not the run's end
            assert leftovers(output) == []
            return
        # The last sync comes after the exchange: then the new tree is in place, and whole.
        assert read(output / "dev") in (make_tree(), make_tree(text="two"))
        # Cleaning up opens folders too; what that could not remove, the next run does.
        assert call == "open" or leftovers(output) == []
        write_trees(output, {"dev": make_tree()})
        assert leftovers(output) == []
    pytest.fail("never succeeded")


ROUNDS = int(os.environ.get("CATALOGC_TEST_KILLS", "15"))

CHILD = """
import sys
sys.path[:0] = [{tests!r}, {root!r}]
from pathlib import Path
from emit.test_writer import make_tree, write_trees
from catalogc.emit.exchange import exchange, exchange_by_renames
output = Path({output!r})
print("ready", flush=True)
for number in range(1000):
    tree = make_tree(100, ("one", "two")[number % 2])
    write_trees(output, {{"dev": tree}}, swap={swap})
"""


@pytest.mark.parametrize("swap", ["exchange", "exchange_by_renames"])
def test_a_killed_run_leaves_a_whole_tree(output, swap):
    whole = [make_tree(100, text) for text in ("one", "two")]
    tests = Path(__file__).parent.parent
    program = CHILD.format(tests=str(tests), root=str(tests.parent), output=str(output), swap=swap)
    write_trees(output, {"dev": whole[0]})
    chance = random.Random(3)
    for _ in range(ROUNDS):
        child = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE)
        child.stdout.readline()
        time.sleep(chance.uniform(0, 0.12))
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        if swap == "exchange" or (output / "dev").exists():
            assert read(output / "dev") in whole
        write_trees(output, {"dev": whole[0]})
        assert read(output / "dev") == whole[0]
        assert leftovers(output) == []


KILLED_AT = """
import os, signal, sys
sys.path[:0] = [{tests!r}, {root!r}]
from pathlib import Path
from emit.test_writer import make_tree, write_trees
from catalogc.emit.exchange import exchange_by_renames
rename, count = Path.rename, 0
def killed(*arguments):
    global count
    count += 1
    if count == {number}:
        os.kill(os.getpid(), signal.SIGKILL)
    return rename(*arguments)
Path.rename = killed
trees = {{name: make_tree(3, "two", name) for name in ("dev", "prod")}}
write_trees(Path({output!r}), trees, swap=exchange_by_renames)
"""


@pytest.mark.parametrize(
    ("number", "dev", "prod"),
    [(1, "one", "one"), (2, None, "one"), (3, "two", "one"), (4, "two", None)],
)
def test_killed_at_each_rename_of_the_fallback(output, number, dev, prod):
    old = {name: make_tree(3, "one", name) for name in ("dev", "prod")}
    write_trees(output, old)
    tests = Path(__file__).parent.parent
    program = KILLED_AT.format(
        tests=str(tests), root=str(tests.parent), output=str(output), number=number
    )
    child = subprocess.run([sys.executable, "-c", program], check=False)
    assert child.returncode == -signal.SIGKILL
    for name, text in {"dev": dev, "prod": prod}.items():
        assert read(output / name) == (make_tree(3, text, name) if text else {})
    # A run that refuses has brought the old folder back; one that need not write, too.
    with pytest.raises(DeletionRefused):
        write_trees(output, {})
    for name, text in {"dev": dev or "one", "prod": prod or "one"}.items():
        assert read(output / name) == make_tree(3, text, name)
    assert leftovers(output) == []


def test_a_reader_sees_whole_trees_alone(output):
    whole = [make_tree(50, text) for text in ("one", "two")]
    digests = {hashlib.sha256(tree[NAME]).hexdigest() for tree in whole}
    write_trees(output, {"dev": whole[0]})
    for number in range(20):
        write_trees(output, {"dev": whole[number % 2]})
        folder = os.open(output / "dev", os.O_RDONLY)
        try:
            descriptor = os.open(NAME, os.O_RDONLY, dir_fd=folder)
            with os.fdopen(descriptor, "rb") as stream:
                assert hashlib.sha256(stream.read()).hexdigest() in digests
        finally:
            os.close(folder)


TWO_WRITERS = """
import sys
sys.path[:0] = [{tests!r}, {root!r}]
from pathlib import Path
from emit.test_writer import make_tree, write_trees
trees = [{{"dev": make_tree(30, sys.argv[1] + str(number))}} for number in range(15)]
sys.stdin.readline()
for tree in trees:
    write_trees(Path({output!r}), tree)
"""


def test_two_writers_take_turns(output):
    tests = Path(__file__).parent.parent
    program = TWO_WRITERS.format(tests=str(tests), root=str(tests.parent), output=str(output))
    children = [
        subprocess.Popen([sys.executable, "-c", program, name], stdin=subprocess.PIPE)
        for name in ("one", "two")
    ]
    for child in children:
        child.stdin.write(b"\n")
        child.stdin.flush()
    for child in children:
        child.communicate(timeout=60)
        assert child.returncode == 0
    assert read(output / "dev") in [make_tree(30, f"{name}14") for name in ("one", "two")]
    assert leftovers(output) == []


def test_a_second_run_waits_and_then_gives_up(output, monkeypatch):
    import fcntl

    write_trees(output, {"dev": make_tree()})
    holder = os.open(output.parent, os.O_RDONLY)
    fcntl.flock(holder, fcntl.LOCK_EX)
    monkeypatch.setattr(writer, "LOCK_SECONDS", 0.1)
    with pytest.raises(OutputRefused, match="another run"):
        write_trees(output, {"dev": make_tree(text="two")})
    os.close(holder)
    write_trees(output, {"dev": make_tree(text="two")})
    assert read(output / "dev") == make_tree(text="two")
