"""One pod carries production."""

from collections.abc import Iterator

from catalogc.model.finding import Applicability, Finding, Fix, Severity
from catalogc.model.lint import Profile
from catalogc.model.release import Release
from catalogc.model.source import format_path
from catalogc.rules.base import Context, Reporter, Rule
from catalogc.rules.shared.chart_facts import declares, is_stateful, takes_pods_down_first
from catalogc.rules.shared.examples import SHOP
from catalogc.rules.shared.replicas import AUTOSCALERS, REPLICAS, Pods, fewest_pods, may_have_two
from catalogc.rules.shared.written import blame, rewriting

SLUG = "single-replica-production"

_BAD = SHOP.replace("environment: dev", "environment: prod") + "  replicas: 1\n"


def check(release: Release, context: Context) -> Iterator[Finding]:
    """Look for a minimum of one pod in production.

    Not of a StatefulSet, whose pods may not be equals, nor where each update takes that pod
    down, which recreate-downtime reports. A second pod with a GPU costs one more: that is
    only said, as severity info.
    """
    pods = fewest_pods(release)
    if pods is None or pods.number != 1 or not release.environment.production:
        return
    if is_stateful(release.adapter) or takes_pods_down_first(release.adapter):
        return
    reporter = Reporter(SLUG, release, context)
    has_gpu = _has_gpu(release)
    field = format_path(pods.path)
    cost = "; a second replica needs another GPU" if has_gpu else ""
    yield reporter.finding(
        pods.path,
        f"{field} is 1, and {release.environment.name} is production{cost}",
        label="one pod",
        remedy=_remedy(release, pods),
        severity=Severity.INFO if has_gpu else None,
        location=blame(release, pods.path),
        fixes=() if has_gpu else _fixes(release, pods),
    )


def _has_gpu(release: Release) -> bool:
    count = release.effective.get(("gpu", "count"))
    return isinstance(count, int) and count > 0 and release.effective.get(("gpu", "type")) != "none"


def _remedy(release: Release, pods: Pods) -> str:
    remedy = f"write {format_path(pods.path)}: 2 or more"
    known = [name for name in AUTOSCALERS if declares(release.adapter, (name, "enabled"))]
    if pods.path == REPLICAS and known:
        remedy += f", or enable {known[0]}"
    return remedy


def _fixes(release: Release, pods: Pods) -> tuple[Fix, ...]:
    return rewriting(release, pods.path, 2) if may_have_two(release, pods) else ()


RULE = Rule(
    SLUG,
    "one pod carries a workload in production",
    check,
    rationale="With one pod, each node that fails, is drained or is upgraded is an outage.",
    severity=Severity.WARNING,
    profile=Profile.DEFAULT,
    fixable=Applicability.UNSAFE,
    bad=_BAD,
    good=_BAD.replace("replicas: 1", "replicas: 2"),
)
