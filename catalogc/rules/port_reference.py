"""A port that is named exists."""

from collections.abc import Iterator

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
from catalogc.rules.shared.monitors import MONITORS, monitored, monitored_ports
from catalogc.rules.shared.nodes import entries, mapping, text
from catalogc.rules.shared.pods import Container, Pod, may_get_sidecars
from catalogc.rules.shared.ports import probe_ports
from catalogc.rules.shared.rendered_view import View, view_of
from catalogc.rules.shared.resource_reporter import ResourceReporter
from catalogc.rules.shared.selected_pods import pods_of_service

SLUG = "port-reference"


def check_resources(
    rendered: RenderedRelease, index: ResourceIndex, context: Context
) -> Iterator[ResourceFinding]:
    """Look up the ports that probes, Services and monitors name.

    A probe sees the ports of its own container, a Service those of all containers of the pods
    that it selects, and a ServiceMonitor those of the Services that it selects.
    """
    reporter = ResourceReporter(SLUG, rendered, context)
    view = view_of(rendered)
    for pod in view.pods:
        for container in pod.containers:
            yield from _probes(reporter, pod.resource, container)
    for found in view.of_kind(("", "Service")):
        yield from _targets(reporter, view, index, found)
    for monitor in view.of_kind(*MONITORS):
        yield from _endpoints(reporter, view, index, monitor)


def _probes(
    reporter: ResourceReporter, resource: Resource, container: Container
) -> Iterator[ResourceFinding]:
    for path, port in probe_ports(container):
        if isinstance(port, str) and not port.isdecimal():
            names = {text(entry, "name") for _, entry in entries(container.node, "ports")} - {""}
            if port not in names:
                where = (*container.path, "ports")
                holder = f"container {text(container.node, 'name')}"
                yield _missing(reporter, resource, path, port, names, (holder, resource, where))


def _targets(
    reporter: ResourceReporter, view: View, index: ResourceIndex, found: Resource
) -> Iterator[ResourceFinding]:
    ports = [
        (number, target)
        for number, port in entries(mapping(found.manifest, "spec"), "ports")
        if isinstance(target := port.get("targetPort"), str) and not target.isdecimal()
    ]
    if not ports:
        return
    pods = pods_of_service(view, index, found)
    names = {name for pod in pods for name in pod.port_names()}
    for number, target in ports:
        if pods and target not in names:
            path: FieldPath = ("spec", "ports", number, "targetPort")
            yield _missing(reporter, found, path, target, names, _holder(pods[0]), pods)


def _holder(pod: Pod) -> tuple[str, Resource, FieldPath]:
    return f"{pod.resource.kind} {pod.resource.name}", pod.resource, (*pod.spec_path, "containers")


def _endpoints(
    reporter: ResourceReporter, view: View, index: ResourceIndex, monitor: Resource
) -> Iterator[ResourceFinding]:
    ports = list(monitored_ports(monitor))
    sources = monitored(view, index, monitor) if ports else []
    if not sources:
        return  # what selects nothing is told by selects-nothing
    names = {name for source in sources for name in source.ports}
    for path, port in ports:
        if port not in names:
            first = sources[0]
            holder = (f"{first.resource.kind} {first.resource.name}", first.resource, first.path)
            pods = [source.pod for source in sources if source.pod is not None]
            yield _missing(reporter, monitor, path, port, names, holder, pods)


def _missing(
    reporter: ResourceReporter,
    resource: Resource,
    path: FieldPath,
    port: str,
    names: set[str],
    holder: tuple[str, Resource, FieldPath],
    pods: list[Pod] | tuple[Pod, ...] = (),
) -> ResourceFinding:
    owner, there, ports = holder
    guess = nearest(port, names)
    known = listing(sorted(names)) or "no names"
    # A sidecar that is added in the cluster may bring the port.
    unknown = any(may_get_sidecars(pod) for pod in pods)
    return reporter.finding(
        resource,
        path,
        f"is {show(port)}, but the ports of {owner} are: {known}",
        label=f"did you mean {guess}?" if guess else "no such port",
        remedy="name a port of the container, or write its number",
        unknown=unknown,
        related=(ResourceLabel(there, ports, f"named ports: {known}"),),
    )


_TEMPLATE = deployment("ports: [{name: http, containerPort: 8080}]") + service(
    "selector: {app: shop}\nports: [{port: 80, targetPort: {{ .Values.target }}}]"
)

RULE = Rule(
    SLUG,
    "a probe, a Service or a monitor names a port that does not exist",
    check_resources=check_resources,
    rationale="Kubernetes accepts such a name, and then nothing answers: the pod is never ready, "
    "or the Service has no endpoints.",
    scope=Scope.RESOURCE,
    bad=f"{PLAIN}target: web\n",
    good=f"{PLAIN}target: http\n",
    files=example_chart(_TEMPLATE),
)
