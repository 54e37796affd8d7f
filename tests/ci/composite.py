"""Runs the steps of ``action.yml`` as the runner of GitHub Actions does."""

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import yaml

from ci.changes import closed
from tools import ROOT

ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
_EXPRESSION = re.compile(r"\$\{\{ *([a-z_.-]+) *\}\}")

# Stands for Python: says which pip installations it is asked for, and links this catalogc.
PYTHON = """\
#!/bin/sh
set -eu
[ "$1" = -I ] || { echo "a file of the checkout could be imported" >&2; exit 9; }
shift
case "$1 $2" in
"-c "*) exit 0 ;;
"-m venv") mkdir -p "$3/bin"; cp "$0" "$3/bin/python"; ln -s "$CATALOGC" "$3/bin/catalogc" ;;
"-m pip") shift 2; echo "pip $*" >>"$PIP_LOG" ;;
esac
"""


@dataclass
class Ran:
    """What a run of all steps left behind."""

    code: int
    log: str
    outputs: dict
    page: str
    pip: str
    temporary: Path


def fake_python(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "python"
    path.write_text(PYTHON)
    path.chmod(0o755)
    return path


def variables(folder: Path) -> dict:
    """Those of a job, and what the Python that is no Python needs."""
    catalogc = Path(sys.executable).with_name("catalogc")
    return {
        **closed(),
        "HOME": str(folder),
        "CATALOGC": str(catalogc),
        "PIP_LOG": str(folder / "pip"),
        "GIT_ALLOW_PROTOCOL": "file",
    }


def run_action(workspace: Path, folder: Path, inputs=None, base_ref="main", **more) -> Ran:
    """Run every step until one fails.

    Args:
        workspace: the checkout.
        folder: for the runner's own files.
        base_ref: of a pull request; empty for a push.
        more: further variables.
    """
    folder.mkdir(parents=True)
    known = {f"inputs.{name}": str(about["default"]) for name, about in ACTION["inputs"].items()}
    known["inputs.python"] = str(fake_python(folder / "tool"))
    known["github.action_path"] = str(ROOT)
    known |= {f"inputs.{name}": value for name, value in (inputs or {}).items()}
    files = {name: folder / name.lower() for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    shared = {
        **variables(folder),
        **{name: str(path) for name, path in files.items()},
        "RUNNER_TEMP": str(folder / "temporary"),
        "GITHUB_WORKSPACE": str(workspace),
        "GITHUB_BASE_REF": base_ref,
        **more,
    }
    (folder / "temporary").mkdir()
    files["GITHUB_STEP_SUMMARY"].touch()
    code, log = 0, ""
    for step in ACTION["runs"]["steps"]:
        assert step.keys() <= {"id", "name", "shell", "env", "run"}
        files["GITHUB_OUTPUT"].write_text("")
        environment = {name: expand(value, known) for name, value in step["env"].items()}
        done = run_script(step["run"], workspace, {**shared, **environment})
        code, log = done.returncode, log + done.stdout + done.stderr
        pairs = (line.split("=", 1) for line in files["GITHUB_OUTPUT"].read_text().splitlines())
        known |= {f"steps.{step['id']}.outputs.{name}": value for name, value in pairs}
        if code:
            break
    outputs = {name: expand(about["value"], known) for name, about in ACTION["outputs"].items()}
    pip = folder / "pip"
    asked = pip.read_text() if pip.exists() else ""
    return Ran(code, log, outputs, files["GITHUB_STEP_SUMMARY"].read_text(), asked, folder)


def run_script(text, workspace, environment):
    """As ``shell: bash`` of a step does."""
    script = Path(environment["RUNNER_TEMP"]) / "step.sh"
    script.write_text(text)
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
        cwd=workspace,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def expand(value, known):
    """Fill in expressions; one that this runner does not know is an error."""
    return _EXPRESSION.sub(lambda match: known.get(match[1], ""), str(value))
