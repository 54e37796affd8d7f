"""The composite action, run step by step on the checkout of a pull request."""

import json

import pytest

from ci import changes
from ci.composite import run_action
from repository import write
from tools import ROOT

REVIEW = "Leaves were judged without these changes, and output with them. An owner reviews"

CASES = {
    "a finding": (
        [changes.break_leaf],
        1,
        {"errors": "1", "rules-changed": "false"},
        ["## catalogc: failed", "| error | `wrong-type` | `catalog/web/one/prod.yaml:9:"],
    ),
    "another policy": (
        [changes.relax_policy, changes.change_workflow, changes.build],
        0,
        {"errors": "0", "rules-changed": "true", "gate-changed": "true"},
        [
            f"### Changed rules: 1 files\n\n{REVIEW}:\n\n- `{changes.POLICY}`",
            "### Changed gate: 1 files",
            f"- `{changes.WORKFLOW}`",
        ],
    ),
    "a weaker rule": (
        [changes.use_latest, changes.allow_latest, changes.build],
        1,
        {"errors": "1", "rules-changed": "true"},
        ["### Changed rules: 1 files", "- `catalogc.yaml`", "`latest-in-production`"],
    ),
    "a deletion": (
        [changes.delete_leaf],
        1,
        {"errors": "0", "applications-removed": "1"},
        ["### Applications removed: 1", "- `rendered/dev/argocd/apps/web/two.yaml`"],
    ),
}


@pytest.mark.parametrize(("edits", "code", "outputs", "page"), CASES.values(), ids=CASES)
def test_a_pull_request(checkout, tmp_path, edits, code, outputs, page):
    ran = run_action(checkout(*edits), tmp_path / "runner", {"diff": "false"})
    assert ran.code == code, ran.log
    assert {name: ran.outputs[name] for name in outputs} == outputs
    assert ran.outputs["exit-code"] == str(code)
    for text in page:
        assert text in ran.page
    sarif = json.loads((ran.temporary / "temporary/catalogc/reports/catalogc.sarif").read_text())
    errors = [item for item in sarif["runs"][0]["results"] if item["level"] == "error"]
    assert len(errors) == int(ran.outputs["errors"])
    assert ran.log.count("::error file=") == len(errors)


def test_a_deletion_that_is_acknowledged(checkout, tmp_path):
    ran = run_action(checkout(changes.delete_leaf), tmp_path / "runner", {"allow-delete": "1"})
    assert (ran.code, ran.outputs["applications-removed"]) == (0, "1"), ran.log
    assert "Their removal is acknowledged." in ran.page


def test_a_weaker_rule_of_someone_trusted(checkout, tmp_path):
    workspace = checkout(changes.use_latest, changes.allow_latest, changes.build)
    ran = run_action(workspace, tmp_path / "runner", {"diff": "false", "trust": "head"})
    assert (ran.code, ran.outputs["rules-changed"]) == (0, "true"), ran.log
    assert "Judged by the change's rules." in ran.page


def test_a_push_is_judged_by_itself(checkout, tmp_path):
    ran = run_action(checkout(), tmp_path / "runner", base_ref="")
    assert ran.code == 0, ran.log
    assert "Judged by the rules of this commit." in ran.page


def test_history_that_is_missing_is_fetched(checkout, tmp_path):
    workspace = checkout(changes.add_leaf, depth=1)
    assert changes.git(workspace, "rev-list", "--count", "HEAD") == "1"
    ran = run_action(workspace, tmp_path / "runner", {"diff": "false"})
    assert ran.code == 0, ran.log
    main = changes.git(workspace, "rev-parse", "origin/main")
    assert f"Judged by the rules of {main[:12]}." in ran.page
    assert "--require-hashes --only-binary :all: --requirement" in ran.pip.splitlines()[0]
    assert f"--no-deps --no-build-isolation {ROOT}" in ran.pip.splitlines()[1]
    numbers = ("errors", "rules-changed", "gate-changed", "applications-removed")
    assert [ran.outputs[name] for name in numbers] == ["0", "false", "false", "0"]


# Python would import these from the folder that it is started in.
PLANTED = ("pip.py", "venv.py", "sitecustomize.py", "yaml.py", "json.py", "catalogc.py", "click.py")
# A shell would run these, if a script looked for programs or settings in the checkout.
PLANTED_PROGRAMS = ("git", "python3", "catalogc", "grep", ".bashrc", ".gitconfig")


def test_nothing_of_a_pull_request_is_run(checkout, tmp_path):
    mark = tmp_path / "ran"
    python = f"open({str(mark)!r}, 'w')\n"

    def plant(catalog):
        write(catalog, dict.fromkeys(PLANTED, python))
        write(catalog, dict.fromkeys(PLANTED_PROGRAMS, f"#!/bin/sh\necho >{mark}\n"))
        for name in PLANTED_PROGRAMS:
            (catalog / name).chmod(0o755)
        hook = f'[filter "x"]\n\tclean = touch {mark}\n'
        write(catalog, {".gitattributes": "* filter=x\n", "config": hook})

        write(catalog, {changes.REQUIREMENTS: "evil==1\n"})

    ran = run_action(checkout(plant), tmp_path / "runner", {"requirements": changes.REQUIREMENTS})
    assert ran.code == 0, ran.log
    assert not mark.exists()
    (installed,) = ran.pip.splitlines()
    assert "--require-hashes --only-binary :all: --requirement" in installed
    requirements = ran.temporary / "temporary/catalogc/requirements.txt"
    assert requirements.read_text() == "catalogc==1 --hash=sha256:0\n"
