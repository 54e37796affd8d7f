"""A chart writes only into namespaces that its serviceCatalog owns."""

from collections.abc import Iterator

from catalogc.model.catalog import RenderedRelease
from catalogc.model.configuration import CatalogLimits
from catalogc.model.display import listing, show
from catalogc.model.resource import Resource
from catalogc.model.resource_finding import ResourceFinding
from catalogc.model.resource_index import ResourceIndex
from catalogc.model.source import FieldPath
from catalogc.rules.base import Context, Rule, Scope
from catalogc.rules.shared.examples import PLAIN, example_chart
from catalogc.rules.shared.placement import limits_of
from catalogc.rules.shared.resource_reporter import ResourceReporter
from catalogc.rules.shared.well_known import CLUSTER_SCOPED

SLUG = "foreign-namespace"

_NAMESPACE = ("", "Namespace")


def check_resources(
    rendered: RenderedRelease, _index: ResourceIndex, context: Context
) -> Iterator[ResourceFinding]:
    """Compare the namespace of each object with what the serviceCatalog may use.

    That of the release itself is judged by ``namespace-owned`` and ``reserved-namespace``. An
    object that is a Namespace counts as one in it, and a cluster-wide object has none.
    """
    release = rendered.release
    reporter = ResourceReporter(SLUG, rendered, context)
    limits = limits_of(release, context.config)
    own = release.namespace
    for resource in rendered.resources:
        kind = (resource.group, resource.kind)
        if kind == _NAMESPACE:
            namespace, path = resource.name, ("metadata", "name")
        else:
            namespace, path = resource.namespace, ("metadata", "namespace")
        if namespace and namespace != own and (kind == _NAMESPACE or kind not in CLUSTER_SCOPED):
            reason = _reason(namespace, limits, context)
            if reason:
                yield _finding(reporter, resource, path, namespace, reason)
        if kind != _NAMESPACE and kind in CLUSTER_SCOPED and resource.namespace:
            yield _cluster_wide(reporter, resource)


def _reason(namespace: str, limits: CatalogLimits | None, context: Context) -> str:
    owned = limits.namespaces if limits is not None else ()
    if namespace in owned:
        return ""
    if namespace in context.config.reserved_namespaces:
        return "which is reserved for the platform"
    if limits is not None and owned:
        return f"but {limits.name} owns {listing(list(owned))}"
    return ""


def _finding(
    reporter: ResourceReporter, resource: Resource, path: FieldPath, namespace: str, reason: str
) -> ResourceFinding:
    return reporter.finding(
        resource,
        path,
        f"is {show(namespace)}, {reason}",
        label="not a namespace of this serviceCatalog",
        remedy=f"leave the namespace out, so that it is {reporter.rendered.release.namespace}, or "
        "let the owner of catalogc.yaml add it to the serviceCatalog",
    )


def _cluster_wide(reporter: ResourceReporter, resource: Resource) -> ResourceFinding:
    return reporter.finding(
        resource,
        ("metadata", "namespace"),
        f"is {show(resource.namespace)}, but a {resource.kind} is in no namespace",
        label="cluster-wide",
        remedy="take metadata.namespace out of the template",
    )


_TEMPLATE = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: shop, namespace: {{ .Values.target }}}
"""

RULE = Rule(
    SLUG,
    "a chart writes into a namespace of somebody else",
    check_resources=check_resources,
    rationale="Who may write into kube-system owns the cluster. The namespace of the leaf is "
    "judged where it is written; a template can name any other one.",
    scope=Scope.RESOURCE,
    bad=f"{PLAIN}target: kube-system\n",
    good=f"{PLAIN}target: web\n",
    files=example_chart(_TEMPLATE),
)
