"""A workload names Services that exist."""

from collections.abc import Iterator

from catalogc.model.catalog import RenderedRelease
from catalogc.model.display import listing, show
from catalogc.model.resource import Resource
from catalogc.model.resource_finding import ResourceFinding, ResourceLabel
from catalogc.model.resource_index import ResourceIndex
from catalogc.model.source import FieldPath
from catalogc.model.suggestion import nearest
from catalogc.rules.base import Context, Rule, Scope
from catalogc.rules.shared.example_rollout import ROLLOUT_TEMPLATE
from catalogc.rules.shared.examples import PLAIN, example_chart
from catalogc.rules.shared.neighbours import names_of, near_names
from catalogc.rules.shared.nodes import Node, mapping, text
from catalogc.rules.shared.pods import ROLLOUT, STATEFUL_SET, Kind
from catalogc.rules.shared.rendered_view import View, view_of
from catalogc.rules.shared.resource_reporter import ResourceReporter

SLUG = "service-reference"

_SERVICE: Kind = ("", "Service")
_PAIRS = (
    (("spec", "strategy", "canary"), "stableService", "canaryService"),
    (("spec", "strategy", "blueGreen"), "activeService", "previewService"),
)


def check_resources(
    rendered: RenderedRelease, index: ResourceIndex, context: Context
) -> Iterator[ResourceFinding]:
    """Look up the Services of StatefulSets, Rollouts and InferencePools' endpoint pickers.

    The two Services of a Rollout must differ (argo-rollouts, pkg/apis/rollouts/validation).
    """
    view = view_of(rendered)
    reporter = ResourceReporter(SLUG, rendered, context)
    for resource in view.of_kind(ROLLOUT):
        yield from _same(reporter, resource)
    for resource, path, name in _references(view):
        known = names_of(index, rendered, view.namespace(resource), _SERVICE)
        if name not in known and index.is_whole(rendered):
            yield _missing(reporter, resource, path, name, near_names(known))


def _references(view: View) -> Iterator[tuple[Resource, FieldPath, str]]:
    for resource in view.of_kind(STATEFUL_SET):
        yield from _one(resource, ("spec",), resource.manifest.get("spec"), "serviceName")
    for resource in view.of_kind(ROLLOUT):
        for path, *fields in _PAIRS:
            strategy = mapping(resource.manifest, *path)
            for field in fields:
                yield from _one(resource, path, strategy, field)
    for (group, kind), pools in view.by_kind.items():
        if kind == "InferencePool" and group.startswith("inference.networking."):
            for resource in pools:
                for field in ("endpointPickerRef", "extensionRef"):
                    picker = mapping(resource.manifest, "spec", field)
                    if text(picker, "kind") in {"", "Service"}:
                        yield from _one(resource, ("spec", field), picker, "name")


def _one(
    resource: Resource, path: FieldPath, node: Node | None, field: str
) -> Iterator[tuple[Resource, FieldPath, str]]:
    if isinstance(node, dict) and (name := text(node, field)):
        yield resource, (*path, field), name


def _same(reporter: ResourceReporter, rollout: Resource) -> Iterator[ResourceFinding]:
    for path, stable, changed in _PAIRS:
        strategy = mapping(rollout.manifest, *path)
        name = text(strategy, stable)
        if name and text(strategy, changed) == name:
            first = (*path, stable)
            yield reporter.finding(
                rollout,
                (*path, changed),
                f"is {show(name)}, as {stable} is",
                label="the same Service twice",
                remedy="name two Services; Argo Rollouts gives each a selector of its own",
                also=(first,),
                related=(ResourceLabel(rollout, first, "the other one"),),
            )


def _missing(
    reporter: ResourceReporter, resource: Resource, path: FieldPath, name: str, known: list[str]
) -> ResourceFinding:
    guess = nearest(name, known)
    hint = f"; did you mean {guess}?" if guess else ""
    return reporter.unknown(
        resource,
        path,
        f"is {show(name)}, and no leaf here makes such a Service{hint}",
        f"Services of the namespace: {listing(known) or 'see them in the cluster'}",
    )


RULE = Rule(
    SLUG,
    "a workload names a Service that does not exist, or one for two purposes",
    check_resources=check_resources,
    rationale="A Rollout whose Services are missing or the same is not progressed, and the pods "
    "of a StatefulSet without its Service have no DNS names.",
    scope=Scope.RESOURCE,
    bad=f"{PLAIN}canary: shop\n",
    good=f"{PLAIN}canary: shop-canary\n",
    files=example_chart(ROLLOUT_TEMPLATE),
)
