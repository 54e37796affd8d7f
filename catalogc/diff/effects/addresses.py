"""Where an object can be reached from, as short texts that can be compared.

Sources: Gateway API (routes, listeners), Kubernetes (Ingress, Service types, host ports), Istio
(VirtualService), external-dns.
"""

from collections.abc import Callable, Iterator

from catalogc.model.resource import Resource
from catalogc.rules.shared.nodes import Node, entries, mapping, text
from catalogc.rules.shared.pods import pods_of

_ROUTES = frozenset({"HTTPRoute", "GRPCRoute", "TLSRoute", "TCPRoute", "UDPRoute"})
_ANY = "any host"
_HOSTNAME = "external-dns.alpha.kubernetes.io/hostname"


def addresses(resource: Resource | None) -> set[str]:
    """Return the hosts, paths, ports and gateways that lead to an object."""
    if resource is None:
        return set()
    found = set(_of_pods(resource))
    reader = _READERS.get(resource.kind)
    if resource.kind in _ROUTES and resource.group.startswith("gateway.networking"):
        reader = _route
    if reader is not None:
        found.update(reader(mapping(resource.manifest, "spec")))
    annotations = mapping(resource.manifest, "metadata", "annotations")
    for host in text(annotations, _HOSTNAME).split(","):
        if host.strip():
            found.add(f"DNS name {host.strip()}")
    return found


def _route(spec: Node) -> Iterator[str]:
    parents = [_parent(parent) for _, parent in entries(spec, "parentRefs")] or ["no Gateway"]
    paths = [
        str(mapping(match, "path").get("value", "/"))
        for _, rule in entries(spec, "rules")
        for _, match in entries(rule, "matches") or [(0, {})]
    ]
    for host in _texts(spec, "hostnames") or [_ANY]:
        for path in paths or [""]:
            for parent in parents:
                yield f"{host}{path} through {parent}"


def _parent(parent: Node) -> str:
    section = text(parent, "sectionName")
    name = "/".join(part for part in (text(parent, "namespace"), text(parent, "name")) if part)
    return f"{text(parent, 'kind') or 'Gateway'} {name}" + (f":{section}" if section else "")


def _ingress(spec: Node) -> Iterator[str]:
    if mapping(spec, "defaultBackend"):
        yield f"{_ANY} through Ingress"
    for _, rule in entries(spec, "rules"):
        host = text(rule, "host") or _ANY
        for _, entry in entries(mapping(rule, "http"), "paths") or [(0, {})]:
            yield f"{host}{text(entry, 'path')} through Ingress"


def _gateway(spec: Node) -> Iterator[str]:
    for _, listener in entries(spec, "listeners"):
        host = text(listener, "hostname") or _ANY
        yield f"listener {host}:{listener.get('port')} {text(listener, 'protocol')}"


def _service(spec: Node) -> Iterator[str]:
    kind = text(spec, "type")
    ports = [port for _, port in entries(spec, "ports")]
    if kind in ("LoadBalancer", "NodePort"):
        yield from (f"{kind} port {port.get('port')}" for port in ports)
    yield from (f"external IP {address}" for address in _texts(spec, "externalIPs"))


def _virtual_service(spec: Node) -> Iterator[str]:
    gateways = [name for name in _texts(spec, "gateways") if name != "mesh"]
    for gateway in gateways:
        yield from (f"{host} through Gateway {gateway}" for host in _texts(spec, "hosts"))


def _endpoints(spec: Node) -> Iterator[str]:
    for _, endpoint in entries(spec, "endpoints"):
        yield f"DNS name {text(endpoint, 'dnsName')}"


def _of_pods(resource: Resource) -> Iterator[str]:
    for pod in pods_of(resource):
        if pod.spec.get("hostNetwork") is True:
            yield "network of the node"
        for container in pod.containers:
            for _, port in entries(container.node, "ports"):
                if port.get("hostPort"):
                    yield f"port {port['hostPort']} of the node"


def _texts(node: Node, key: str) -> list[str]:
    found = node.get(key)
    return [str(item) for item in found] if isinstance(found, list) else []


_READERS: dict[str, Callable[[Node], Iterator[str]]] = {
    "Ingress": _ingress,
    "Gateway": _gateway,
    "Service": _service,
    "VirtualService": _virtual_service,
    "DNSEndpoint": _endpoints,
}
