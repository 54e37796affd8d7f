"""``catalogc chart``: what is wrong with a Helm chart itself."""

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from catalogc.cli.boundary import Stop
from catalogc.cli.exit_codes import ExitCode
from catalogc.cli.options import FORMAT_NAMES, wants_colour

if TYPE_CHECKING:
    from collections.abc import Sequence

    from catalogc.model.finding import Finding
    from catalogc.report.summary import Summary


@click.group()
def chart() -> None:
    """Check Helm charts; any chart, not only those of workload types."""


@chart.command()
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--format", "format_name", type=click.Choice(FORMAT_NAMES), default="text", show_default=True
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning"]),
    default="error",
    show_default=True,
    help="Least severity that makes the exit code 1.",
)
@click.option("--strict", is_flag=True, help="Make an error of what cannot be decided.")
@click.option("--kube-version", default="1.34", show_default=True, help="The cluster's version.")
@click.option("--jobs", type=click.IntRange(min=0), default=0, help="Render workers.")
@click.option("--debug", is_flag=True, help="Print the trace of a bug in catalogc.")
def check(
    *,
    folder: Path,
    format_name: str,
    fail_on: str,
    strict: bool,
    kube_version: str,
    jobs: int,
    debug: bool,  # noqa: ARG001 - the error boundary reads it
) -> int:
    """Check the chart in DIR: its values, schema and templates against each other.

    It reports values that nothing reads, values that wait for a toggle, toggles that leave a
    reference dangling, lawful values that crash a template, values without schema or default, and
    text that is used unsafely. The chart is rendered some hundred times, with its defaults and
    with ci/*values.yaml. Nothing is fetched.
    """
    from catalogc.cli.verdict import exit_code
    from catalogc.model.finding import Severity
    from catalogc.report.registry import FORMATS

    started = time.perf_counter()
    findings = _findings(folder, kube_version, jobs, strict=strict)
    write = FORMATS[format_name]
    summary = _summary(findings, time.perf_counter() - started)
    printed = write(findings, summary, colour=wants_colour())
    if format_name == "text":
        printed = _with_own_end(printed, folder, summary)
    sys.stdout.write(printed)
    return exit_code(findings, Severity(fail_on))


def _findings(folder: Path, kube_version: str, jobs: int, *, strict: bool) -> "list[Finding]":
    from dataclasses import replace

    from catalogc.model.finding import Severity
    from catalogc.origin.chart_check.check import check_chart
    from catalogc.origin.chart_check.loading import load_subject
    from catalogc.render.engine import EngineRenderer
    from catalogc.render.protocol import RendererUnavailableError, RenderSettings

    if not (folder / "Chart.yaml").is_file():
        raise Stop(ExitCode.USAGE, f"{folder} is no chart", "name a folder with a Chart.yaml")
    loaded = load_subject(folder)
    if loaded.value is None:
        return list(loaded.findings)
    try:
        with EngineRenderer(RenderSettings(kube_version, jobs=jobs)) as renderer:
            found = [*loaded.findings, *check_chart(loaded.value, renderer)]
    except RendererUnavailableError as error:
        raise Stop(ExitCode.ENVIRONMENT, str(error)) from None
    if not strict:
        return found
    return [replace(item, severity=Severity.ERROR) if item.unknown else item for item in found]


def _with_own_end(printed: str, folder: Path, summary: "Summary") -> str:
    """The text report ends with what it says of leaves; here it is about one chart."""
    frames = printed.rstrip("\n").rpartition("\n")[0]
    errors = "1 error" if summary.errors == 1 else f"{summary.errors or 'no'} errors"
    warnings = "1 warning" if summary.warnings == 1 else f"{summary.warnings or 'no'} warnings"
    end = f"Checked {folder} in {summary.seconds:.1f} s: {errors}, {warnings}.\n"
    return f"{frames}\n{end}" if frames else end


def _summary(findings: "Sequence[Finding]", seconds: float) -> "Summary":
    from catalogc.model.finding import Severity
    from catalogc.report.summary import Summary

    return Summary(
        errors=sum(finding.severity is Severity.ERROR for finding in findings),
        warnings=sum(finding.severity is Severity.WARNING for finding in findings),
        seconds=seconds,
    )
