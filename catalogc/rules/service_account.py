"""Each workload runs under an account of its own."""

from collections.abc import Iterator

from catalogc.model.catalog import Catalog
from catalogc.model.display import show
from catalogc.model.finding import Finding, Label, Severity
from catalogc.model.release import Release
from catalogc.rules.base import Context, Reporter, Rule, Scope
from catalogc.rules.shared.examples import SHOP
from catalogc.rules.shared.placement import Place, place_of

SLUG = "service-account"

_FIELD = ("serviceAccount",)
_REMEDY = "remove serviceAccount: the workload then gets an account of its own, without rights"

_Account = tuple[Place, str, str]


def check(release: Release, context: Context) -> Iterator[Finding]:
    """Look for the account that every pod of a namespace has unless it asks for another."""
    if release.effective.get(_FIELD) == "default":
        yield Reporter(SLUG, release, context).finding(
            _FIELD,
            f'serviceAccount is "default", which all pods of {release.namespace} share',
            label="a shared account",
            remedy=_REMEDY,
            severity=context.graded(release),
        )


def check_catalog(catalog: Catalog, context: Context) -> Iterator[Finding]:
    """Look for accounts that another leaf of the same namespace made for itself."""
    owners: dict[_Account, Release] = {}
    for release in catalog.releases:
        if _makes_account(release):
            owners.setdefault(_account(release, release.name, context), release)
    for release in catalog.releases:
        name = release.effective.get(_FIELD)
        if not isinstance(name, str) or not name or name == "default":
            continue
        owner = owners.get(_account(release, name, context))
        if owner is not None and owner is not release:
            yield _shared(release, owner, context)


def _makes_account(release: Release) -> bool:
    """Tell whether the chart has the field, and makes an account where it is empty."""
    return release.effective.data.get("serviceAccount") == "" and bool(release.name)


def _account(release: Release, name: str, context: Context) -> _Account:
    return place_of(release, context.config), release.namespace, name


def _shared(release: Release, owner: Release, context: Context) -> Finding:
    return Reporter(SLUG, release, context).finding(
        _FIELD,
        f"serviceAccount is {show(owner.name)}, which is the own account of {owner.id}",
        label="another workload's account",
        remedy=_REMEDY,
        related=(Label(owner.leaf.values.at(("serviceName",)), "this leaf makes the account"),),
    )


RULE = Rule(
    SLUG,
    "the workload shares a service account with others",
    check,
    check_catalog,
    rationale="A right that is given to an account is given to every pod that runs under it. "
    "With an account of its own, a workload has only the rights that it needs.",
    scope=Scope.CATALOG,
    severity=Severity.WARNING,
    bad=SHOP + "serviceAccount: default\n",
    good=SHOP + "serviceAccount: shop-reader\n",
)
