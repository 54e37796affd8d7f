"""The render stage: releases in, Kubernetes objects and findings out."""

from collections.abc import Callable, Sequence

from catalogc.model.catalog import RenderedRelease
from catalogc.model.configuration import Environment
from catalogc.model.finding import Finding, Label, Outcome, Severity
from catalogc.model.release import Release
from catalogc.model.resource import Resource, ResourceKey
from catalogc.render.places import template_location, template_start
from catalogc.render.protocol import FailureKind, Renderer, RenderFailure, RenderJob

_FIELD = ("workloadType",)
_DUPLICATE = "duplicate-resource"

_HELP = {
    FailureKind.TEMPLATE_ERROR: "give the leaf the value that the template reads, or fix {chart}",
    FailureKind.RENDER_TIMEOUT: "look in {chart} for a loop over a number that the leaf sets",
    FailureKind.RENDER_CRASH: "look in {chart} for `tpl` or `include` that calls itself, and "
    "for text that grows in a loop",
    FailureKind.INVALID_MANIFEST: "fix {chart}: quote what comes from values, and check the "
    "indentation; `helm template --debug` prints the text",
    FailureKind.KUBE_VERSION: "take another version of {chart}, or change kubernetes.version in "
    "catalogc.yaml",
    FailureKind.NON_DETERMINISTIC_TEMPLATE: "take the value from the leaf or from a secret store, "
    "or sort the list in {chart}: every build must write the same bytes",
}


def render_releases(
    releases: Sequence[Release],
    renderer: Renderer,
    kube_version: Callable[[Environment], str],
    progress: Callable[[int, int], None] | None = None,
) -> Outcome[tuple[RenderedRelease, ...]]:
    """Render every release.

    Args:
        releases: what to render; the findings are in their order.
        renderer: the engine; the caller closes it.
        kube_version: the Kubernetes version of an environment's cluster.
        progress: gets the number of leaves rendered so far, and of all.

    Returns:
        The releases that could be rendered, those that Argo CD renders with no resources, and
        one finding for each of the others.

    Raises:
        RendererUnavailableError: the engine cannot be started.
    """
    jobs = (
        render_job(index, release, kube_version(release.environment))
        for index, release in enumerate(releases)
        if not release.is_third_party
    )
    results = {}
    for result in renderer.render(jobs):
        results[result.index] = result
        if progress is not None:
            progress(len(results), len(releases))
    rendered: list[RenderedRelease] = []
    findings: list[Finding] = []
    for index, release in enumerate(releases):
        if release.is_third_party:
            rendered.append(RenderedRelease(release, ()))
            continue
        result = results[index]
        if result.failure is not None:
            findings.append(_failure_finding(release, result.failure))
            continue
        duplicates = _duplicates(release, result.resources)
        findings += duplicates
        if not duplicates:
            rendered.append(RenderedRelease(release, result.resources))
    return Outcome(tuple(rendered), tuple(findings))


def render_job(index: int, release: Release, kube_version: str) -> RenderJob:
    """Return the job of rendering one release."""
    return RenderJob(
        index,
        release.name,
        release.namespace,
        release.leaf.values.data,
        release.adapter.chart,
        kube_version,
    )


def _failure_finding(release: Release, failure: RenderFailure) -> Finding:
    chart = release.adapter.chart
    where = f"{failure.template}: " if failure.template else ""
    related = []
    location = template_location(chart, failure)
    if location is not None:
        text = f"`{failure.expression}` fails here" if _is_template_text(failure) else "from here"
        related.append(Label(location, text))
    return Finding(
        rule=failure.kind.value,
        severity=Severity.ERROR,
        message=f"chart {chart.name} cannot be rendered: {where}{failure.message}",
        location=release.leaf.values.at(_FIELD),
        label=f"rendered with {chart.path}",
        field=_FIELD,
        leaf=release.id,
        related=tuple(related),
        help=_HELP[failure.kind].format(chart=f"the chart {chart.path}"),
    )


def _is_template_text(failure: RenderFailure) -> bool:
    # The excerpt of an invalid manifest may hold values of the leaf, so it is not shown.
    return bool(failure.expression) and failure.kind is FailureKind.TEMPLATE_ERROR


def _duplicates(release: Release, resources: Sequence[Resource]) -> list[Finding]:
    """Two objects with one identity: which of them would win depends on the order."""
    first: dict[ResourceKey, Resource] = {}
    findings = []
    for resource in resources:
        key = resource.key._replace(namespace=resource.namespace or release.namespace)
        other = first.setdefault(key, resource)
        if other is not resource:
            findings.append(_duplicate_finding(release, other, resource))
    return findings


def _duplicate_finding(release: Release, one: Resource, other: Resource) -> Finding:
    chart = release.adapter.chart
    related = [
        Label(location, "rendered here")
        for template in dict.fromkeys((one.template, other.template))
        if (location := template_start(chart, template)) is not None
    ]
    templates = " and ".join(dict.fromkeys((one.template, other.template)))
    return Finding(
        rule=_DUPLICATE,
        severity=Severity.ERROR,
        message=f"chart {chart.name} renders {one.kind} {one.name} twice, in {templates}",
        location=release.leaf.values.at(_FIELD),
        label=f"rendered with {chart.path}",
        field=_FIELD,
        leaf=release.id,
        related=tuple(related),
        help=f"give the objects of the chart {chart.path} different names",
    )
