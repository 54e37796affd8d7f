"""A route attaches to a Gateway that exists, and to one that serves its host."""

from collections.abc import Iterator

from catalogc.model.catalog import Catalog
from catalogc.model.configuration import Gateway
from catalogc.model.display import listing, show
from catalogc.model.finding import Finding, Label
from catalogc.model.release import Release
from catalogc.model.suggestion import nearest
from catalogc.rules.base import Context, Reporter, Rule, Scope
from catalogc.rules.shared.examples import SHOP
from catalogc.rules.shared.placement import Place, place_of, written_at

SLUG = "gateway-reference"

_NAME = ("ingress", "gateway", "name")
_NAMESPACE = ("ingress", "gateway", "namespace")
_HOST = ("ingress", "host")
_OWN = ("ingress", "ownGateway", "enabled")


def check_catalog(catalog: Catalog, context: Context) -> Iterator[Finding]:
    """Look up each route's Gateway among ``gateways`` of catalogc.yaml and the leaves' own."""
    shared = context.config.gateways
    if shared is None:
        return
    routed = [
        item for item in catalog.releases if item.effective.get(("ingress", "enabled")) is True
    ]
    owned: dict[Place, dict[str, Gateway]] = {}
    for release in routed:
        if release.effective.get(_OWN) is True:
            gateway = _own_gateway(release)
            near = owned.setdefault(place_of(release, context.config), {})
            near[_written(gateway.namespace, gateway.name)] = gateway
    known = {_written(gateway.namespace, gateway.name): gateway for gateway in shared}
    for release in routed:
        if release.effective.get(_OWN) is not True:
            near = owned.get(place_of(release, context.config), {}) if owned else {}
            yield from _judge(Reporter(SLUG, release, context), known, near)


def _own_gateway(release: Release) -> Gateway:
    """Describe what ``common.gateway`` renders; it admits routes of its own namespace."""
    host = release.effective.get(_HOST)
    hosts = (host.lower().removeprefix("*."),) if isinstance(host, str) and host else ()
    place = release.effective.at(_OWN)
    return Gateway(f"{release.name}-gateway", release.namespace, hosts, place)


def _judge(
    reporter: Reporter, shared: dict[str, Gateway], owned: dict[str, Gateway]
) -> Iterator[Finding]:
    values = reporter.release.effective
    name, namespace = values.get(_NAME), values.get(_NAMESPACE, "")
    if not isinstance(name, str) or not name or not isinstance(namespace, str):
        return  # the schema reports the type
    wanted = _written(namespace or reporter.release.namespace, name)
    gateway = shared.get(wanted) or owned.get(wanted)
    if gateway is not None and wanted not in shared:
        yield from _admission(reporter, wanted, gateway)
    if gateway is None:
        yield _unknown(reporter, wanted, sorted(shared))
    else:
        yield from _host(reporter, wanted, gateway)


def _unknown(reporter: Reporter, wanted: str, known: list[str]) -> Finding:
    guess = nearest(wanted, known)
    config = reporter.context.config
    place = config.at_key(("gateways",))
    # The part that differs is the one to correct.
    misplaced = guess is not None and guess.partition("/")[2] == wanted.partition("/")[2]
    path = _NAMESPACE if misplaced else _NAME
    return reporter.finding(
        path,
        f"ingress.gateway is {show(wanted)}, which is no Gateway of catalogc.yaml or of a leaf "
        "of this cluster",
        location=written_at(reporter.release, path),
        label=f"did you mean {guess}?" if guess else "unknown Gateway",
        remedy=f"shared: {listing(known) or 'none'}",
        related=(Label(place, "shared Gateways are listed here"),) if place else (),
    )


def _admission(reporter: Reporter, wanted: str, gateway: Gateway) -> Iterator[Finding]:
    """An own Gateway admits routes of its own namespace alone (``common.gateway``)."""
    namespace = reporter.release.namespace
    if gateway.namespace != namespace:
        yield reporter.finding(
            _NAMESPACE,
            f"ingress.gateway is {show(wanted)}, which takes routes of its own namespace only, "
            f"but this leaf runs in {namespace}",
            location=written_at(reporter.release, _NAMESPACE),
            label="the Gateway refuses this route",
            remedy="use a shared Gateway, or an own one (ingress.ownGateway)",
            related=(Label(gateway.location, "the Gateway"),) if gateway.location else (),
        )


def _host(reporter: Reporter, wanted: str, gateway: Gateway) -> Iterator[Finding]:
    host = reporter.release.effective.get(_HOST)
    if not isinstance(host, str) or not host or not gateway.hosts:
        return
    domain = host.lower().removeprefix("*.")
    if any(f".{domain}".endswith(f".{served}") for served in gateway.hosts):
        return
    served = listing(list(gateway.hosts))
    yield reporter.finding(
        _HOST,
        f"ingress.host is {show(host)}, but Gateway {wanted} serves {served}",
        location=written_at(reporter.release, _HOST),
        label="no listener of the Gateway takes it",
        remedy=f"use a host below {served}, another Gateway, or an own one (ingress.ownGateway)",
        related=(Label(gateway.location, f"serves {served}"),) if gateway.location else (),
    )


def _written(namespace: str, name: str) -> str:
    return f"{namespace}/{name}"


_BAD = (
    SHOP
    + "ingress:\n  enabled: true\n  host: shop.example.com\n  gateway: {name: platform-gatway}\n"
)

RULE = Rule(
    SLUG,
    "a route names a Gateway that does not exist, or one that does not serve its host",
    check_catalog=check_catalog,
    rationale="Such a route is accepted by the cluster and attached to nothing: the workload "
    "runs, and no request reaches it.",
    scope=Scope.CATALOG,
    bad=_BAD,
    good=_BAD.replace("gatway", "gateway"),
)
