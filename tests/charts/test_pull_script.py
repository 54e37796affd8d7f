"""The Ollama chart's scripts, run with a stand-in for the ollama program."""

import os
import subprocess

import pytest

from charts.chart_harness import CHARTS

FILES = CHARTS / "ollama-inference-load" / "files"
STAND_IN = """#!/bin/sh
printf '%s|' "$@" >> "$LOG"; echo >> "$LOG"
case "$1" in
  serve) [ -n "${BROKEN-}" ] && exit 1; : > "$STATE/up"; exec sleep 60 ;;
  list) [ -e "$STATE/up" ] ;;
  show) [ -e "$STATE/model" ] ;;
  pull) [ -z "${SLOW-}" ] || sleep 60; : > "$STATE/model" ;;
esac
"""


@pytest.fixture
def run(tmp_path):
    program = tmp_path / "ollama"
    program.write_text(STAND_IN)
    program.chmod(0o755)

    def run(script, model="phi:latest", **variables):
        environment = {
            "PATH": f"{tmp_path}:{os.environ['PATH']}",
            "LOG": str(tmp_path / "log"),
            "STATE": str(tmp_path),
            "MODEL": model,
            "PULL_TIMEOUT_SECONDS": "5",
            **variables,
        }
        text = (FILES / script).read_text("utf-8")
        done = subprocess.run(
            ["/bin/sh", "-c", text], env=environment, timeout=20, capture_output=True, check=False
        )
        return done.returncode, (tmp_path / "log").read_text().splitlines()

    return run


def test_pulls_a_missing_model(run):
    code, calls = run("pull-model.sh")
    assert code == 0
    assert calls[0] == "serve|"
    assert calls[-1] == "pull|--|phi:latest|"


def test_keeps_a_cached_model(run, tmp_path):
    (tmp_path / "model").touch()
    code, calls = run("pull-model.sh")
    assert code == 0
    assert not [call for call in calls if call.startswith("pull")]


def test_gives_up_after_the_timeout(run):
    code, _ = run("pull-model.sh", SLOW="1", PULL_TIMEOUT_SECONDS="1")
    assert code == 124


def test_the_model_is_one_argument_and_no_program(run, tmp_path):
    hostile = f"phi; touch {tmp_path}/owned $(touch {tmp_path}/owned)"
    _, calls = run("pull-model.sh", hostile)
    assert calls[-1] == f"pull|--|{hostile}|"
    assert not (tmp_path / "owned").exists()


@pytest.mark.parametrize("present", [True, False])
def test_readiness_asks_for_the_model(run, tmp_path, present):
    if present:
        (tmp_path / "model").touch()
    code, calls = run("model-present.sh")
    assert (code == 0) is present
    assert calls == ["show|--|phi:latest|"]
