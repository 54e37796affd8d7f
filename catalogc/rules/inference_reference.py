"""What a model, a pool or a gateway names is made by somebody."""

from collections.abc import Iterator

from catalogc.model.catalog import Catalog
from catalogc.model.display import show
from catalogc.model.finding import Applicability, Finding, Label
from catalogc.model.source import format_path
from catalogc.model.suggestion import nearest
from catalogc.rules.base import Context, Reporter, Rule, Scope
from catalogc.rules.shared.inference_examples import GATEWAY_LEAF, MODEL_LEAF
from catalogc.rules.shared.inference_index import InferenceIndex, is_meant
from catalogc.rules.shared.inference_objects import (
    CLUSTER_SCOPED,
    GATEWAY,
    GATEWAY_CLASS,
    NAMESPACE,
    PICKER,
    POOL,
    RELEASE,
    SERVICE,
    Made,
    Reference,
    references,
)
from catalogc.rules.shared.written import blame, rewriting

SLUG = "inference-reference"


def check_catalog(catalog: Catalog, context: Context) -> Iterator[Finding]:
    """Look up every name among the objects of the same cluster, and namespace where it has one.

    A name that a third-party chart of the namespace may bring is unknown, unless a name spelt
    alike is there. So is a Secret, a ServiceAccount or a runtime that a person may have made, as
    long as no leaf makes such objects there for others. A namespace is known where a leaf runs in
    it or catalogc.yaml names it. GatewayClasses mostly come with the cluster: only one spelt alike
    is compared.
    """
    index = InferenceIndex(context.config)
    for release in catalog.releases:
        index.add(release)
    for release in catalog.releases:
        for reference in references(release):
            yield from _judge(reference, index, context)


def _judge(reference: Reference, index: InferenceIndex, context: Context) -> Iterator[Finding]:
    known = index.around(reference)
    target = known.get(reference.name)
    if index.lacks_namespace(reference):
        return  # the namespace has a finding of its own
    if target is None and not index.is_shared(reference):
        guess = nearest(reference.name, filter(lambda name: is_meant(known[name]), known))
        if guess or reference.kind != GATEWAY_CLASS:
            yield _missing(reference, known.get(guess or ""), index, context)
    elif target and reference.pool and target.pool and target.pool != reference.pool:
        yield _other_pool(reference, target, context)
    elif target and reference.to_pool and not target.knows_pools:
        yield _no_pools(reference, target, context)


def _missing(
    reference: Reference, alike: Made | None, index: InferenceIndex, context: Context
) -> Finding:
    release, name = reference.release, show(reference.name)
    other = alike or index.elsewhere(reference)
    unknown = other is None and index.may_be_brought(reference)
    if other is None and not unknown:
        other = index.closest(reference)
    guess = alike.name if alike else ""
    written = bool(release.effective.get(reference.path))
    computed = "" if written else " (computed, as it is empty)"
    return Reporter(SLUG, release, context).finding(
        reference.path,
        f"{format_path(reference.path)} is {name}{computed}, and {_absence(reference)}",
        location=blame(release, reference.path),
        label=_label(reference, guess, other, unknown=unknown),
        remedy=_remedy(reference, index, unknown=unknown),
        related=(Label(blame(other.release, other.path), _there(other)),) if other else (),
        fixes=rewriting(release, reference.path, guess) if guess and written else (),
        unknown=unknown,
    )


def _absence(reference: Reference) -> str:
    kind = reference.kind
    if kind == NAMESPACE:
        return "no leaf of the cluster runs in a namespace of this name"
    where = "the cluster" if kind in CLUSTER_SCOPED else f"namespace {reference.namespace}"
    return f"no leaf makes {_article(kind)} {kind} of this name in {where}"


def _label(reference: Reference, guess: str, other: Made | None, *, unknown: bool) -> str:
    if guess:
        return f"did you mean {guess}?"
    if other and other.name == reference.name:
        return f"it is in namespace {other.release.namespace}"
    if other:
        return f"there is {other.name}"
    return "cannot be checked" if unknown else "leads nowhere"


def _there(item: Made) -> str:
    if item.kind == NAMESPACE:
        return f"{item.release.id} runs in namespace {item.name}"
    return f"{item.release.id} makes {item.kind} {item.name}"


def _remedy(reference: Reference, index: InferenceIndex, *, unknown: bool) -> str:
    if unknown:
        return "a chart or a person may bring it; make sure that one does"
    model = index.around(reference, SERVICE).get(reference.name)
    if reference.kind == POOL and model is not None:
        return f"set inferencePool.enabled in {model.release.id}, which serves {model.name}"
    return {
        POOL: "name the InferenceService of a leaf with inferencePool.enabled",
        PICKER: "name <serviceName>-inference-gateway-epp of a gateway that has a pool",
        RELEASE: "name the release of inference-infrastructure, and its namespace in "
        "infrastructureNamespace",
        GATEWAY: "name <serviceName>-inference-gateway of a gateway with gateway.enabled",
        NAMESPACE: "name a namespace of a leaf, or list it in catalogs of catalogc.yaml",
    }.get(reference.kind, "correct the name")


def _article(kind: str) -> str:
    return "an" if kind[0] in "AEIOUaeiou" else "a"


def _other_pool(reference: Reference, target: Made, context: Context) -> Finding:
    release = reference.release
    return Reporter(SLUG, release, context).finding(
        reference.path,
        f"the endpoint picker {show(target.name)} picks from pool {show(target.pool)}, "
        f"not from {show(reference.pool)}",
        location=blame(release, reference.path),
        label="picks from another pool",
        remedy=f"set epp.poolName of {target.release.id} to {reference.pool}, or name another "
        "endpoint picker",
        related=(Label(blame(target.release, target.path), _there(target)),),
    )


def _no_pools(reference: Reference, target: Made, context: Context) -> Finding:
    """Envoy Gateway takes no InferencePool as a backend (1.9)."""
    release = reference.release
    path = (*reference.path[:-1], "backend")
    return Reporter(SLUG, release, context).finding(
        path,
        f"{format_path(path)} is InferencePool, which Gateway {show(target.name)} does not know: "
        "its policies ask the endpoint picker",
        location=blame(release, path),
        label="no such backend",
        remedy=f"write backend: Service, or set extensionPolicy.enabled: false of "
        f"{target.release.id} if its class knows InferencePools",
        related=(Label(blame(target.release, target.path), _there(target)),),
        fixes=rewriting(release, path, "Service"),
    )


_BAD = GATEWAY_LEAF.replace("qwen-7b", "qwn-7b")

RULE = Rule(
    SLUG,
    "a model, a pool or a gateway names something that no leaf makes, or that cannot serve it",
    check_catalog=check_catalog,
    rationale="The parts of the inference platform find each other by name, across releases. A "
    "name that leads nowhere is accepted by the cluster: the endpoint picker waits for its pool, "
    "the pool for its endpoint picker, and requests get an error.",
    scope=Scope.CATALOG,
    fixable=Applicability.UNSAFE,
    bad=_BAD,
    good=GATEWAY_LEAF,
    files={"catalog/ml-inference/qwen/dev.yaml": MODEL_LEAF},
)
