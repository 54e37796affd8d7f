"""Runs the job of ``templates/catalogc.yml`` as a GitLab runner does."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

import yaml

from ci.composite import fake_python, variables
from tools import ROOT

SPEC, JOBS = yaml.safe_load_all((ROOT / "templates/catalogc.yml").read_text("utf-8"))


@dataclass
class Ran:
    """What the job left behind; ``reports`` is its artifact folder."""

    code: int
    log: str
    reports: Path


def interpolate(value, inputs):
    """Fill inputs into a value of the configuration, as GitLab does before it reads the rest."""
    if isinstance(value, dict):
        return {interpolate(k, inputs): interpolate(v, inputs) for k, v in value.items()}
    if isinstance(value, list):
        return [interpolate(item, inputs) for item in value]
    if not isinstance(value, str):
        return value
    for name, about in SPEC["spec"]["inputs"].items():
        text = inputs.get(name, about["default"])
        written = str(text).lower() if isinstance(text, bool) else text
        value = value.replace(f"$[[ inputs.{name} ]]", written)
    assert "$[[" not in value, value
    return value


def run_job(workspace: Path, folder: Path, inputs=None, **predefined) -> Ran:
    """Run the job's script with the shell of a small image.

    Args:
        folder: for what is no part of the checkout.
        predefined: variables that GitLab sets, and others do not.
    """
    (job,) = interpolate(JOBS, inputs or {}).values()
    folder.mkdir(parents=True)
    tool = fake_python(folder / "tool")
    tool.rename(tool.with_name("python3"))
    environment = variables(folder)
    environment |= {"PATH": f"{tool.parent}:{environment['PATH']}", "TMPDIR": str(folder)}
    done = subprocess.run(
        ["sh", "-c", "\n".join(["set -e", *job["script"]])],
        cwd=workspace,
        env={**environment, **job["variables"], "CI_PROJECT_PATH": "team/catalog", **predefined},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    return Ran(done.returncode, done.stdout + done.stderr, workspace / "catalogc-reports")


MERGE_REQUEST = {
    "CI_PIPELINE_SOURCE": "merge_request_event",
    "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
    "CI_MERGE_REQUEST_PROJECT_PATH": "team/catalog",
}
