"""What a pod refers to exists."""

from collections.abc import Iterator

from catalogc.model.catalog import RenderedRelease
from catalogc.model.display import show
from catalogc.model.resource_finding import ResourceFinding
from catalogc.model.resource_index import ResourceIndex
from catalogc.model.suggestion import nearest
from catalogc.rules.base import Context, Rule, Scope
from catalogc.rules.shared.example_pods import deployment
from catalogc.rules.shared.examples import PLAIN, example_chart
from catalogc.rules.shared.neighbours import near_names
from catalogc.rules.shared.pod_references import (
    CLAIM,
    CONFIG_MAP,
    PRIORITY_CLASS,
    RUNTIME_CLASS,
    SERVICE_ACCOUNT,
    Reference,
    references_of,
)
from catalogc.rules.shared.pods import Pod
from catalogc.rules.shared.providers import is_claim_of_template, provided
from catalogc.rules.shared.rendered_view import View, view_of
from catalogc.rules.shared.resource_reporter import ResourceReporter

SLUG = "pod-reference"

_CLASSES = frozenset({PRIORITY_CLASS, RUNTIME_CLASS})
_BUILT_IN = frozenset(
    {
        (SERVICE_ACCOUNT, "default"),
        (CONFIG_MAP, "kube-root-ca.crt"),
        (PRIORITY_CLASS, "system-cluster-critical"),
        (PRIORITY_CLASS, "system-node-critical"),
    }
)


def check_resources(
    rendered: RenderedRelease, index: ResourceIndex, context: Context
) -> Iterator[ResourceFinding]:
    """Look up the ServiceAccount, ConfigMaps, Secrets and claims of pods, and their classes.

    They are made by any leaf of the namespace: a Secret by an ExternalSecret or a Certificate,
    too. What none makes may be made by hand, so that it is unknown, and never an error. A
    RuntimeClass or PriorityClass is the cluster's, unless leaves make some of them.
    """
    if not index.is_whole(rendered):
        return
    view = view_of(rendered)
    reporter = ResourceReporter(SLUG, rendered, context)
    for pod in view.pods:
        reported = set()
        for reference in references_of(pod):
            known = (reference.kind, reference.name)
            if known not in reported and not _exists(view, index, pod, reference):
                reported.add(known)
                yield _unknown(reporter, view, index, pod, reference)


def _exists(view: View, index: ResourceIndex, pod: Pod, reference: Reference) -> bool:
    kind, name = reference.kind, reference.name
    namespace = view.namespace(pod.resource)
    known = provided(index, view.rendered, namespace, kind)
    return (
        name in known
        or (kind, name) in _BUILT_IN
        or (kind in _CLASSES and not known)
        or (kind == CLAIM and is_claim_of_template(index, view.rendered, namespace, name))
    )


def _unknown(
    reporter: ResourceReporter, view: View, index: ResourceIndex, pod: Pod, reference: Reference
) -> ResourceFinding:
    namespace = view.namespace(pod.resource)
    kind = reference.kind[1]
    known = provided(index, view.rendered, namespace, reference.kind)
    guess = nearest(reference.name, near_names(known))
    where = "" if reference.kind in _CLASSES else f" in {namespace}"
    hint = f"; did you mean {guess}?" if guess else ""
    return reporter.unknown(
        pod.resource,
        reference.path,
        f"is {show(reference.name)}, and no leaf makes such a {kind}{where}{hint}",
        f"see that the {kind} is in the cluster before the pod, or correct the name",
    )


_TEMPLATE = (
    deployment("envFrom: [{configMapRef: {name: {{ .Values.settings }}}}]")
    + """\
---
apiVersion: v1
kind: ConfigMap
metadata: {name: shop-settings}
"""
)

RULE = Rule(
    SLUG,
    "a pod refers to an object that no leaf makes",
    check_resources=check_resources,
    rationale="A pod whose ConfigMap or Secret is missing waits for it without an end. The object "
    "may be made by hand, which nothing here can tell; the finding says so.",
    scope=Scope.RESOURCE,
    bad=f"{PLAIN}settings: shop-setings\n",
    good=f"{PLAIN}settings: shop-settings\n",
    files=example_chart(_TEMPLATE),
)
