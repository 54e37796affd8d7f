"""All checks of a chart."""

from collections.abc import Iterator

from catalogc.model.adapter import RenderedBy
from catalogc.model.finding import Finding, Severity, sort_findings
from catalogc.model.source import START_OF_FILE, Location, SourceFile
from catalogc.origin.chart_check.crashes import crash_findings, default_findings
from catalogc.origin.chart_check.gaps import gap_findings
from catalogc.origin.chart_check.reads import DEAD
from catalogc.origin.chart_check.subject import Subject, Trials
from catalogc.origin.chart_check.toggles import toggle_findings
from catalogc.origin.chart_check.unread import dormant_findings, unread_findings
from catalogc.origin.chart_check.unsafe import flow_findings
from catalogc.render.protocol import Renderer


def check_chart(subject: Subject, renderer: Renderer) -> list[Finding]:
    """Check a chart; findings sorted by place.

    Args:
        renderer: an open one; some hundred renders are made.

    Raises:
        RendererUnavailableError: the engine cannot be started.
    """
    return sort_findings(_findings(subject, Trials(subject, renderer)))


def _findings(subject: Subject, trials: Trials) -> Iterator[Finding]:
    if not subject.reads.complete:
        yield _unreadable(subject)
    if subject.chart.rendered_by is RenderedBy.ARGO_CD:
        return  # its values are for another chart
    yield from default_findings(subject, trials)
    yield from unread_findings(subject, trials)
    yield from dormant_findings(subject)
    yield from gap_findings(subject)
    yield from toggle_findings(subject, trials)
    yield from crash_findings(subject, trials)
    yield from flow_findings(subject, trials)


def _unreadable(subject: Subject) -> Finding:
    file = SourceFile(f"{subject.chart.path}/Chart.yaml", "")
    return Finding(
        DEAD,
        Severity.INFO,
        "a template could not be read, so no value can be said to be unread",
        Location(file, START_OF_FILE),
        help="correct the template's syntax; `helm lint` shows where it is",
        unknown=True,
    )
