"""A pod of the Ollama chart for tests: its rendered scripts, and a stand-in for ollama."""

import os
import subprocess
import sys

from charts.chart_harness import documents, load_ci, workload

MODEL = "qwen3:8b"

# Written apart from the scripts, so that it is an oracle of where Ollama keeps what under which
# name. A pulled manifest's text is the name that it was pulled by.
STAND_IN = f"""#!{sys.executable} -IS
import hashlib, os, pathlib, sys, time

state = pathlib.Path(os.environ["STATE"])
with (state / "log").open("a") as log:
    log.write("|".join(sys.argv[1:]) + "\\n")

def manifest(name):
    path, _, tag = name.rpartition(":") if ":" in name.split("/")[-1] else (name, "", "latest")
    parts = ["registry.ollama.ai", "library"][: 3 - len(path.split("/"))] + path.split("/")
    return pathlib.Path(os.environ["OLLAMA_MODELS"], "manifests", *parts, tag)

def write(name, text):
    manifest(name).parent.mkdir(parents=True, exist_ok=True)
    manifest(name).write_text(text)

def flag(name):
    return (state / name).exists()

verb, *rest = sys.argv[1:]
if verb != "serve":
    sys.stdin.read()  # a program that reads would swallow a script's list of models
names = rest[rest.index("--") + 1 :] if "--" in rest else []
if verb == "serve":
    if flag("broken"):
        sys.exit(3)
    (state / "up").write_text(os.environ["OLLAMA_HOST"])
    time.sleep(60)
elif verb == "list":
    sys.exit(not flag("up"))
elif verb == "show":
    if flag("embedding"):
        print("  Capabilities\\n    embedding    ")
    sys.exit(not manifest(names[0]).exists())
elif verb == "pull":
    if flag("slow"):
        time.sleep(60)
    if flag("offline"):
        sys.exit(1)
    write(names[0], names[0])
elif verb == "cp":
    write(names[1], manifest(names[0]).read_text())
elif verb == "create":
    write(names[0], pathlib.Path(rest[rest.index("-f") + 1]).read_text())
    sys.exit(flag("bad-modelfile"))
elif verb == "run":
    if flag("no-memory") or flag("embedding") and not names[1]:
        sys.exit(1)
    (state / "loaded").write_text(names[0])
elif verb == "ps":
    print("NAME    ID    SIZE    PROCESSOR    CONTEXT    UNTIL")
    if flag("loaded"):
        name = (state / "loaded").read_text()
        digest = hashlib.sha256(manifest(name).read_bytes()).hexdigest()
        print(f"short-name    {{digest[:12]}}    2.0 GB    100% GPU    4096    Forever")
"""


def render_pod(helm, folder, **fields):
    leaf = {**load_ci("ollama-inference-load")["minimal"], "model": MODEL, **fields}
    resources = documents(helm.render("ollama-inference-load", leaf))
    return Pod(folder, workload(resources)["spec"]["template"]["spec"])


class Pod:
    """A pod of the chart whose containers and probes run here."""

    def __init__(self, folder, spec):
        self.state = folder
        program = folder / "ollama"
        program.write_text(STAND_IN)
        program.chmod(0o755)
        self._pull, self._server = spec["initContainers"][0], spec["containers"][0]
        self.models = folder / "models"

    def pull(self, **variables):
        return self._run(self._pull, self._pull["command"], variables)

    def ready(self):
        return self._run(self._server, self._server["readinessProbe"]["exec"]["command"]).returncode

    def serve(self, **variables):
        return subprocess.Popen(
            self._server["command"],
            env=self._environment(self._server, variables),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def calls(self, verb=""):
        log = self.state / "log"
        lines = log.read_text().splitlines() if log.exists() else []
        return [line for line in lines if line.startswith(verb)]

    def _run(self, container, command, variables=()):
        environment = self._environment(container, dict(variables))
        return subprocess.run(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            timeout=20,
            capture_output=True,
            text=True,
            check=False,
        )

    def _environment(self, container, variables):
        own = {entry["name"]: entry.get("value", "") for entry in container["env"]}
        return {
            **own,
            "PATH": f"{self.state}:{os.environ['PATH']}",
            "STATE": str(self.state),
            "TMPDIR": str(self.state),
            "OLLAMA_MODELS": str(self.models),
            "SERVER_START_SECONDS": "5",
            **variables,
        }
