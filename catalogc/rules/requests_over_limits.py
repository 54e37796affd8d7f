"""A container asks for more than it may have."""

import functools
from collections.abc import Iterator

from catalogc.model.display import show
from catalogc.model.finding import Applicability, Finding, Fix, Label
from catalogc.model.release import Release
from catalogc.model.source import format_path
from catalogc.rules.base import Context, Reporter, Rule
from catalogc.rules.shared.amounts import Kind, amount_of, kind_of, nonsense
from catalogc.rules.shared.container_resources import PRESET, RESOURCES, Amount, amounts, locate
from catalogc.rules.shared.examples import SHOP
from catalogc.rules.shared.written import is_written, rewriting

SLUG = "requests-over-limits"


def check(release: Release, context: Context) -> Iterator[Finding]:
    """Compare every request with its limit; chart defaults and presets count, too.

    The unsafe fix raises the limit to the request, where the limit is written.
    """
    if not _may_be_over(release):
        return
    reporter = Reporter(SLUG, release, context)
    limits = amounts(release, "limits")
    for name, request in amounts(release, "requests").items():
        limit = limits.get(name)
        if limit and limit.value != request.value and _is_over(request, limit):
            yield _finding(request, limit, reporter)


def _may_be_over(release: Release) -> bool:
    """Say no where plain texts that are written, or the chart's own, are in order."""
    if release.effective.get(PRESET):
        return True
    resources = release.effective.mapping(RESOURCES)
    requests, limits = resources.get("requests"), resources.get("limits")
    if not isinstance(requests, dict) or not isinstance(limits, dict):
        return False
    return any(
        not isinstance(value, str)
        or not isinstance(limits[name], str)
        or _is_text_over(value, limits[name])
        for name, value in requests.items()
        if name in limits
    )


@functools.lru_cache(maxsize=4096)
def _is_text_over(request: str, limit: str) -> bool:
    asked, allowed = amount_of(request), amount_of(limit)
    return asked is not None and allowed is not None and asked > allowed


def _is_over(request: Amount, limit: Amount) -> bool:
    asked, allowed = amount_of(request.value), amount_of(limit.value)
    if asked is None or allowed is None or asked <= allowed:
        return False
    kind = kind_of(request.path) or Kind.STORAGE
    return not any(nonsense(kind, side.value) for side in (request, limit))


def _finding(request: Amount, limit: Amount, reporter: Reporter) -> Finding:
    release = reporter.release
    # Who lowered a limit below the chart's request is shown the limit that they wrote.
    blamed, other = request, limit
    if is_written(release, limit.path) and not is_written(release, request.path):
        blamed, other = limit, request
    field = format_path(limit.path)
    return reporter.finding(
        blamed.path,
        f"{format_path(request.path)} is {show(request.value)}, over its limit of "
        f"{show(limit.value)}{_source(limit)}",
        label="the request is over the limit" if blamed is request else "under the request",
        remedy=f"write {field}: {show(request.value)} or more, or lower the request; "
        "Kubernetes refuses such a pod",
        location=locate(release, blamed),
        related=(Label(locate(release, other), f"the {_side(other)} is {show(other.value)}"),),
        fixes=_fixes(release, request, limit),
    )


def _side(side: Amount) -> str:
    return "limit" if "limits" in side.path else "request"


def _source(limit: Amount) -> str:
    return f" from the preset {limit.preset}" if limit.preset else ""


def _fixes(release: Release, request: Amount, limit: Amount) -> tuple[Fix, ...]:
    value = request.value
    return rewriting(release, limit.path, value) if isinstance(value, str) else ()


RULE = Rule(
    SLUG,
    "a container's request is over its limit",
    check,
    rationale="Kubernetes refuses a pod whose request is over its limit: the Deployment is "
    "created, and stays without pods.",
    fixable=Applicability.UNSAFE,
    bad=SHOP + "  resources:\n    requests: {memory: 1Gi}\n    limits: {memory: 512Mi}\n",
    good=SHOP + "  resources:\n    requests: {memory: 512Mi}\n    limits: {memory: 512Mi}\n",
)
