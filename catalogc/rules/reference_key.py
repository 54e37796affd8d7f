"""A key that a pod reads is in its ConfigMap or Secret."""

from collections.abc import Iterator

from catalogc.model.catalog import RenderedRelease
from catalogc.model.display import listing, show
from catalogc.model.resource_finding import ResourceFinding, ResourceLabel
from catalogc.model.resource_index import ResourceIndex
from catalogc.model.source import FieldPath
from catalogc.model.suggestion import nearest
from catalogc.rules.base import Context, Rule, Scope
from catalogc.rules.shared.example_pods import deployment
from catalogc.rules.shared.examples import PLAIN, example_chart
from catalogc.rules.shared.pod_references import Reference, references_of
from catalogc.rules.shared.pods import Pod
from catalogc.rules.shared.providers import Provided, provided
from catalogc.rules.shared.rendered_view import view_of
from catalogc.rules.shared.resource_reporter import ResourceReporter

SLUG = "reference-key"


def check_resources(
    rendered: RenderedRelease, index: ResourceIndex, context: Context
) -> Iterator[ResourceFinding]:
    """Look up the keys that variables and volumes need, where it is known which there are.

    Those of an ExternalSecret are its ``data[].secretKey``, or those of its template; with
    ``dataFrom`` they are known in Vault alone.
    """
    view = view_of(rendered)
    reporter = ResourceReporter(SLUG, rendered, context)
    for pod in view.pods:
        for reference in references_of(pod):
            if not reference.keys:
                continue
            namespace = view.namespace(pod.resource)
            there = provided(index, rendered, namespace, reference.kind).get(reference.name)
            if there is None or there.keys is None:
                continue
            for path, key in reference.keys:
                if key not in there.keys:
                    yield _finding(reporter, pod, reference, (path, key), there)


def _finding(
    reporter: ResourceReporter,
    pod: Pod,
    reference: Reference,
    wanted: tuple[FieldPath, str],
    there: Provided,
) -> ResourceFinding:
    path, key = wanted
    keys = sorted(there.keys or ())
    guess = nearest(key, keys)
    maker = there.resource
    known = f"{reference.kind[1]} {reference.name} has {listing(keys) or 'no keys'}"
    return reporter.finding(
        pod.resource,
        path,
        f"is {show(key)}, but {known}",
        label=f"did you mean {guess}?" if guess else "no such key",
        remedy=f"add the key to {maker.kind} {maker.name}, or read another one",
        also=(reference.path,),
        related=(ResourceLabel(maker, there.path, "its keys"),),
    )


_TEMPLATE = (
    deployment(
        "env: [{name: TOKEN, valueFrom: {secretKeyRef: {name: shop, key: {{ .Values.key }}}}}]"
    )
    + """\
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: shop}
spec:
  secretStoreRef: {kind: ClusterSecretStore, name: vault-backend}
  data: [{secretKey: token, remoteRef: {key: /secret/web/shop, property: token}}]
"""
)

RULE = Rule(
    SLUG,
    "a pod reads a key that its ConfigMap or Secret does not have",
    check_resources=check_resources,
    rationale="The object is there, so that nothing looks wrong, and the container waits with "
    "CreateContainerConfigError.",
    scope=Scope.RESOURCE,
    bad=f"{PLAIN}key: TOKEN\n",
    good=f"{PLAIN}key: token\n",
    files=example_chart(_TEMPLATE),
)
