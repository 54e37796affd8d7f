"""The job of the GitLab component, run on the checkout of a merge request."""

import json
import xml.etree.ElementTree as ET

import pytest

from ci import changes
from ci.gitlab_job import JOBS, MERGE_REQUEST, SPEC, interpolate, run_job

CASES = {
    "clean": ([changes.add_leaf], 0, 0, "## catalogc: passed"),
    "a finding": ([changes.break_leaf], 1, 1, "| error | `wrong-type` |"),
}


@pytest.mark.parametrize(("edits", "code", "errors", "note"), CASES.values(), ids=CASES)
def test_a_merge_request(checkout, tmp_path, edits, code, errors, note):
    ran = run_job(checkout(*edits), tmp_path / "runner", **MERGE_REQUEST)
    assert ran.code == code, ran.log
    assert note in (ran.reports / "note.md").read_text()
    quality = json.loads((ran.reports / "codequality.json").read_text())
    assert len([item for item in quality if item["severity"] == "major"]) == errors
    junit = ET.parse(ran.reports / "junit.xml").getroot()
    assert len(junit.findall(".//failure")) == errors
    assert json.loads((ran.reports / "catalogc.sarif").read_text())["version"] == "2.1.0"


def test_a_label_acknowledges_a_deletion(checkout, tmp_path):
    labels = {"CI_MERGE_REQUEST_LABELS": "backend,allow-delete,web"}
    ran = run_job(
        checkout(changes.delete_leaf),
        tmp_path / "runner",
        {"diff": False},
        **MERGE_REQUEST,
        **labels,
    )
    assert ran.code == 0, ran.log
    assert "Their removal is acknowledged." in (ran.reports / "note.md").read_text()


def test_a_fork_is_judged_by_the_target_project(project, checkout, tmp_path):
    """The fork's own main says what its owner likes."""
    workspace = checkout(changes.use_latest, changes.allow_latest, changes.build)
    fork = tmp_path / "fork.git"
    changes.git(workspace, "clone", "--quiet", "--bare", str(workspace), str(fork))
    changes.git(fork, "branch", "--force", "main", "HEAD")
    changes.git(workspace, "remote", "set-url", "origin", f"file://{fork}")
    about = {
        **MERGE_REQUEST,
        "CI_PROJECT_PATH": "someone/catalog",
        "CI_MERGE_REQUEST_PROJECT_URL": f"file://{project.bare}".removesuffix(".git"),
    }
    ran = run_job(workspace, tmp_path / "runner", **about)
    assert ran.code == 1, ran.log
    assert "`latest-in-production`" in (ran.reports / "note.md").read_text()


def test_a_branch_is_judged_by_itself(checkout, tmp_path):
    ran = run_job(checkout(), tmp_path / "runner", CI_PIPELINE_SOURCE="push")
    assert ran.code == 0, ran.log
    assert "Judged by the rules of this commit." in (ran.reports / "note.md").read_text()


def test_reports_are_those_that_are_collected():
    (job,) = interpolate(JOBS, {}).values()
    script = "\n".join(job["script"])
    for file in job["artifacts"]["reports"].values():
        assert f"={file} " in script or f"={file}\n" in script
    assert job["artifacts"]["when"] == "always"


def test_requirements_are_at_their_place():
    assert SPEC["spec"]["inputs"]["requirements"]["default"] == changes.REQUIREMENTS


def test_every_input_has_a_default_and_is_used():
    text = json.dumps(JOBS)
    for name, about in SPEC["spec"]["inputs"].items():
        assert "default" in about
        assert f"$[[ inputs.{name} ]]" in text
