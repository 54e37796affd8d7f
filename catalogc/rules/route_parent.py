"""A route attaches to a listener that its Gateway has."""

from collections.abc import Iterator

from catalogc.model.catalog import RenderedRelease
from catalogc.model.display import listing, show
from catalogc.model.resource import Resource
from catalogc.model.resource_finding import ResourceFinding, ResourceLabel
from catalogc.model.resource_index import ResourceIndex
from catalogc.model.source import FieldPath
from catalogc.model.suggestion import nearest
from catalogc.rules.base import Context, Rule, Scope
from catalogc.rules.shared.examples import PLAIN, example_chart
from catalogc.rules.shared.neighbours import names_of
from catalogc.rules.shared.nodes import Node, entries, mapping, text
from catalogc.rules.shared.pods import Kind
from catalogc.rules.shared.rendered_view import view_of
from catalogc.rules.shared.resource_reporter import ResourceReporter

SLUG = "route-parent"

_GROUP = "gateway.networking.k8s.io"
_ROUTES: tuple[Kind, ...] = tuple(
    (_GROUP, kind) for kind in ("HTTPRoute", "GRPCRoute", "TCPRoute", "TLSRoute", "UDPRoute")
)


def check_resources(
    rendered: RenderedRelease, index: ResourceIndex, context: Context
) -> Iterator[ResourceFinding]:
    """Look up ``sectionName`` and ``port`` of each parent among the listeners of its Gateway.

    Gateways that no leaf renders are left to ``gateway-reference``.
    """
    view = view_of(rendered)
    reporter = ResourceReporter(SLUG, rendered, context)
    for route in view.of_kind(*_ROUTES):
        for number, parent in entries(mapping(route.manifest, "spec"), "parentRefs"):
            kind = (parent.get("group", _GROUP), text(parent, "kind") or "Gateway")
            namespace = text(parent, "namespace") or view.namespace(route)
            name = text(parent, "name")
            if kind == (_GROUP, "Gateway") and name:
                gateway = names_of(index, rendered, namespace, kind).get(name)
                if gateway is not None:
                    path: FieldPath = ("spec", "parentRefs", number)
                    yield from _listener(reporter, route, path, parent, gateway)


def _listener(
    reporter: ResourceReporter, route: Resource, path: FieldPath, parent: Node, gateway: Resource
) -> Iterator[ResourceFinding]:
    listeners = [item for _, item in entries(mapping(gateway.manifest, "spec"), "listeners")]
    for field, key in (("sectionName", "name"), ("port", "port")):
        wanted = parent.get(field)
        known = [item[key] for item in listeners if key in item]
        if wanted is None or wanted in known:
            continue
        shown = [str(item) for item in known]
        guess = nearest(str(wanted), shown) if field == "sectionName" else None
        yield reporter.finding(
            route,
            (*path, field),
            f"is {show(wanted)}, but Gateway {gateway.name} has {listing(shown) or 'none'}",
            label=f"did you mean {guess}?" if guess else "no such listener",
            remedy="name a listener of the Gateway, or leave the field out",
            related=(ResourceLabel(gateway, ("spec", "listeners"), "its listeners"),),
        )


_TEMPLATE = """\
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: shop}
spec:
  gatewayClassName: istio
  listeners: [{name: https, port: 443, protocol: HTTPS, tls: {certificateRefs: [{name: shop}]}}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: shop}
spec:
  parentRefs: [{name: shop, sectionName: {{ .Values.listener }}}]
"""

RULE = Rule(
    SLUG,
    "a route names a listener that its Gateway does not have",
    check_resources=check_resources,
    rationale="Such a route is accepted by the API server and attached to nothing: no request "
    "reaches the workload.",
    scope=Scope.RESOURCE,
    bad=f"{PLAIN}listener: http\n",
    good=f"{PLAIN}listener: https\n",
    files=example_chart(_TEMPLATE),
)
