"""Environment variables have names that Kubernetes accepts."""

from collections.abc import Iterator

from catalogc.model.catalog import RenderedRelease
from catalogc.model.display import show
from catalogc.model.resource_finding import ResourceFinding
from catalogc.model.resource_index import ResourceIndex
from catalogc.rules.base import Context, Rule, Scope
from catalogc.rules.shared.example_pods import deployment
from catalogc.rules.shared.examples import PLAIN, example_chart
from catalogc.rules.shared.kubernetes_version import at_least
from catalogc.rules.shared.name_syntax import relaxed_variable_name, variable_name
from catalogc.rules.shared.nodes import named_entries
from catalogc.rules.shared.rendered_view import view_of
from catalogc.rules.shared.resource_reporter import ResourceReporter

SLUG = "variable-name"

_LISTS = (("env", "name"), ("envFrom", "prefix"))


def check_resources(
    rendered: RenderedRelease, _index: ResourceIndex, context: Context
) -> Iterator[ResourceFinding]:
    """Judge the names of variables, and the prefixes of those that come from elsewhere.

    Kubernetes 1.32 and later take all printable ASCII but ``=``.
    """
    reporter = ResourceReporter(SLUG, rendered, context)
    relaxed = at_least(context, rendered.release, 1, 32)
    syntax = relaxed_variable_name if relaxed else variable_name
    for pod in view_of(rendered).pods:
        for container in pod.containers:
            for key, field in _LISTS:
                if key not in container.node:
                    continue
                for path, name, _ in named_entries(container.node, key, container.path, field):
                    if problem := syntax(name):
                        yield reporter.finding(
                            pod.resource,
                            path,
                            f"is {show(name)}, which {problem}",
                            label="not the name of a variable",
                            remedy="write capitals, digits and '_', such as LOG_LEVEL",
                        )


_TEMPLATE = deployment('env: [{name: {{ .Values.variable | quote }}, value: "1"}]')

RULE = Rule(
    SLUG,
    "an environment variable has a name that Kubernetes refuses",
    check_resources=check_resources,
    rationale="The API server refuses a pod with such a variable: the Deployment is created, and "
    "stays without pods.",
    scope=Scope.RESOURCE,
    bad=f"{PLAIN}variable: LOG=LEVEL\n",
    good=f"{PLAIN}variable: LOG_LEVEL\n",
    files=example_chart(_TEMPLATE),
)
