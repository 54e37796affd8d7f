"""Which pods of a run a selector finds."""

from collections.abc import Iterable

from catalogc.model.resource import Resource
from catalogc.model.resource_index import ResourceIndex
from catalogc.rules.shared.label_selector import first_mismatch, labels_mismatch
from catalogc.rules.shared.neighbours import pods_with
from catalogc.rules.shared.nodes import Node, mapping
from catalogc.rules.shared.pods import Pod
from catalogc.rules.shared.rendered_view import View


def pods_of_service(view: View, index: ResourceIndex, service: Resource) -> list[Pod]:
    """Return the pods that a Service selects: of its own release, else of its namespace."""
    selector = mapping(service.manifest, "spec", "selector")
    return pods_of_labels(view, index, view.namespace(service), selector) if selector else []


def pods_of_labels(view: View, index: ResourceIndex, namespace: str, labels: Node) -> list[Pod]:
    """Return the pods that have all of some labels."""
    own = [pod for pod in _own(view, namespace) if labels_mismatch(labels, pod.labels) is None]
    if own:
        return own
    others = pods_with(index, view.rendered, namespace, labels)
    return [pod for pod in others if labels_mismatch(labels, pod.labels) is None]


def pods_of_selector(
    view: View, index: ResourceIndex, namespace: str, selector: Node
) -> list[Pod] | None:
    """Return the pods that meet a label selector.

    Returns:
        None where a selector of expressions alone finds none in its own release: others are
        found by their labels.
    """
    own = [pod for pod in _own(view, namespace) if first_mismatch(selector, pod.labels) is None]
    if own:
        return own
    labels = mapping(selector, "matchLabels")
    if not labels:
        return None
    others = pods_with(index, view.rendered, namespace, labels)
    return [pod for pod in others if first_mismatch(selector, pod.labels) is None]


def _own(view: View, namespace: str) -> Iterable[Pod]:
    return (pod for pod in view.pods if view.namespace(pod.resource) == namespace)
