"""Charts for tests: from tests/render/charts, or from texts."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from catalogc.model.adapter import Chart
from catalogc.model.document import Document
from catalogc.model.source import SourceFile
from catalogc.render.protocol import Renderer, RenderJob, RenderResult

FOLDER = Path(__file__).parent / "charts"
CONFIG_MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: {{ .Release.Name }}}\n"


def make_chart(files: Mapping[str, str], name: str = "demo", more: str = "") -> Chart:
    """Build a chart of texts; ``more`` is added to its Chart.yaml."""
    chart_file = f"apiVersion: v2\nname: {name}\nversion: 1.0.0\n{more}"
    contents = {"Chart.yaml": chart_file, **files}
    return chart_of(name, {path: text.encode() for path, text in contents.items()})


def read_chart(name: str) -> Chart:
    folder = FOLDER / name
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    return chart_of(name, files)


def chart_of(name: str, files: Mapping[str, bytes]) -> Chart:
    chart_file = files["Chart.yaml"].decode()
    constraint = [
        line.partition(":")[2].strip(' "')
        for line in chart_file.splitlines()
        if line.startswith("kubeVersion:")
    ]
    return Chart(
        name=name,
        version="1.0.0",
        path=f"charts/{name}",
        digest=hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest(),
        files=files,
        defaults=Document(SourceFile(f"charts/{name}/values.yaml", ""), {}, {}),
        has_dependencies=any(path.startswith("charts/") for path in files),
        kube_version="".join(constraint),
    )


def job(chart: Chart, values: Mapping[str, Any] | None = None, index: int = 0) -> RenderJob:
    return RenderJob(index, "web", "shop", values or {}, chart)


def render_one(renderer: Renderer, chart: Chart, values: Mapping[str, Any] | None = None):
    [result] = renderer.render([job(chart, values)])
    return result


def names(result: RenderResult) -> list[str]:
    assert result.failure is None
    return [f"{resource.kind}/{resource.name}" for resource in result.resources]
