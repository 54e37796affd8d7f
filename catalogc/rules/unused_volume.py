"""Every volume of a pod is mounted by a container."""

from collections.abc import Iterator

from catalogc.model.catalog import RenderedRelease
from catalogc.model.finding import Severity
from catalogc.model.lint import Profile
from catalogc.model.resource_finding import ResourceFinding
from catalogc.model.resource_index import ResourceIndex
from catalogc.rules.base import Context, Rule, Scope
from catalogc.rules.shared.example_pods import deployment
from catalogc.rules.shared.examples import PLAIN, example_chart
from catalogc.rules.shared.pods import may_get_sidecars
from catalogc.rules.shared.rendered_view import view_of
from catalogc.rules.shared.resource_reporter import ResourceReporter
from catalogc.rules.shared.volumes import mounts_of, volumes_of

SLUG = "unused-volume"


def check_resources(
    rendered: RenderedRelease, _index: ResourceIndex, context: Context
) -> Iterator[ResourceFinding]:
    """Look for volumes that no container mounts; an injected sidecar may mount any."""
    reporter = ResourceReporter(SLUG, rendered, context)
    for pod in view_of(rendered).pods:
        volumes = volumes_of(pod)
        if not volumes or may_get_sidecars(pod):
            continue
        mounted = {name for _, name, _ in mounts_of(pod)}
        for name, path in volumes.items():
            if name not in mounted:
                yield reporter.finding(
                    pod.resource,
                    path,
                    f"({name}) is mounted by no container",
                    label="nobody mounts it",
                    remedy="mount it, or take it out: the pod waits for it all the same",
                )


_TEMPLATE = deployment(
    "{{- if .Values.mounted }}\nvolumeMounts: [{name: cache, mountPath: /cache}]\n{{- end }}",
    "volumes: [{name: cache, emptyDir: {}}]",
)

RULE = Rule(
    SLUG,
    "a pod has a volume that no container mounts",
    check_resources=check_resources,
    rationale="A pod starts only when all its volumes are there. One that nobody mounts can only "
    "fail, and it is often a mount that was forgotten.",
    scope=Scope.RESOURCE,
    severity=Severity.WARNING,
    profile=Profile.STRICT,
    bad=f"{PLAIN}mounted: false\n",
    good=f"{PLAIN}mounted: true\n",
    files=example_chart(_TEMPLATE),
)
