"""What a worker is told: settings, charts and jobs as frames."""

import json
import re
from collections.abc import Mapping

from catalogc.model.adapter import Chart
from catalogc.render.archive import build_archive
from catalogc.render.determinism import extra_renders_of_values, with_later_clock
from catalogc.render.protocol import RenderJob, RenderSettings
from catalogc.workers.frames import encode

_CHART_FILE = re.compile(r"(charts/[^/]+/)*(Chart|requirements)\.yaml")
_PROBE = {
    "Chart.yaml": b"apiVersion: v2\nname: probe\nversion: 1.0.0\n",
    "templates/answer.yaml": (
        b"{{ semverCompare .Values.constraint .Capabilities.KubeVersion.String }}"
    ),
}


def settings_frame(settings: RenderSettings) -> bytes:
    """The first frame of every worker."""
    return encode(
        (
            "settings",
            list(settings.api_versions),
            build_archive("probe", _PROBE),
        )
    )


def known_as(chart: Chart, *, once: bool) -> str:
    """What workers know a chart by."""
    return f"once {chart.digest}" if once else chart.digest


def chart_frame(chart: Chart, *, once: bool = False) -> bytes:
    """A chart without its values schema and notes, which catalogc does not want of Helm.

    Args:
        chart: the chart.
        once: whether it is never rendered a second time under a later clock.

    Raises:
        ValueError: a path of the chart does not fit into an archive.
    """
    archive = engine_archive(chart.name, chart.files)
    later = chart.files if once else with_later_clock(chart.files)
    later_archive = b"" if later == chart.files else engine_archive(chart.name, later)
    reusable = not (chart.has_dependencies and may_switch_subcharts(chart.files))
    return encode(
        (
            "chart", known_as(chart, once=once), chart.name, archive, later_archive, reusable,
            chart.kube_version,
        )
    )  # fmt: skip


def job_frame(job: RenderJob, chart_extra_renders: int, kube_version: str) -> bytes:
    """One release for a cluster of a Kubernetes version such as ``v1.34.0``.

    Raises:
        ValueError: the values are not JSON: a number that is not finite, or a loop.
        TypeError: the values hold something else than plain data.
    """
    values = json.dumps(job.values, allow_nan=False)
    extra = 0 if job.once else max(chart_extra_renders, extra_renders_of_values(values))
    chart, name = known_as(job.chart, once=job.once), job.release_name
    return encode(("render", chart, name, job.namespace, values, extra, kube_version))


def engine_archive(name: str, files: Mapping[str, bytes]) -> bytes:
    """The archive that both back ends render."""
    return build_archive(name, files, keep_schema=False, keep_notes=False)


def may_switch_subcharts(files: Mapping[str, bytes]) -> bool:
    """Tell whether values can switch a subchart off, which a loaded chart remembers.

    Only dependencies with a condition or tags can be; packed subcharts are not looked into.
    """
    for path, content in files.items():
        if path.endswith(".tgz") and path.startswith("charts/"):
            return True
        if _CHART_FILE.fullmatch(path) and (b"condition" in content or b"tags" in content):
            return True
    return False
