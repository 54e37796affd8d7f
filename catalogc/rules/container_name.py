"""Containers, volumes and their ports have names that Kubernetes accepts."""

from collections.abc import Callable, Iterator

from catalogc.model.catalog import RenderedRelease
from catalogc.model.display import show
from catalogc.model.resource_finding import ResourceFinding
from catalogc.model.resource_index import ResourceIndex
from catalogc.model.source import FieldPath
from catalogc.rules.base import Context, Rule, Scope
from catalogc.rules.shared.example_pods import deployment
from catalogc.rules.shared.examples import PLAIN, example_chart
from catalogc.rules.shared.name_syntax import dns_label, port_name
from catalogc.rules.shared.nodes import named_entries
from catalogc.rules.shared.pods import Pod
from catalogc.rules.shared.rendered_view import view_of
from catalogc.rules.shared.resource_reporter import ResourceReporter

SLUG = "container-name"

_Name = tuple[FieldPath, str, Callable[[str], str]]


def check_resources(
    rendered: RenderedRelease, _index: ResourceIndex, context: Context
) -> Iterator[ResourceFinding]:
    """Judge names within pods: DNS labels, and for container ports names as IANA gives them.

    Names of a Service's ports are DNS labels, too.
    """
    reporter = ResourceReporter(SLUG, rendered, context)
    view = view_of(rendered)
    found = [(pod.resource, name) for pod in view.pods for name in _names(pod)]
    for service in view.of_kind(("", "Service")):
        spec = service.manifest.get("spec")
        if isinstance(spec, dict):
            ports = named_entries(spec, "ports", ("spec",))
            found += [(service, (path, name, dns_label)) for path, name, _ in ports]
    for resource, (path, name, syntax) in found:
        if problem := syntax(name):
            yield reporter.finding(
                resource,
                path,
                f"is {show(name)}, which {problem}",
                label="not a name that Kubernetes takes",
                remedy="write lower-case letters, digits and '-', such as http or app",
            )


def _names(pod: Pod) -> Iterator[_Name]:
    for container in pod.containers:
        name = container.node.get("name")
        if isinstance(name, str):
            yield (*container.path, "name"), name, dns_label
        if "ports" in container.node:
            for path, port, _ in named_entries(container.node, "ports", container.path):
                yield path, port, port_name
    for path, volume, _ in named_entries(pod.spec, "volumes", pod.spec_path):
        yield path, volume, dns_label


RULE = Rule(
    SLUG,
    "a container, a volume or a port has a name that Kubernetes refuses",
    check_resources=check_resources,
    rationale="The name of a container port has at most 15 characters and no capitals, so that "
    "`metrics-exporter` fails where `metrics` works; no schema says so.",
    scope=Scope.RESOURCE,
    bad=f"{PLAIN}port: prometheus-metrics\n",
    good=f"{PLAIN}port: metrics\n",
    files=example_chart(
        deployment("ports: [{name: {{ .Values.port | quote }}, containerPort: 8080}]")
    ),
)
