"""A run without findings about objects does nothing to find origins, and loads none of it."""

import json
import subprocess
import sys

import pytest

from cli.open_chart import DEV, leaf, make_open_catalog
from repository import write
from tools import ROOT

PROGRAM = """
import json, sys
from pathlib import Path
from catalogc.pipeline import Backend, compile_catalog
from catalogc.render.engine import EngineRenderer
from catalogc.render.protocol import RenderSettings


class Counting:
    def __init__(self, renderer):
        self.renderer, self.version, self.jobs = renderer, renderer.version, 0

    def render(self, jobs):
        for result in self.renderer.render(jobs):
            self.jobs += 1
            yield result


with EngineRenderer(RenderSettings(jobs=1)) as engine:
    counting = Counting(engine)
    made = compile_catalog(
        Path(sys.argv[1]), prepare=lambda _: Backend(counting), select=lambda _: True
    )
loaded = [name for name in sys.modules if name.startswith(("catalogc.origin", "catalogc.render"))]
rules = sorted({finding.rule for finding in made.findings})
print(json.dumps({"jobs": counting.jobs, "loaded": loaded, "rules": rules}))
"""
WORKING = {
    "catalogc.origin.blame",
    "catalogc.origin.failures",
    "catalogc.origin.find",
    "catalogc.origin.flow",
    "catalogc.origin.variants",
    "catalogc.render.driver",
}


def run(folder):
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(folder)], capture_output=True, check=True, timeout=60
    )
    return json.loads(done.stdout)


# files -> rules, renders, whether origins were looked for
CASES = {
    "clean": ({DEV: leaf("replicas: 2\n")}, [], 1, False),
    "a finding about an object": (
        {DEV: leaf("env:\n  - {name: A, value: b}\n  - {name: A, value: c}\n")},
        ["duplicate-list-key"],
        None,
        True,
    ),
    "a chart that fails": ({DEV: leaf("other: 3\n")}, ["template-error"], None, True),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_origins_are_looked_for_on_demand(tmp_path, case):
    files, rules, jobs, looked_for = case
    make_open_catalog(tmp_path)
    write(tmp_path, files)
    found = run(tmp_path)
    assert found["rules"] == rules
    assert jobs is None or found["jobs"] == jobs
    assert bool(WORKING & set(found["loaded"])) is looked_for


def test_programs_that_a_chart_brings_are_no_reason_to_look():
    """The sample's charts run scripts of their own in shells; no object of it has a finding."""
    found = run(ROOT)
    assert not WORKING & set(found["loaded"])
    assert found["jobs"] > 20
