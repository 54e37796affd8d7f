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
import catalogc.sources as sources
from catalogc.aside import run_aside
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
# What has findings, and what cannot be read, is read again here.
TROUBLE = """
leaf = '''workloadType: BASIC_CONTAINER_LOAD
serviceName: %s
serviceCatalog: web
namespace: web
environment: dev
container:
  image: {repository: registry.example.com/web/shop, tag: 1.4.2}
'''
names = [letter for name in "abcdefghi" for letter in (name, "z" + name)]
files = {f"catalog/{name}.yaml": leaf % name for name in names}
files["catalog/_defaults.yaml"] = "container: {replicas: 2}\\n"
files["catalog/zj.yaml"] = leaf % "zj" + "  port: 0644\\n"
files["catalog/zk.yaml"] = leaf % "zk" + "---\\na: b\\n"
files["catalog/zl.yaml"] = leaf % "zl" + "  args: [a, *b]\\n"
files["catalog/zm.yaml"] = leaf % "zm" + "  args: [&b a, *b, 'caf\\u00e9']\\n"
files["catalog/zn.yaml"] = files["catalog/zo.yaml"] = ""
files["catalog/zp.yaml"] = "[1]\\n"
files["catalog/zq.yaml"] = "\\ufeff" + leaf % "zq"
files["catalog/zr.yaml"] = leaf.replace("\\n", "\\r\\n") % "zr"
root = make_repository(Path(sys.argv[1]), files)
(root / "catalog/zs.yaml").symlink_to("a.yaml")
(root / "catalog/zt.yaml").write_bytes(b"a: \\xff\\n")
os.mkfifo(root / "catalog/zu.yaml")
judge = lambda: compile_catalog(root, prepare=None, select=lambda _: True)
"""
BODIES = {
    "files read aside are the same": TROUBLE + """
alone = judge()
forks, fork = [], os.fork
os.fork = lambda: forks.append(1) or fork()
sources.MANY = 2
aside = judge()
assert forks == [1]
assert aside.findings == alone.findings
assert {finding.location.file.path[8:10] for finding in aside.findings} >= set(
    "zj zk zl zn zo zp zs zt zu".split()
)
assert list(aside.inputs.items()) == list(alone.inputs.items())
for one, other in zip(aside.catalog.releases, alone.catalog.releases, strict=True):
    assert one.id == other.id and one.effective.data == other.effective.data
    assert dict(one.leaf.document.spans) == dict(other.leaf.document.spans)
    assert one.leaf.document.file == other.leaf.document.file
""",
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
