"""Several models side by side keep out of each other's way."""

from collections.abc import Iterator
from typing import NamedTuple

from catalogc.model.catalog import Catalog
from catalogc.model.display import show
from catalogc.model.finding import Finding, Label
from catalogc.model.inference import gateways, inference_services
from catalogc.model.release import Release
from catalogc.model.source import FieldPath
from catalogc.rules.base import Context, Reporter, Rule, Scope
from catalogc.rules.shared.inference_examples import MODEL_LEAF
from catalogc.rules.shared.inference_objects import (
    CLUSTER_SCOPED,
    POOL,
    SERVICE,
    made_for_inference,
)
from catalogc.rules.shared.placement import Place, place_of
from catalogc.rules.shared.written import blame

SLUG = "inference-collision"


class _Claim(NamedTuple):
    """Something of which a namespace, or a cluster, has one."""

    release: Release
    path: FieldPath
    what: str
    remedy: str


_Key = tuple[Place, str, str, str]


def check_catalog(catalog: Catalog, context: Context) -> Iterator[Finding]:
    """Compare names of objects, and matches of routes, within a namespace of a cluster.

    Runtimes are compared within the whole cluster. Names of releases are compared by
    ``application-name-collision``.
    """
    first: dict[_Key, _Claim] = {}
    for release in catalog.releases:
        place = place_of(release, context.config)
        for scope, key, claim in _claims(release):
            other = first.setdefault((place, scope, *key), claim)
            if other is not claim:
                yield _taken(claim, other, context)


def _claims(release: Release) -> Iterator[tuple[str, tuple[str, str], _Claim]]:
    objects = list(made_for_inference(release))
    pooled = {item.name for item in objects if item.kind == SERVICE}
    for item in objects:
        if item.kind == POOL and item.name in pooled:
            continue  # an InferenceService and its pool have one name, and one finding
        scope = "" if item.kind in CLUSTER_SCOPED else release.namespace
        what = f"{item.kind} {show(item.name)}"
        claim = _Claim(release, item.path, what, "give one of the two another name")
        yield scope, (item.kind, item.name), claim
    for path, gateway, prefix in _routes(release):
        what = f"path {show(prefix or '/')} on Gateway {show(gateway)}"
        remedy = "give one of the routes another path, or a Gateway of its own"
        yield release.namespace, (gateway, prefix), _Claim(release, path, what, remedy)


def _routes(release: Release) -> Iterator[tuple[FieldPath, str, str]]:
    """Yield the field, the Gateway and the path of each route to a pool."""
    for gateway in gateways(release):
        if gateway.has_route:
            path = gateway.part.field(("inferencePoolRoute", "pathPrefix"))
            yield path, gateway.gateway_name, gateway.path_prefix
    for service in inference_services(release):
        if service.has_route:
            path = service.part.field(("inferencePoolRoute", "gatewayName"))
            yield path, service.gateway_name, ""


def _taken(claim: _Claim, other: _Claim, context: Context) -> Finding:
    whose = "this leaf" if other.release is claim.release else str(other.release.id)
    return Reporter(SLUG, claim.release, context).finding(
        claim.path,
        f"{claim.what} is taken: {whose} has it already",
        location=blame(claim.release, claim.path),
        label="the second of one name" if " on " not in claim.what else "the second of one match",
        remedy=claim.remedy,
        related=(Label(blame(other.release, other.path), f"{whose} has it"),),
    )


RULE = Rule(
    SLUG,
    "two models, pools, runtimes or routes of the inference platform are one to the cluster",
    check_catalog=check_catalog,
    rationale="Two releases that make one object overwrite each other with every sync, and of "
    "two routes with one match the older gets all requests: clients then reach another model "
    "than the one that they asked for.",
    scope=Scope.CATALOG,
    bad=MODEL_LEAF.partition("inferencePool:")[0],
    good=MODEL_LEAF.partition("inferencePool:")[0].replace("name: qwen-7b", "name: qwen-7b-canary"),
    files={
        "catalog/ml-inference/first/dev.yaml": MODEL_LEAF.partition("inferencePool:")[0].replace(
            "serviceName: qwen", "serviceName: first"
        )
    },
)
