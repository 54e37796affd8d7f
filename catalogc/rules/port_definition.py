"""Ports have numbers that exist, and names that tell them apart."""

from collections.abc import Iterator
from typing import Any

from catalogc.model.catalog import RenderedRelease
from catalogc.model.display import show
from catalogc.model.resource import Resource
from catalogc.model.resource_finding import ResourceFinding, ResourceLabel
from catalogc.model.resource_index import ResourceIndex
from catalogc.model.source import FieldPath, format_path
from catalogc.rules.base import Context, Rule, Scope
from catalogc.rules.shared.example_pods import service
from catalogc.rules.shared.examples import PLAIN, example_chart
from catalogc.rules.shared.nodes import Node, entries, mapping
from catalogc.rules.shared.ports import probe_ports
from catalogc.rules.shared.rendered_view import view_of
from catalogc.rules.shared.resource_reporter import ResourceReporter

SLUG = "port-definition"

LAST = 65535
_CONTAINER = ("containerPort", "hostPort")
_SERVICE = ("port", "targetPort")


def check_resources(
    rendered: RenderedRelease, _index: ResourceIndex, context: Context
) -> Iterator[ResourceFinding]:
    """Judge the ports of containers, probes and Services."""
    reporter = ResourceReporter(SLUG, rendered, context)
    view = view_of(rendered)
    for pod in view.pods:
        for container in pod.containers:
            if "ports" in container.node:
                yield from _ports(reporter, pod.resource, container.path, container.node)
            for path, port in probe_ports(container):
                yield from _number(reporter, pod.resource, path, port)
    for found in view.of_kind(("", "Service")):
        spec = mapping(found.manifest, "spec")
        yield from _ports(reporter, found, ("spec",), spec)
        yield from _unnamed(reporter, found, spec)


def _ports(
    reporter: ResourceReporter, resource: Resource, path: FieldPath, holder: Node
) -> Iterator[ResourceFinding]:
    names: dict[str, FieldPath] = {}
    is_service = path == ("spec",)
    for index, port in entries(holder, "ports"):
        where = (*path, "ports", index)
        for field in _SERVICE if is_service else _CONTAINER:
            if field in port:
                yield from _number(reporter, resource, (*where, field), port[field])
        name = port.get("name")
        if isinstance(name, str) and name:
            if name in names:
                yield _twice(reporter, resource, (*where, "name"), name, names[name])
            names.setdefault(name, (*where, "name"))


def _number(
    reporter: ResourceReporter, resource: Resource, path: FieldPath, port: Any
) -> Iterator[ResourceFinding]:
    if isinstance(port, bool) or not isinstance(port, int) or 1 <= port <= LAST:
        return
    if port == 0 and path[-1] == "hostPort":
        return  # none
    yield reporter.finding(
        resource,
        path,
        f"is {show(port)}; ports are 1 to {LAST}",
        label="no such port",
        remedy=f"write a number from 1 to {LAST}",
    )


def _twice(
    reporter: ResourceReporter, resource: Resource, path: FieldPath, name: str, first: FieldPath
) -> ResourceFinding:
    return reporter.finding(
        resource,
        path,
        f"is {show(name)}, as {format_path(first)} is",
        label="the same name twice",
        remedy="give each port a name of its own",
        also=(first,),
        related=(ResourceLabel(resource, first, "the first one"),),
    )


def _unnamed(
    reporter: ResourceReporter, resource: Resource, spec: Node
) -> Iterator[ResourceFinding]:
    ports = entries(spec, "ports")
    for index, port in ports if len(ports) > 1 else ():
        if not port.get("name"):
            yield reporter.finding(
                resource,
                ("spec", "ports", index, "name"),
                f"is missing; each of {len(ports)} ports needs a name",
                label="no name",
                remedy="name each port, such as http and metrics",
                also=(("spec", "ports", index),),
            )


_TEMPLATE = service("ports: [{name: http, port: {{ .Values.port }}, targetPort: 8080}]")

RULE = Rule(
    SLUG,
    "a port has no valid number, or the name of another one",
    check_resources=check_resources,
    rationale="The API server refuses ports over 65535, two ports of one name, and a Service of "
    "several ports of which one has no name; schemas know only that a port is a number.",
    scope=Scope.RESOURCE,
    bad=f"{PLAIN}port: 80800\n",
    good=f"{PLAIN}port: 8080\n",
    files=example_chart(_TEMPLATE),
)
