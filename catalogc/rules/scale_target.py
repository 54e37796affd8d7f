"""An autoscaler scales a workload that exists."""

from collections.abc import Iterator

from catalogc.model.catalog import RenderedRelease
from catalogc.model.display import listing, show
from catalogc.model.resource import Resource
from catalogc.model.resource_finding import ResourceFinding, ResourceLabel
from catalogc.model.resource_index import ResourceIndex
from catalogc.model.suggestion import nearest
from catalogc.rules.base import Context, Rule, Scope
from catalogc.rules.shared.example_pods import deployment
from catalogc.rules.shared.examples import PLAIN, example_chart
from catalogc.rules.shared.neighbours import names_of
from catalogc.rules.shared.nodes import mapping, text
from catalogc.rules.shared.pods import (
    DEPLOYMENT,
    LEADER_WORKER_SET,
    REPLICA_SET,
    REPLICATION_CONTROLLER,
    ROLLOUT,
    STATEFUL_SET,
    Kind,
)
from catalogc.rules.shared.rendered_view import View, view_of
from catalogc.rules.shared.resource_reporter import ResourceReporter

SLUG = "scale-target"

_AUTOSCALERS: tuple[Kind, ...] = (
    ("autoscaling", "HorizontalPodAutoscaler"),
    ("keda.sh", "ScaledObject"),
    ("autoscaling.k8s.io", "VerticalPodAutoscaler"),
)
_SCALED = (
    *(DEPLOYMENT, STATEFUL_SET, REPLICA_SET, ROLLOUT),
    *(REPLICATION_CONTROLLER, LEADER_WORKER_SET),
)
_FIELDS = {"VerticalPodAutoscaler": "targetRef"}


def check_resources(
    rendered: RenderedRelease, index: ResourceIndex, context: Context
) -> Iterator[ResourceFinding]:
    """Look up what HorizontalPodAutoscalers, ScaledObjects and the like scale.

    A reference to a workload of this release by another kind or API group is an error; one that
    nothing here has the name of may be made by hand.
    """
    view = view_of(rendered)
    reporter = ResourceReporter(SLUG, rendered, context)
    for scaler in view.of_kind(*_AUTOSCALERS):
        field = _FIELDS.get(scaler.kind, "scaleTargetRef")
        target = mapping(scaler.manifest, "spec", field)
        name = text(target, "name")
        if not name:
            continue
        is_keda = scaler.group == "keda.sh"  # whose target is a Deployment by default
        kind = text(target, "kind") or ("Deployment" if is_keda else "")
        version = text(target, "apiVersion") or ("apps/v1" if is_keda else "")
        wanted = (version.rpartition("/")[0], kind)
        if kind and name not in names_of(index, rendered, view.namespace(scaler), wanted):
            yield from _missing(reporter, view, index, scaler, (field, name, wanted))


def _missing(
    reporter: ResourceReporter,
    view: View,
    index: ResourceIndex,
    scaler: Resource,
    target: tuple[str, str, Kind],
) -> Iterator[ResourceFinding]:
    field, name, (group, kind) = target
    path = ("spec", field, "name")
    workloads = view.of_kind(*_SCALED)
    same = next((item for item in workloads if item.name == name), None)
    if same is not None:
        part = "kind" if same.kind != kind else "apiVersion"
        right = same.kind if part == "kind" else same.api_version
        yield reporter.finding(
            scaler,
            ("spec", field, part),
            f"makes the target {kind} of {group or 'core'}, but {show(name)} is a "
            f"{same.kind} of {same.api_version}",
            label="another kind of workload",
            remedy=f"write {part}: {right}",
            also=(path,),
            related=(ResourceLabel(same, ("kind",), "the workload"),),
        )
    elif index.is_whole(view.rendered):
        names = [item.name for item in workloads if item.kind == kind]
        guess = nearest(name, names)
        hint = f"; did you mean {guess}?" if guess else ""
        yield reporter.unknown(
            scaler,
            path,
            f"is {show(name)}, and no leaf here makes such a {kind}{hint}",
            f"this release makes: {listing(names) or 'none'}",
        )


_TEMPLATE = (
    deployment()
    + """\
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: shop}
spec:
  maxReplicas: 3
  scaleTargetRef: {apiVersion: apps/v1, kind: {{ .Values.scaled }}, name: shop}
"""
)

RULE = Rule(
    SLUG,
    "an autoscaler scales a workload that does not exist",
    check_resources=check_resources,
    rationale="Kubernetes accepts such an autoscaler; it reports its failure in its status, and "
    "the workload stays as small as it was.",
    scope=Scope.RESOURCE,
    bad=f"{PLAIN}scaled: StatefulSet\n",
    good=f"{PLAIN}scaled: Deployment\n",
    files=example_chart(_TEMPLATE),
)
