"""ServiceMonitors and PodMonitors of the Prometheus operator: what they read metrics from."""

from collections.abc import Iterator
from typing import NamedTuple

from catalogc.model.resource import Resource
from catalogc.model.resource_index import ResourceIndex
from catalogc.model.source import FieldPath
from catalogc.rules.shared.label_selector import first_mismatch
from catalogc.rules.shared.neighbours import names_of, services_with
from catalogc.rules.shared.nodes import Node, entries, mapping, text
from catalogc.rules.shared.pods import Kind, Pod
from catalogc.rules.shared.rendered_view import View
from catalogc.rules.shared.selected_pods import pods_of_selector

SERVICE_MONITOR: Kind = ("monitoring.coreos.com", "ServiceMonitor")
POD_MONITOR: Kind = ("monitoring.coreos.com", "PodMonitor")
MONITORS = (SERVICE_MONITOR, POD_MONITOR)

_LISTS = {"ServiceMonitor": "endpoints", "PodMonitor": "podMetricsEndpoints"}
_SERVICE: Kind = ("", "Service")


class Source(NamedTuple):
    """What has ports to read from.

    Attributes:
        path: where its ports are.
        pod: set for a PodMonitor's.
    """

    resource: Resource
    path: FieldPath
    ports: frozenset[str]
    pod: Pod | None = None


def monitored_ports(monitor: Resource) -> Iterator[tuple[FieldPath, str]]:
    """Yield the ports that a monitor names; relabelling may pick others, numbers are no names."""
    key = _LISTS[monitor.kind]
    for index, endpoint in entries(mapping(monitor.manifest, "spec"), key):
        port = endpoint.get("port")
        if isinstance(port, str) and port:
            yield ("spec", key, index, "port"), port


def monitored(view: View, index: ResourceIndex, monitor: Resource) -> list[Source]:
    """Return what a monitor selects in its own namespace; nothing where it looks elsewhere."""
    spec = mapping(monitor.manifest, "spec")
    if mapping(spec, "namespaceSelector"):
        return []
    selector = mapping(spec, "selector")
    namespace = view.namespace(monitor)
    if monitor.kind == "PodMonitor":
        pods = pods_of_selector(view, index, namespace, selector) or []
        return [
            Source(pod.resource, (*pod.spec_path, "containers"), frozenset(pod.port_names()), pod)
            for pod in pods
        ]
    return [_source(service) for service in _services(view, index, namespace, selector)]


def _services(view: View, index: ResourceIndex, namespace: str, selector: Node) -> list[Resource]:
    own = [
        service
        for service in view.of_kind(_SERVICE)
        if view.namespace(service) == namespace and _is_met(selector, service)
    ]
    if own:
        return own
    labels = mapping(selector, "matchLabels")
    others = (
        services_with(index, view.rendered, namespace, labels)
        if labels
        else names_of(index, view.rendered, namespace, _SERVICE).values()
    )
    return [service for service in others if _is_met(selector, service)]


def _is_met(selector: Node, service: Resource) -> bool:
    labels = mapping(service.manifest, "metadata", "labels")
    return first_mismatch(selector, labels) is None


def _source(service: Resource) -> Source:
    ports = entries(mapping(service.manifest, "spec"), "ports")
    names = frozenset(name for _, port in ports if (name := text(port, "name")))
    return Source(service, ("spec", "ports"), names)
