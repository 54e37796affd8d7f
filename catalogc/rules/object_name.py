"""Objects have names that Kubernetes accepts."""

from collections.abc import Callable, Iterator

from catalogc.model.catalog import RenderedRelease
from catalogc.model.display import show
from catalogc.model.resource import Resource
from catalogc.model.resource_finding import ResourceFinding
from catalogc.model.resource_index import ResourceIndex
from catalogc.rules.base import Context, Rule, Scope
from catalogc.rules.shared.examples import PLAIN, example_chart
from catalogc.rules.shared.kubernetes_version import at_least
from catalogc.rules.shared.name_syntax import (
    dns_label,
    dns_subdomain,
    path_segment,
    rfc1035_label,
    too_long,
)
from catalogc.rules.shared.resource_reporter import ResourceReporter

SLUG = "object-name"

_SERVICE = ("", "Service")
_SYNTAX: dict[tuple[str, str], Callable[[str], str]] = {
    _SERVICE: rfc1035_label,
    ("", "Namespace"): dns_label,
    **{
        ("rbac.authorization.k8s.io", kind): path_segment
        for kind in ("Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding")
    },
}
_LIMITS = {
    ("batch", "CronJob"): (52, "Kubernetes adds 11 characters for each Job"),
    ("apps", "StatefulSet"): (
        52,
        "the label controller-revision-hash holds it and 11 more characters",
    ),
}


def check_resources(
    rendered: RenderedRelease, _index: ResourceIndex, context: Context
) -> Iterator[ResourceFinding]:
    """Judge the name of each object by its kind, and its namespace.

    Most kinds take a DNS subdomain. A Service takes an RFC 1035 label, from Kubernetes 1.36 on a
    DNS label (RelaxedServiceNameValidation); RBAC objects take any segment of a URL's path.
    """
    reporter = ResourceReporter(SLUG, rendered, context)
    for resource in rendered.resources:
        kind = (resource.group, resource.kind)
        name = resource.name
        syntax = _SYNTAX.get(kind, dns_subdomain)
        if kind == _SERVICE and at_least(context, rendered.release, 1, 36):
            syntax = dns_label
        problem = syntax(name)
        if not problem and kind in _LIMITS:
            problem = _too_long(name, *_LIMITS[kind])
        if problem:
            yield _finding(reporter, resource, "name", name, problem)
        if resource.namespace and (problem := dns_label(resource.namespace)):
            yield _finding(reporter, resource, "namespace", resource.namespace, problem)


def _too_long(name: str, limit: int, reason: str) -> str:
    problem = too_long(name, limit)
    return f"{problem}, because {reason}" if problem else ""


def _finding(
    reporter: ResourceReporter, resource: Resource, field: str, name: str, problem: str
) -> ResourceFinding:
    return reporter.finding(
        resource,
        ("metadata", field),
        f"is {show(name)}, which {problem}",
        label="not a name that Kubernetes takes",
        remedy=f"let the chart make another {field}, or shorten what it is made of",
    )


_TEMPLATE = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: {{ .Values.settings | quote }}}
"""

RULE = Rule(
    SLUG,
    "an object has a name that Kubernetes refuses",
    check_resources=check_resources,
    rationale="The API server refuses such an object, and Argo CD stops there: the objects "
    "before it are in the cluster, those after it are not.",
    scope=Scope.RESOURCE,
    bad=f"{PLAIN}settings: Shop_Settings\n",
    good=f"{PLAIN}settings: shop-settings\n",
    files=example_chart(_TEMPLATE),
)
