"""A host leads to one workload."""

from collections.abc import Iterator

from catalogc.model.catalog import Catalog
from catalogc.model.display import show
from catalogc.model.finding import Finding, Label, Severity
from catalogc.model.release import Release
from catalogc.rules.base import Context, Reporter, Rule, Scope
from catalogc.rules.shared.examples import SHOP
from catalogc.rules.shared.placement import Place, place_of

SLUG = "duplicate-host"

_HOST = ("ingress", "host")
_LONGEST = 253  # of a DNS name; a longer one is the schema's to report

_Hosts = dict[tuple[Place, str], Release]


def check_catalog(catalog: Catalog, context: Context) -> Iterator[Finding]:
    """Compare the hosts of enabled ingresses, cluster by cluster, without regard to case.

    A wildcard matches any number of labels, and the more specific host wins (Gateway API,
    ``HTTPRouteSpec.hostnames``): that one is a warning.
    """
    first: _Hosts = {}
    routed = [(release, host) for release in catalog.releases if (host := _host(release))]
    twice = []
    for release, host in routed:
        other = first.setdefault((place_of(release, context.config), host), release)
        if other is not release:
            twice.append((release, host, other))
    for release, host, other in twice:
        yield _taken(Reporter(SLUG, release, context), host, other)
    for (place, host), release in first.items():
        covering = _covering(place, host, first)
        if covering is not None:
            yield _covered(Reporter(SLUG, release, context), host, *covering)


def _host(release: Release) -> str:
    if release.effective.get(("ingress", "enabled")) is not True:
        return ""
    host = release.effective.get(_HOST)
    return host.lower() if isinstance(host, str) and len(host) <= _LONGEST else ""


def _covering(place: Place, host: str, known: _Hosts) -> tuple[str, Release] | None:
    """Find the narrowest wildcard above a host, one parent domain after the other."""
    domain = host.removeprefix("*.")
    while "." in domain:
        domain = domain.partition(".")[2]
        wildcard = f"*.{domain}"
        other = known.get((place, wildcard))
        if other is not None:
            return wildcard, other
    return None


def _taken(reporter: Reporter, host: str, other: Release) -> Finding:
    return reporter.finding(
        _HOST,
        f"ingress.host is {show(host)}, which {other.id} has already",
        label="two routes of one host",
        remedy="give one of the two another host",
        related=(Label(other.effective.at(_HOST), f"{other.id} has it"),),
    )


def _covered(reporter: Reporter, host: str, wildcard: str, other: Release) -> Finding:
    return reporter.finding(
        _HOST,
        f"ingress.host is {show(host)}, which {show(wildcard)} of {other.id} covers",
        label="taken out of a wildcard",
        remedy="requests to it come here, as the more specific host wins; tell the owner of the "
        "wildcard, or choose a host outside of it",
        severity=Severity.WARNING,
        related=(Label(other.effective.at(_HOST), "covers it"),),
    )


_BAD = SHOP + "ingress: {enabled: true, host: shop.example.com}\n"

RULE = Rule(
    SLUG,
    "two leaves of one cluster have the same host",
    check_catalog=check_catalog,
    rationale="The Gateway merges routes of one host or takes the older one. Requests then go to "
    "a workload that nobody expects, and change their way with the next sync.",
    scope=Scope.CATALOG,
    bad=_BAD,
    good=_BAD.replace("shop.example.com", "shop.dev.example.com"),
    files={
        "catalog/web/cart/dev.yaml": SHOP.replace("serviceName: shop", "serviceName: cart")
        + "ingress: {enabled: true, host: shop.example.com}\n"
    },
)
