"""A third-party chart is exactly one chart."""

from collections.abc import Iterator
from typing import Any

from catalogc.model.chart_source import DIGEST, FIELD, NAME, VERSION
from catalogc.model.display import show
from catalogc.model.finding import Finding, Severity
from catalogc.model.release import Release
from catalogc.rules.base import Context, Reporter, Rule
from catalogc.rules.shared.examples import example_chart
from catalogc.rules.shared.written import blame

SLUG = "chart-pinned"

_EXPECTED = {
    "name": (NAME, "the name of a chart"),
    "version": (VERSION, "an exact version such as 1.2.3: ranges and partial versions can move"),
    "digest": (DIGEST, "sha256: and 64 hexadecimal digits"),
}


def check(release: Release, context: Context) -> Iterator[Finding]:
    """Judge name, version and digest of ``chart`` of a leaf that Argo CD renders.

    The values schema says this, too, but it belongs to a chart that anyone may write.
    """
    if not release.is_third_party:
        return
    reporter = Reporter(SLUG, release, context)
    for part in _EXPECTED:
        yield from _judge(part, release.effective.get((FIELD, part)), reporter)


def _judge(part: str, value: Any, reporter: Reporter) -> Iterator[Finding]:
    pattern, expected = _EXPECTED[part]
    if isinstance(value, str) and pattern.fullmatch(value):
        return
    missing = value is None or value == ""
    yield reporter.finding(
        (FIELD, part),
        f"chart.{part} is {'missing' if missing else show(value)}, expected {expected}",
        label="a third-party chart is pinned",
        remedy=f"write {expected}",
        severity=Severity.ERROR,  # whatever a policy says
        location=blame(reporter.release, (FIELD, part)),
    )


def _example_files() -> dict[str, str]:
    files = dict(example_chart())
    del files["charts/plain/templates/plain.yaml"]
    files["charts/plain/Chart.yaml"] += "annotations: {catalogc.dev/renderer: argocd}\n"
    return files


_GOOD = """\
workloadType: PLAIN
serviceName: keda
serviceCatalog: platform
namespace: keda
environment: dev
chart:
  repository: https://kedacore.github.io/charts
  name: keda
  version: 2.20.2
  digest: sha256:db60b1fa60f0565fefa4ce2f87e855b6a8854363ee82962fbe28a12a70d64c4c
"""

RULE = Rule(
    SLUG,
    "a third-party chart is not pinned by name, version and digest",
    check,
    rationale="Argo CD renders such a chart with much power in the cluster. A range, or a version "
    "that is published again, brings in templates that nobody reviewed.",
    mandatory=True,
    bad=_GOOD.replace("version: 2.20.2", "version: ^2.20.0"),
    good=_GOOD,
    files=_example_files(),
)
