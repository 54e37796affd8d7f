"""A container mounts volumes that its pod has."""

from collections.abc import Iterator

from catalogc.model.catalog import RenderedRelease
from catalogc.model.display import listing, show
from catalogc.model.resource_finding import ResourceFinding, ResourceLabel
from catalogc.model.resource_index import ResourceIndex
from catalogc.model.suggestion import nearest
from catalogc.rules.base import Context, Rule, Scope
from catalogc.rules.shared.example_pods import deployment
from catalogc.rules.shared.examples import PLAIN, example_chart
from catalogc.rules.shared.pods import Pod
from catalogc.rules.shared.rendered_view import view_of
from catalogc.rules.shared.resource_reporter import ResourceReporter
from catalogc.rules.shared.volumes import mounts_of, volumes_of

SLUG = "volume-mount"


def check_resources(
    rendered: RenderedRelease, _index: ResourceIndex, context: Context
) -> Iterator[ResourceFinding]:
    """Look up each mount among the volumes of its pod and the claims of its StatefulSet."""
    reporter = ResourceReporter(SLUG, rendered, context)
    for pod in view_of(rendered).pods:
        volumes = volumes_of(pod)
        for path, name, mount in mounts_of(pod):
            if name not in volumes:
                yield _missing(reporter, pod, (*path, "name"), name)
            where = mount.get("mountPath")
            if isinstance(where, str) and ":" in where:
                yield reporter.finding(
                    pod.resource,
                    (*path, "mountPath"),
                    f"is {show(where)}, which holds ':'",
                    label="not a path that Kubernetes takes",
                    remedy="mount it at a path without ':'",
                )


def _missing(
    reporter: ResourceReporter, pod: Pod, path: tuple[str | int, ...], name: str
) -> ResourceFinding:
    known = list(volumes_of(pod))
    guess = nearest(name, known)
    there = (*pod.spec_path, "volumes")
    return reporter.finding(
        pod.resource,
        path,
        f"is {show(name)}, but the pod has the volumes: {listing(sorted(known)) or 'none'}",
        label=f"did you mean {guess}?" if guess else "no such volume",
        remedy="add the volume to the pod, or name one that it has",
        also=(there,),
        related=(ResourceLabel(pod.resource, there, "the volumes of the pod"),) if known else (),
    )


_TEMPLATE = deployment(
    "volumeMounts: [{name: {{ .Values.volume }}, mountPath: /cache}]",
    "volumes: [{name: cache, emptyDir: {}}]",
)

RULE = Rule(
    SLUG,
    "a container mounts a volume that its pod does not have",
    check_resources=check_resources,
    rationale="The API server refuses such a pod; no schema knows that the two lists belong "
    "together.",
    scope=Scope.RESOURCE,
    bad=f"{PLAIN}volume: cash\n",
    good=f"{PLAIN}volume: cache\n",
    files=example_chart(_TEMPLATE),
)
