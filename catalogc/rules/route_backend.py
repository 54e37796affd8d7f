"""A route leads to a Service and a port that exist."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from catalogc.model.catalog import RenderedRelease
from catalogc.model.display import listing, show
from catalogc.model.resource import Resource
from catalogc.model.resource_finding import ResourceFinding, ResourceLabel
from catalogc.model.resource_index import ResourceIndex
from catalogc.model.source import FieldPath
from catalogc.model.suggestion import nearest
from catalogc.rules.base import Context, Rule, Scope
from catalogc.rules.shared.example_pods import deployment, service
from catalogc.rules.shared.examples import PLAIN, example_chart
from catalogc.rules.shared.neighbours import names_of, near_names
from catalogc.rules.shared.nodes import Node, entries, mapping, text
from catalogc.rules.shared.pods import Kind
from catalogc.rules.shared.rendered_view import View, view_of
from catalogc.rules.shared.resource_reporter import ResourceReporter

SLUG = "route-backend"

_GATEWAY = "gateway.networking.k8s.io"
_ROUTES: tuple[Kind, ...] = tuple(
    (_GATEWAY, kind) for kind in ("HTTPRoute", "GRPCRoute", "TCPRoute", "TLSRoute", "UDPRoute")
)
_INGRESS: Kind = ("networking.k8s.io", "Ingress")
_SERVICE: Kind = ("", "Service")


class _Backend(NamedTuple):
    """A reference of a route.

    Attributes:
        port: number or name; None for no port.
        port_path: of the port, or where it would be.
    """

    route: Resource
    path: FieldPath
    name: str
    kind: Kind
    namespace: str
    port: Any
    port_path: FieldPath


def check_resources(
    rendered: RenderedRelease, index: ResourceIndex, context: Context
) -> Iterator[ResourceFinding]:
    """Look up what HTTPRoutes and their like, and Ingresses, send requests to.

    A Service without the port is an error. A Service that no leaf makes may be made by hand.
    """
    view = view_of(rendered)
    reporter = ResourceReporter(SLUG, rendered, context)
    for backend in _backends(view):
        known = names_of(index, rendered, backend.namespace, backend.kind)
        target = known.get(backend.name)
        if target is not None:
            yield from _port(reporter, backend, target)
        elif index.is_whole(rendered):
            yield _missing(reporter, backend, near_names(known))


def _backends(view: View) -> Iterator[_Backend]:
    for route in view.of_kind(*_ROUTES):
        spec = mapping(route.manifest, "spec")
        for index, rule in entries(spec, "rules"):
            path: FieldPath = ("spec", "rules", index)
            yield from _references(view, route, rule, path)
            for number, mirror in entries(rule, "filters"):
                if "requestMirror" in mirror:
                    request = mapping(mirror, "requestMirror")
                    where = (*path, "filters", number, "requestMirror", "backendRef")
                    yield from _reference(view, route, mapping(request, "backendRef"), where)
    for route in view.of_kind(_INGRESS):
        yield from _of_ingress(view, route)


def _references(view: View, route: Resource, rule: Node, path: FieldPath) -> Iterator[_Backend]:
    for number, reference in entries(rule, "backendRefs"):
        yield from _reference(view, route, reference, (*path, "backendRefs", number))


def _reference(view: View, route: Resource, reference: Node, path: FieldPath) -> Iterator[_Backend]:
    name = text(reference, "name")
    if name:
        kind = (text(reference, "group"), text(reference, "kind") or "Service")
        namespace = text(reference, "namespace") or view.namespace(route)
        port = reference.get("port")
        where = (*path, "name")
        yield _Backend(route, where, name, kind, namespace, port, (*path, "port"))


def _of_ingress(view: View, route: Resource) -> Iterator[_Backend]:
    spec = mapping(route.manifest, "spec")
    yield from _of_backend(view, route, mapping(spec, "defaultBackend"), ("spec", "defaultBackend"))
    for index, rule in entries(spec, "rules"):
        for number, entry in entries(mapping(rule, "http"), "paths"):
            path = ("spec", "rules", index, "http", "paths", number, "backend")
            yield from _of_backend(view, route, mapping(entry, "backend"), path)


def _of_backend(view: View, route: Resource, backend: Node, path: FieldPath) -> Iterator[_Backend]:
    found = mapping(backend, "service")
    name = text(found, "name")
    if name:
        port = mapping(found, "port")
        field = "name" if "name" in port else "number"
        where, place = (*path, "service"), view.namespace(route)
        yield _Backend(
            route,
            (*where, "name"),
            name,
            _SERVICE,
            place,
            port.get(field),
            (*where, "port", field),
        )


def _port(
    reporter: ResourceReporter, backend: _Backend, target: Resource
) -> Iterator[ResourceFinding]:
    spec = mapping(target.manifest, "spec")
    if backend.kind != _SERVICE or spec.get("type") == "ExternalName":
        return
    field = "name" if isinstance(backend.port, str) else "port"
    ports = [port.get(field) for _, port in entries(spec, "ports")]
    known = listing([str(port) for port in ports if port is not None]) or "none"
    if backend.port is None:
        if backend.route.kind == "Ingress":
            return  # the schema says that a port is missing
        problem, label = "is missing, which a Service needs", "no port"
    elif backend.port not in ports:
        problem = f"is {show(backend.port)}, but Service {target.name} has the ports {known}"
        label = "no such port"
    else:
        return
    yield reporter.finding(
        backend.route,
        backend.port_path,
        problem,
        label=label,
        remedy=f"write a port of the Service: {known}",
        also=(backend.path,),
        related=(ResourceLabel(target, ("spec", "ports"), f"its ports: {known}"),),
    )


def _missing(reporter: ResourceReporter, backend: _Backend, known: list[str]) -> ResourceFinding:
    guess = nearest(backend.name, known)
    hint = f"; did you mean {guess}?" if guess else ""
    kind = backend.kind[1]
    return reporter.unknown(
        backend.route,
        backend.path,
        f"is {show(backend.name)}, and no leaf makes such a {kind} in {backend.namespace}{hint}",
        f"{kind} objects of the namespace: {listing(known) or 'see them in the cluster'}",
    )


_TEMPLATE = (
    deployment()
    + service("selector: {app: shop}\nports: [{port: 80}]")
    + """\
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: shop}
spec:
  rules:
    - backendRefs: [{name: shop, port: {{ .Values.port }}}]
"""
)

RULE = Rule(
    SLUG,
    "a route leads to a Service or a port that does not exist",
    check_resources=check_resources,
    rationale="A gateway answers such requests with 500 or 503, and nothing but the status of "
    "the route says why.",
    scope=Scope.RESOURCE,
    bad=f"{PLAIN}port: 8080\n",
    good=f"{PLAIN}port: 80\n",
    files=example_chart(_TEMPLATE),
)
