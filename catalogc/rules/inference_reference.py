"""What a model, a pool or a gateway names is made by somebody."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from catalogc.model.catalog import Catalog
from catalogc.model.display import show
from catalogc.model.finding import Applicability, Finding, Label
from catalogc.model.release import Release
from catalogc.model.source import format_path
from catalogc.model.suggestion import nearest
from catalogc.rules.base import Context, Reporter, Rule, Scope
from catalogc.rules.shared.inference_examples import GATEWAY_LEAF, MODEL_LEAF
from catalogc.rules.shared.inference_objects import (
    ACCOUNT,
    CLUSTER_SCOPED,
    GATEWAY,
    PICKER,
    POOL,
    RELEASE,
    RUNTIME,
    SECRET,
    SERVICE,
    Made,
    Reference,
    made,
    references,
)
from catalogc.rules.shared.placement import Place, place_of
from catalogc.rules.shared.written import blame, rewriting

SLUG = "inference-reference"

_BY_HAND = frozenset({ACCOUNT, RELEASE, RUNTIME, SECRET})
"""Kinds that clusters have without a leaf, too."""

_Scope = tuple[Place, str, str]


@dataclass(slots=True)
class _Index:
    """What leaves make, by where it can be named, and where else something may come from."""

    context: Context
    made: dict[_Scope, dict[str, Made]] = field(default_factory=dict)
    charts: set[tuple[Place, str]] = field(default_factory=set)

    def add(self, release: Release) -> None:
        place = place_of(release, self.context.config)
        if release.is_third_party:
            self.charts.add((place, release.namespace))
        for item in made(release):
            scope = self.scope(release, item.kind, release.namespace)
            self.made.setdefault(scope, {}).setdefault(item.name, item)

    def scope(self, release: Release, kind: str, namespace: str) -> _Scope:
        where = "" if kind in CLUSTER_SCOPED else namespace
        return place_of(release, self.context.config), where, kind

    def around(self, reference: Reference, kind: str = "") -> dict[str, Made]:
        """Return the objects of the reference's kind, or another, where it looks for one."""
        found = self.scope(reference.release, kind or reference.kind, reference.namespace)
        return self.made.get(found, {})

    def elsewhere(self, reference: Reference) -> Made | None:
        """Return the object of this name in another namespace of the cluster."""
        place = place_of(reference.release, self.context.config)
        for (where, _, kind), known in self.made.items():
            if (where, kind) == (place, reference.kind) and reference.name in known:
                return known[reference.name]
        return None

    def may_be_brought(self, reference: Reference) -> bool:
        """Whether a third-party chart, or a person, may make the object."""
        place = place_of(reference.release, self.context.config)
        return reference.kind in _BY_HAND or (place, reference.namespace) in self.charts

    def is_shared(self, reference: Reference) -> bool:
        """Whether catalogc.yaml names the Gateway."""
        shared = self.context.config.gateways or ()
        wanted = (reference.name, reference.namespace)
        return reference.kind == GATEWAY and wanted in {
            (item.name, item.namespace) for item in shared
        }


def check_catalog(catalog: Catalog, context: Context) -> Iterator[Finding]:
    """Look up every name among the objects of the same cluster, and namespace where it has one.

    A name that a third-party chart of the namespace may bring, or a Secret, a ServiceAccount or a
    runtime that a person may have made, is unknown, unless a name spelt alike is there.
    """
    index = _Index(context)
    for release in catalog.releases:
        index.add(release)
    for release in catalog.releases:
        for reference in references(release):
            yield from _judge(reference, index, context)


def _judge(reference: Reference, index: _Index, context: Context) -> Iterator[Finding]:
    known = index.around(reference)
    target = known.get(reference.name)
    if target is None and not index.is_shared(reference):
        yield _missing(reference, known, index, context)
    elif target and reference.pool and target.pool and target.pool != reference.pool:
        yield _other_pool(reference, target, context)


def _missing(
    reference: Reference, known: dict[str, Made], index: _Index, context: Context
) -> Finding:
    release, kind, name = reference.release, reference.kind, show(reference.name)
    guess = nearest(reference.name, filter(lambda name: _is_meant(known[name]), known))
    other = known[guess] if guess else index.elsewhere(reference)
    unknown = other is None and index.may_be_brought(reference)
    where = "the cluster" if kind in CLUSTER_SCOPED else f"namespace {reference.namespace}"
    written = bool(release.effective.get(reference.path))
    computed = "" if written else " (computed, as it is empty)"
    return Reporter(SLUG, release, context).finding(
        reference.path,
        f"{format_path(reference.path)} is {name}{computed}, and no leaf makes "
        f"{_article(kind)} {kind} of this name in {where}",
        location=blame(release, reference.path),
        label=_label(guess, other, unknown=unknown),
        remedy=_remedy(reference, index, unknown=unknown),
        related=(Label(blame(other.release, other.path), _there(other)),) if other else (),
        fixes=rewriting(release, reference.path, guess) if guess and written else (),
        unknown=unknown,
    )


def _is_meant(item: Made) -> bool:
    """A runtime that its release keeps to itself is not for others."""
    return item.kind != RUNTIME or item.release.effective.get(item.path) == item.name


def _label(guess: str | None, other: Made | None, *, unknown: bool) -> str:
    if guess:
        return f"did you mean {guess}?"
    if other:
        return f"it is in namespace {other.release.namespace}"
    return "cannot be checked" if unknown else "leads nowhere"


def _there(item: Made) -> str:
    return f"{item.release.id} makes {item.kind} {item.name}"


def _remedy(reference: Reference, index: _Index, *, unknown: bool) -> str:
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


_BAD = GATEWAY_LEAF.replace("qwen-7b", "qwn-7b")

RULE = Rule(
    SLUG,
    "a model, a pool or a gateway names something that no leaf makes",
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
