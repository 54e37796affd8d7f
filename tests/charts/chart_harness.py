"""Charts of this repository for tests: read, packed in memory, rendered in another process."""

import base64
import gzip
import io
import json
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import yaml
from jsonschema_rs import Draft7Validator

ROOT = Path(__file__).parents[2]
CHARTS = ROOT / "charts"
# Charts of charts: their fields are those of their subcharts, and are tested with those.
UMBRELLAS = sorted(
    path.parent.name for path in CHARTS.glob("*/Chart.yaml") if "condition:" in path.read_text()
)
# Not the library chart, nor adapters without templates, whose releases Argo CD renders.
ADAPTERS = sorted(
    path.parent.name
    for path in CHARTS.glob("*/Chart.yaml")
    if path.parent.name not in ("common", *UMBRELLAS)
    and "catalogc.dev/renderer: argocd" not in path.read_text()
)
KUBERNETES = "1.34"
WORKLOADS = ("Deployment", "StatefulSet", "Rollout")

Values = dict[str, Any]
FieldPath = tuple[str | int, ...]

# helm_python starts a Go runtime: a process that has it can no longer fork.
_WORKER = """
import base64, json, sys
from helm_python import Chart, HelmError, _native
for line in sys.stdin:
    job = json.loads(line)
    # A handle remembers earlier renders when a chart has dependencies, so load it anew.
    try:
        chart = Chart.load_archive(base64.b64decode(job["archive"]))
        values, options = json.dumps(job["values"]), json.dumps(job["options"])
        files = json.loads(_native.call_string("helm_render", chart._raw(), values, options))
        print(json.dumps({"files": files}), flush=True)
    except HelmError as error:
        print(json.dumps({"error": str(error)}), flush=True)
"""


class RenderError(Exception):
    """Helm refused to render."""


class Helm:
    """A process that renders charts."""

    def __init__(self) -> None:
        self._archives: dict[tuple[str, bool], str] = {}
        self._process = subprocess.Popen(
            [sys.executable, "-c", _WORKER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def render(self, chart: str, values: Values, *, schema: bool = True) -> dict[str, str]:
        """Render to template name -> text, empty texts left out.

        Raises:
            RenderError: a template failed or, with ``schema``, the values are not valid.
        """
        key = (chart, schema)
        if key not in self._archives:
            self._archives[key] = base64.b64encode(pack(chart, schema=schema)).decode()
        options = {
            "name": "release",
            "namespace": "fallback",
            "kube_version": f"v{KUBERNETES}.0",
            "strict": True,  # a value that is missing is an error
        }
        given = handed_down(chart, values)
        job = {"archive": self._archives[key], "values": given, "options": options}
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        if "error" in answer:
            raise RenderError(answer["error"])
        prefix = f"{chart}/templates/"
        files = {name.removeprefix(prefix): text for name, text in answer["files"].items()}
        return {name: text for name, text in sorted(files.items()) if text.strip()}

    def close(self) -> None:
        self._process.stdin.close()
        self._process.wait(timeout=10)
        self._process.stdout.close()


def pack(chart: str, *, schema: bool = True) -> bytes:
    """Pack a chart, with its ``file://`` dependencies below ``charts/``."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, content in sorted(_files(CHARTS / chart, chart)):
            if schema or not name.endswith("values.schema.json"):
                member = tarfile.TarInfo(name)
                member.size = len(content)
                archive.addfile(member, io.BytesIO(content))
    return gzip.compress(buffer.getvalue(), mtime=0)


def _files(folder: Path, prefix: str) -> Iterator[tuple[str, bytes]]:
    for path in folder.rglob("*"):
        if path.is_file():
            yield f"{prefix}/{path.relative_to(folder).as_posix()}", path.read_bytes()
    metadata = yaml.safe_load((folder / "Chart.yaml").read_text("utf-8"))
    for dependency in metadata.get("dependencies", ()):
        target = (folder / dependency["repository"].removeprefix("file://")).resolve()
        yield from _files(target, f"{prefix}/charts/{dependency['name']}")


def handed_down(chart: str, leaf: Values) -> Values:
    """A leaf with what the schema says that subcharts are given of it, as catalogc does."""
    given = deepcopy(leaf)
    for entry in load_schema(chart).get("x-catalogc-handed-down", ()):
        *parents, name = entry["to"].split(".")
        if value := leaf.get(entry["from"]):
            target = given
            for part in parents:
                target = target.setdefault(part, {})
            target[name] = value
    return given


def load_schema(chart: str) -> dict[str, Any]:
    return json.loads((CHARTS / chart / "values.schema.json").read_text("utf-8"))


def load_defaults(chart: str) -> Values:
    return yaml.safe_load((CHARTS / chart / "values.yaml").read_text("utf-8"))


def load_ci(chart: str) -> dict[str, Values]:
    """Feature name -> leaf, of ``ci/<feature>-values.yaml``."""
    paths = sorted((CHARTS / chart / "ci").glob("*-values.yaml"))
    return {
        path.name.removesuffix("-values.yaml"): yaml.safe_load(path.read_text("utf-8"))
        for path in paths
    }


CI_CASES = [(chart, feature) for chart in ADAPTERS for feature in load_ci(chart)]
UMBRELLA_CASES = [(chart, feature) for chart in UMBRELLAS for feature in load_ci(chart)]


def effective(chart: str, leaf: Values) -> Values:
    """A leaf over the chart's defaults, by Helm's rule: mappings merge, all else is replaced."""
    return _merge(load_defaults(chart), leaf)


def is_valid(chart: str, leaf: Values) -> bool:
    """Whether the chart's schema accepts a leaf over the defaults, which is what Helm asks it."""
    return bool(Draft7Validator(load_schema(chart)).is_valid(effective(chart, leaf)))


def left_to_defaults(node: Any) -> Any:
    """A schema that does not require what values.yaml has, as authors of leaves see it."""
    if isinstance(node, list):
        return [left_to_defaults(item) for item in node]
    if not isinstance(node, dict):
        return node
    found = {key: left_to_defaults(value) for key, value in node.items()}
    if isinstance(found.get("required"), list):
        known = found.get("properties", {})
        found["required"] = [name for name in found["required"] if _asked(known.get(name, {}))]
    return found


def _asked(node: dict[str, Any]) -> bool:
    complete = "properties" in node and not node.get("required") and "anyOf" not in node
    return "default" not in node and not complete


def _merge(below: Values, above: Values) -> Values:
    merged = deepcopy(below)
    for key, value in above.items():
        both = isinstance(value, dict) and isinstance(merged.get(key), dict)
        merged[key] = _merge(merged[key], value) if both else deepcopy(value)
    return merged


def scalars(data: Any, path: FieldPath = ()) -> Iterator[tuple[FieldPath, Any]]:
    """Every scalar in a tree, with its path."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from scalars(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from scalars(value, (*path, index))
    else:
        yield path, data


def replace(data: Any, path: FieldPath, value: Any) -> Any:
    """A copy of a tree with one value replaced."""
    if not path:
        return value
    copied = list(data) if isinstance(data, list) else dict(data)
    copied[path[0]] = replace(data[path[0]], path[1:], value)
    return copied


def documents(files: dict[str, str]) -> list[dict[str, Any]]:
    return [
        document
        for text in files.values()
        for document in yaml.load_all(text, Loader=yaml.CSafeLoader)
    ]


def only(resources: list[dict[str, Any]], kind: str) -> dict[str, Any]:
    """The one resource of a kind."""
    (found,) = [resource for resource in resources if resource["kind"] == kind]
    return found


def workload(resources: list[dict[str, Any]]) -> dict[str, Any]:
    """The one resource that makes pods."""
    (found,) = [resource for resource in resources if resource["kind"] in WORKLOADS]
    return found


def fields(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every property of a values schema as ``a.b[].c``, with references followed."""
    yield from _fields(schema, schema, "")


def _fields(
    root: dict[str, Any], node: dict[str, Any], path: str
) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, child in node.get("properties", {}).items():
        if child.get("title") == "Internal":
            continue  # Helm's own, see the schema
        below = f"{path}.{name}".lstrip(".")
        found = _resolve(root, child)
        yield below, found
        yield from _fields(root, found, below)
        if "items" in found:
            yield from _fields(root, _resolve(root, found["items"]), f"{below}[]")


def _resolve(root: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    return root["definitions"][node["$ref"].rsplit("/", 1)[1]] if "$ref" in node else node


# Adapters that run a container of the leaf's choice, and so have all that goes with one.
CONTAINER_ADAPTERS = [
    chart for chart in ADAPTERS if "container.image" in dict(fields(load_schema(chart)))
]
CONTAINER_CASES = [(chart, feature) for chart, feature in CI_CASES if chart in CONTAINER_ADAPTERS]
