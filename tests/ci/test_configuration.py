"""The files that CI systems read: linters find nothing in them, and they pin what they use."""

import re
import subprocess
import tomllib

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from catalogc.scaffold.repository import CI_SYSTEMS, repository_files
from catalogc.scaffold.settings import RepositorySettings
from ci.composite import ACTION
from ci.gitlab_job import JOBS, interpolate
from tools import ROOT, require_tool

PAGE = ROOT / "docs/how-to/protect-the-catalog.md"
LOCK = ROOT / "ci/requirements.txt"
LINTERS = {
    "github": [("actionlint", "-no-color"), ("zizmor", "--offline", "--persona=pedantic")],
    "gitlab": [("check-jsonschema", "--builtin-schema", "vendor.gitlab-ci")],
}


def run(*command):
    done = subprocess.run(
        list(map(str, command)), capture_output=True, encoding="utf-8", check=False, timeout=60
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def workflow(tmp_path):
    """The workflow of the documentation, in a repository of its own."""
    (text,) = re.findall(r"```yaml\n(   name: .*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    path = tmp_path / ".github/workflows/catalogc.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("".join(line.removeprefix("   ") for line in text.splitlines(keepends=True)))
    return path


def test_zizmor_finds_nothing(workflow):
    run(require_tool("zizmor"), "--offline", "--persona=pedantic", ROOT / "action.yml", workflow)


def test_actionlint_finds_nothing(workflow):
    run(require_tool("actionlint"), "-no-color", workflow)


def test_linters_find_nothing_in_what_init_writes(tmp_path):
    """A hash of a version is told beside it; zizmor asks for it in the same words."""
    settings = RepositorySettings("https://git.example.com/acme/catalog.git")
    for system, linter in LINTERS.items():
        name = CI_SYSTEMS[system]
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(repository_files(settings, "1.2.3", system)[name])
        for tool, *options in linter:
            run(require_tool(tool), *options, file)


def test_inputs_of_the_workflow_exist(workflow):
    (job,) = yaml.safe_load(workflow.read_text())["jobs"].values()
    *_, gate = job["steps"]
    assert gate["with"].keys() <= ACTION["inputs"].keys()
    assert job["permissions"] == {"contents": "read"}


def test_the_action_is_what_its_schema_says():
    run(
        require_tool("check-jsonschema"),
        *("--builtin-schema", "vendor.github-actions", ROOT / "action.yml"),
    )


def test_the_component_is_what_its_schema_says(tmp_path):
    """The schema knows no ``spec``, and no inputs."""
    file = tmp_path / "job.yaml"
    file.write_text(yaml.safe_dump(interpolate(JOBS, {"job-name": "gate"})))
    run(
        require_tool("check-jsonschema"),
        *("--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci", file),
    )


def test_shellcheck_finds_nothing(tmp_path):
    scripts = [("bash", step["run"]) for step in ACTION["runs"]["steps"]]
    (job,) = interpolate(JOBS, {}).values()
    scripts += [("sh", "\n".join(job["script"]))]
    for number, (shell, text) in enumerate(scripts):
        file = tmp_path / f"{number}.sh"
        file.write_text(f"#!/usr/bin/env {shell}\n{text}")
        # The constants of the job's inputs stand in its script.
        run(require_tool("shellcheck"), "--severity=warning", "--exclude=SC2050,SC2194", file)


def test_scripts_hold_no_expression():
    """What a change brings, such as a branch's name, reaches scripts as variables alone."""
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step["run"]
        assert "uses" not in step


def test_actions_are_pinned_by_their_hash():
    for page in (PAGE, ROOT / "docs/how-to/pre-commit-and-ci.md"):
        used = re.findall(r"uses: (\S+)", page.read_text("utf-8"))
        assert all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", name) for name in used), used


def locked():
    """Name -> version of what the action installs; each with a hash."""
    entries = re.findall(
        r"^([a-z0-9-]+)==(\S+)(.*?)(?=^[a-z#]|\Z)",
        LOCK.read_text("utf-8"),
        re.MULTILINE | re.DOTALL,
    )
    assert all(rest.count("--hash=sha256:") for _, _, rest in entries)
    return {name: version for name, version, _ in entries}


def test_the_action_installs_what_catalogc_needs():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = map(
        Requirement, [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    )
    versions = locked()
    for requirement in wanted:
        version = versions.get(canonicalize_name(requirement.name), "0")
        assert requirement.specifier.contains(version), (str(requirement), version)
