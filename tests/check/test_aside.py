"""Work in a fork: the same results, and the work is done here where the fork fails."""

import subprocess
import sys

import pytest

from tools import ROOT

# In a process of its own: tests run beside threads, and then there is no fork.
PROGRAM = """
import os, sys
sys.path[:0] = [{tests!r}]
from pathlib import Path
import catalogc.check.runner as runner
from catalogc.check.aside import run_aside
from catalogc.pipeline import compile_catalog
from repository import make_repository
{body}
"""
LEAVES = """
leaf = '''workloadType: OLLAMA_INFERENCE_LOAD
serviceName: phi-%d
serviceCatalog: ml-inference
namespace: ml-workloads
environment: dev
model: phi:latest
gpu: {count: 64}
'''
root = make_repository(Path(sys.argv[1]), {f"catalog/{n}.yaml": leaf % n for n in range(9)})
judge = lambda: compile_catalog(root, prepare=None, select=lambda _: True)
"""
BODIES = {
    "both ways agree": LEAVES + """
forks, fork = [], os.fork
os.fork = lambda: forks.append(1) or fork()
alone = judge().findings
assert forks == []
runner.MANY = 2
assert judge().findings == alone and len(alone) == 18
assert forks == [1]
""",
    "a rule that fails in the fork is told": LEAVES + """
from dataclasses import replace
from catalogc.rules import RULES_BY_SLUG
def fail(release, context):
    if release.id.service_name == "phi-8":
        raise LookupError("no such thing")
    yield from ()
RULES_BY_SLUG["gpu-capacity"] = replace(RULES_BY_SLUG["gpu-capacity"], check=fail)
runner.MANY = 2
crashes = judge().crashes
assert [(c.rule, c.leaf.service_name, str(c.error)) for c in crashes] == [
    ("gpu-capacity", "phi-8", "no such thing")
]
""",
    "the result is the function's": """
parent = os.getpid()
assert run_aside(lambda: os.getpid() != parent)() is True
assert run_aside(lambda: list(range(200_000)))() == list(range(200_000))
""",
    "what cannot be brought back is done here": """
parent = os.getpid()
function = run_aside(lambda: (lambda: os.getpid()))()
assert function() == parent
""",
    "a fork that dies is replaced": """
parent = os.getpid()
assert run_aside(lambda: "here" if os.getpid() == parent else os._exit(9))() == "here"
""",
    "beside threads there is no fork": """
import threading
stop = threading.Event()
threading.Thread(target=stop.wait).start()
parent = os.getpid()
assert run_aside(os.getpid)() == parent
stop.set()
""",
}  # fmt: skip


@pytest.mark.parametrize("name", BODIES)
def test_aside(name, tmp_path):
    program = PROGRAM.format(tests=str(ROOT / "tests"), body=BODIES[name])
    command = [sys.executable, "-c", program, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
