"""The verb: exit codes, messages, and one run of the real thing in a git repository."""

import json
import subprocess

import jsonschema
import pytest

from catalogc.cli import diff_sides
from catalogc.cli.boundary import run_guarded
from catalogc.cli.command import catalogc
from catalogc.cli.diff_sides import DiffSides
from catalogc.model.crash import Crash
from catalogc.model.finding import Finding, Severity
from catalogc.model.source import Location
from catalogc.pipeline import Compilation, Made
from cli.in_process import inside
from cli.run import catalogc as run_catalogc
from diff.sides import merged, rendered, side
from diff.test_reports import OBJECTS, SCHEMA
from repository import make_repository, write

SERVICE, CLAIM, STATEFUL = (OBJECTS[name] for name in ("service", "claim", "stateful"))
ERROR = Finding("gpu-capacity", Severity.ERROR, "too many", Location.whole_file("leaf.yaml"))


def compilation(*resources, findings=(), crashes=()):
    """A side that was compiled."""
    made = side(rendered(resources), rendered([], ("dev", "web", "other")))
    objects = Made(rendered=tuple(made.rendered))
    return Compilation(made.catalog, objects, tuple(findings), 2, {}, crashes=crashes)


UNREADABLE = Compilation(None, Made(), (ERROR,), 0, {})
REMOVED = compilation(SERVICE, CLAIM), compilation(SERVICE)
REFUSED = compilation(STATEFUL), compilation(merged(STATEFUL, {"spec": {"serviceName": "x"}}))
CRASH = Crash("a-rule", None, ValueError("x"))

CASES = {
    "nothing changes": (
        (compilation(SERVICE), compilation(SERVICE)),
        [],
        0,
        "No Application changes",
        "",
    ),
    "a claim goes": (REMOVED, [], 1, "data-loss", "1 to be deleted, 0 allowed"),
    "as acknowledged": (REMOVED, ["--allow-delete", "1"], 0, "data-loss", ""),
    "an update is refused": (REFUSED, ["--allow-delete", "9"], 1, "rejected", "refuse 1 updates"),
    "markdown": (REMOVED, ["--format", "markdown"], 1, "<!-- catalogc-diff -->", "1 to be deleted"),
    "html": (REMOVED, ["--format", "html"], 1, "<!doctype html>", "1 to be deleted"),
    "the head has errors": (
        (compilation(SERVICE), compilation(SERVICE, findings=[ERROR])),
        [],
        1,
        "error[gpu-capacity]: too many",
        "",
    ),
    "the head has errors, for a program": (
        (compilation(SERVICE), compilation(SERVICE, findings=[ERROR])),
        ["--format", "json"],
        1,
        '"rule": "gpu-capacity"',
        "",
    ),
    "the base has errors": (
        (compilation(SERVICE, findings=[ERROR]), compilation(SERVICE)),
        [],
        0,
        "No Application changes",
        "main (abc) has errors",
    ),
    "the base is no catalog": (
        (UNREADABLE, compilation(SERVICE)),
        [],
        2,
        "",
        "no valid catalogc.yaml",
    ),
    "a rule fails": (
        (compilation(SERVICE), compilation(SERVICE, crashes=(CRASH,))),
        [],
        4,
        "",
        "a bug in rule a-rule",
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_verdicts(monkeypatch, capsys, tmp_path, case):
    sides, options, code, out, err = case
    (tmp_path / "catalogc.yaml").touch()
    found = DiffSides(*sides, "main (abc)", "the work tree")
    monkeypatch.setattr(diff_sides, "compile_sides", lambda *_: found)
    arguments = ["diff", "--base", "main", "--root", str(tmp_path), *options]
    assert run_guarded(catalogc, arguments) == code
    printed = capsys.readouterr()
    assert out in printed.out
    assert err in printed.err
    assert bool(printed.err) == bool(err)


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ([], 2, "Missing option '--base'"),
        (["--base", "main", "--format", "xml"], 2, "'xml' is not one of"),
        (["--base", "main", "--allow-delete", "-1"], 2, "-1 is not in the range"),
        (["--base", "main"], 3, "git"),
    ],
)
def test_usage(tmp_path, arguments, code, message):
    write(tmp_path, {"catalogc.yaml": "apiVersion: catalogc.dev/v1\nkind: Catalog\n"})
    done = inside("diff", *arguments, cwd=tmp_path)
    assert (done.returncode, message in done.stderr) == (code, True), done.stderr
    assert "Traceback" not in done.stderr


def git(root, *arguments):
    settings = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *settings, *arguments], cwd=root, check=True, capture_output=True)


LEAF = """\
workloadType: BASIC_CONTAINER_LOAD
serviceName: {name}
serviceCatalog: web
namespace: web
environment: dev
container:
  image: {{repository: ghcr.io/stefanprodan/podinfo, tag: {tag}}}
  port: 9898
"""


@pytest.mark.slow
def test_a_change_in_git(tmp_path):
    leaves = {f"catalog/web/{name}/dev.yaml": LEAF.format(name=name, tag="6.7.1") for name in "ab"}
    root = make_repository(tmp_path / "catalog", leaves)
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "base")
    (root / "catalog/web/b/dev.yaml").unlink()
    write(root, {"catalog/web/a/dev.yaml": LEAF.format(name="a", tag="6.7.2")})
    unknown = inside("diff", "--base", "nowhere", cwd=root)
    assert (unknown.returncode, unknown.stdout) == (2, "")
    done = run_catalogc("diff", "--base", "main", "--format", "json", cwd=root)
    assert done.returncode == 1, done.stderr
    assert "1 to be deleted, 0 allowed" in done.stderr
    record = json.loads(done.stdout)
    jsonschema.validate(record, SCHEMA)
    assert record["deletions"] == ["Application b-dev (web/b (dev))"]
    headlines = {item["headline"]["effect"] for item in record["applications"]}
    assert headlines == {"delete", "rollout-restart"}
    git(root, "commit", "-q", "-a", "-m", "head")
    again = inside("diff", "--base", "HEAD~1", "--head", "HEAD", "--format", "json", cwd=root)
    assert json.loads(again.stdout)["applications"] == record["applications"]
