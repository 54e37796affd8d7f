"""The selector of a workload finds the pods of its own template."""

from collections.abc import Iterator

from catalogc.model.catalog import RenderedRelease
from catalogc.model.resource_finding import ResourceFinding, ResourceLabel
from catalogc.model.resource_index import ResourceIndex
from catalogc.rules.base import Context, Rule, Scope
from catalogc.rules.shared.example_pods import deployment
from catalogc.rules.shared.examples import PLAIN, example_chart
from catalogc.rules.shared.label_selector import (
    Mismatch,
    first_mismatch,
    is_empty,
    labels_mismatch,
)
from catalogc.rules.shared.nodes import Node, mapping
from catalogc.rules.shared.pods import (
    DAEMON_SET,
    DEPLOYMENT,
    JOB,
    REPLICA_SET,
    REPLICATION_CONTROLLER,
    ROLLOUT,
    STATEFUL_SET,
    Kind,
    Pod,
)
from catalogc.rules.shared.rendered_view import view_of
from catalogc.rules.shared.resource_reporter import ResourceReporter

SLUG = "selector-mismatch"

_SELECTING = frozenset({DEPLOYMENT, STATEFUL_SET, REPLICA_SET, DAEMON_SET, JOB, ROLLOUT})


def check_resources(
    rendered: RenderedRelease, _index: ResourceIndex, context: Context
) -> Iterator[ResourceFinding]:
    """Compare the selector of each workload with the labels of its pod template."""
    reporter = ResourceReporter(SLUG, rendered, context)
    for pod in view_of(rendered).pods:
        resource = pod.resource
        kind: Kind = (resource.group, resource.kind)
        selector = mapping(resource.manifest, "spec").get("selector")
        if not isinstance(selector, dict):
            continue  # it has none, or the schema says that one is missing
        if kind in _SELECTING and kind != JOB and is_empty(selector):
            yield _empty(reporter, pod)
        elif mismatch := _mismatch(kind, selector, pod.labels):
            yield _finding(reporter, pod, mismatch)


def _mismatch(kind: Kind, selector: Node, labels: Node) -> Mismatch | None:
    if kind in _SELECTING:
        return first_mismatch(selector, labels)
    return labels_mismatch(selector, labels) if kind == REPLICATION_CONTROLLER else None


def _finding(reporter: ResourceReporter, pod: Pod, mismatch: Mismatch) -> ResourceFinding:
    part = mismatch.path
    labels = (*pod.path, "metadata", "labels")
    there = (*labels, part[-1]) if part[-1] in pod.labels else labels
    return reporter.finding(
        pod.resource,
        ("spec", "selector", *part),
        f"asks for {mismatch.wanted}, but the pod template has {mismatch.found}",
        label="finds none of its pods",
        remedy="write the same labels in the selector and in the pod template",
        also=(there,),
        related=(ResourceLabel(pod.resource, there, "the labels of the pods"),),
    )


def _empty(reporter: ResourceReporter, pod: Pod) -> ResourceFinding:
    return reporter.finding(
        pod.resource,
        ("spec", "selector"),
        "is empty, which the API server refuses",
        label="selects every pod",
        remedy="write matchLabels with labels of the pod template",
    )


_TEMPLATE = deployment(labels="app: {{ .Values.app }}")

RULE = Rule(
    SLUG,
    "the selector of a workload does not find its own pods",
    check_resources=check_resources,
    rationale="The API server refuses a Deployment whose selector does not find its own pod "
    "template, and the message of Argo CD comes minutes after the merge.",
    scope=Scope.RESOURCE,
    bad=f"{PLAIN}app: web-shop\n",
    good=f"{PLAIN}app: shop\n",
    files=example_chart(_TEMPLATE),
)
