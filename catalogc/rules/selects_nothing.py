"""What selects pods or Services finds one."""

from collections.abc import Iterator
from typing import NamedTuple

from catalogc.model.catalog import RenderedRelease
from catalogc.model.resource import Resource
from catalogc.model.resource_finding import ResourceFinding, ResourceLabel
from catalogc.model.resource_index import ResourceIndex
from catalogc.model.source import FieldPath
from catalogc.rules.base import Context, Rule, Scope
from catalogc.rules.shared.example_pods import deployment, service
from catalogc.rules.shared.examples import PLAIN, example_chart
from catalogc.rules.shared.label_selector import Mismatch, first_mismatch, labels_mismatch
from catalogc.rules.shared.monitors import MONITORS, monitored
from catalogc.rules.shared.neighbours import names_of
from catalogc.rules.shared.nodes import Node, mapping, text
from catalogc.rules.shared.pods import Kind, Pod
from catalogc.rules.shared.rendered_view import View, view_of
from catalogc.rules.shared.resource_reporter import ResourceReporter
from catalogc.rules.shared.selected_pods import pods_of_labels, pods_of_selector
from catalogc.rules.shared.well_known import has_unknown_makers_of_pods

SLUG = "selects-nothing"

_SERVICE: Kind = ("", "Service")
_MODEL: Kind = ("serving.kserve.io", "InferenceService")
_MODEL_LABEL = "serving.kserve.io/inferenceservice"
_BUDGET: Kind = ("policy", "PodDisruptionBudget")
_POOLS: tuple[Kind, ...] = (
    ("inference.networking.k8s.io", "InferencePool"),
    ("inference.networking.x-k8s.io", "InferencePool"),
)


_Selection = tuple[Resource, Node, list[Pod] | None]
"""An object, its selector and the pods that it finds; None where that is not known."""


class _Selector(NamedTuple):
    """A selector that finds nothing.

    Attributes:
        mismatch: why the first candidate of the release is not found, if there is one.
    """

    resource: Resource
    path: FieldPath
    what: str
    mismatch: Mismatch | None = None
    candidate: Resource | None = None
    labels: FieldPath = ()


def check_resources(
    rendered: RenderedRelease, index: ResourceIndex, context: Context
) -> Iterator[ResourceFinding]:
    """Look for what Services, PodDisruptionBudgets, monitors and InferencePools select.

    Pods of other releases in the namespace count. It is an error where the release makes pods
    that nothing of the same kind selects; else the pods may be made by hand or by an operator.
    """
    view = view_of(rendered)
    reporter = ResourceReporter(SLUG, rendered, context)
    for selector in _idle(view, index):
        if index.is_whole(rendered):
            yield _finding(reporter, view, selector)


def _idle(view: View, index: ResourceIndex) -> Iterator[_Selector]:
    for selecting in (_services, _pools, _budgets):
        found = list(selecting(view, index))
        # One that is beside others which find the release's pods may be meant for other pods.
        sure = not any(pods for _, _, pods in found)
        for resource, selector, pods in found:
            if not pods and pods is not None and not _finds_model(view, index, resource, selector):
                yield _of_pods(view, resource, selector, sure=sure)
    for resource in view.of_kind(*MONITORS):
        spec = mapping(resource.manifest, "spec")
        elsewhere = mapping(spec, "namespaceSelector")
        if not elsewhere and mapping(spec, "selector") and not monitored(view, index, resource):
            what = "Service" if resource.kind == "ServiceMonitor" else "pod"
            yield _Selector(resource, ("spec", "selector"), what)


def _finds_model(view: View, index: ResourceIndex, resource: Resource, selector: Node) -> bool:
    """Tell whether KServe makes the pods: it gives those of a model its name as a label."""
    labels = mapping(selector, "matchLabels") or selector
    name = text(labels, _MODEL_LABEL)
    if not name:
        return False
    return name in names_of(index, view.rendered, view.namespace(resource), _MODEL)


def _services(view: View, index: ResourceIndex) -> Iterator[_Selection]:
    for resource in view.of_kind(_SERVICE):
        spec = mapping(resource.manifest, "spec")
        labels = mapping(spec, "selector")
        if labels and spec.get("type") != "ExternalName":
            yield resource, labels, pods_of_labels(view, index, view.namespace(resource), labels)


def _pools(view: View, index: ResourceIndex) -> Iterator[_Selection]:
    for resource in view.of_kind(*_POOLS):
        selector = mapping(resource.manifest, "spec", "selector")
        labels = mapping(selector, "matchLabels") or selector  # v1 has matchLabels
        if labels:
            yield resource, selector, pods_of_labels(view, index, view.namespace(resource), labels)


def _budgets(view: View, index: ResourceIndex) -> Iterator[_Selection]:
    for resource in view.of_kind(_BUDGET):
        selector = mapping(resource.manifest, "spec", "selector")
        if selector:
            namespace = view.namespace(resource)
            yield resource, selector, pods_of_selector(view, index, namespace, selector)


def _of_pods(view: View, found: Resource, selector: Node, *, sure: bool) -> _Selector:
    path: FieldPath = ("spec", "selector")
    if not view.pods or not sure:
        return _Selector(found, path, "pod")
    is_plain = "matchLabels" not in selector and "matchExpressions" not in selector
    nearest = view.pods[0]
    compare = labels_mismatch if is_plain else first_mismatch
    mismatch = compare(selector, nearest.labels)
    labels = (*nearest.path, "metadata", "labels")
    return _Selector(found, path, "pod", mismatch, nearest.resource, labels)


def _finding(reporter: ResourceReporter, view: View, selector: _Selector) -> ResourceFinding:
    candidate, mismatch = selector.candidate, selector.mismatch
    if candidate is None or mismatch is None or has_unknown_makers_of_pods(view):
        return reporter.finding(
            selector.resource,
            selector.path,
            f"selects no {selector.what} that a leaf of {view.namespace(selector.resource)} makes",
            label="finds nothing here",
            remedy="see whether something else makes it; if not, correct the labels",
            unknown=True,
        )
    return reporter.finding(
        selector.resource,
        (*selector.path, *mismatch.path),
        f"asks for {mismatch.wanted}, but the pods of {candidate.kind} {candidate.name} have "
        f"{mismatch.found}, and no other leaf makes such a {selector.what}",
        label="finds nothing",
        remedy="write labels of the pod template",
        also=(selector.labels,),
        related=(ResourceLabel(candidate, selector.labels, "the labels of its pods"),),
    )


_TEMPLATE = deployment() + service("selector: {app: {{ .Values.app }}}\nports: [{port: 80}]")

RULE = Rule(
    SLUG,
    "a Service, a budget or a monitor selects nothing",
    check_resources=check_resources,
    rationale="Kubernetes accepts a selector that finds nothing: the Service has no endpoints, "
    "the budget protects nobody, and the dashboard stays empty.",
    scope=Scope.RESOURCE,
    bad=f"{PLAIN}app: web-shop\n",
    good=f"{PLAIN}app: shop\n",
    files=example_chart(_TEMPLATE),
)
