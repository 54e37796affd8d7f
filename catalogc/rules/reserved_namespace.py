"""The platform's own namespaces are not for leaves."""

from collections.abc import Iterator

from catalogc.model.display import show
from catalogc.model.finding import Finding, Label
from catalogc.model.release import Release
from catalogc.rules.base import Context, Reporter, Rule
from catalogc.rules.shared.examples import SHOP
from catalogc.rules.shared.placement import limits_of, written_at

SLUG = "reserved-namespace"

_KEY = "reservedNamespaces"


def check(release: Release, context: Context) -> Iterator[Finding]:
    """Compare the namespace with ``reservedNamespaces``.

    A serviceCatalog whose ``namespaces`` names a reserved one may use it.
    """
    config = context.config
    namespace = release.namespace
    limits = limits_of(release, config)
    if namespace not in config.reserved_namespaces or (limits and namespace in limits.namespaces):
        return
    place = config.at_key((_KEY,))
    yield Reporter(SLUG, release, context).finding(
        ("namespace",),
        f"namespace is {show(namespace)}, which is reserved for the platform",
        location=written_at(release, ("namespace",)),
        label="reserved",
        remedy="use a namespace of the serviceCatalog "
        f"{show(release.id.service_catalog)}; the platform's own catalog gets a reserved one "
        "through its entry under catalogs in catalogc.yaml",
        related=(Label(place, "reserved here"),) if place else (),
    )


RULE = Rule(
    SLUG,
    "the namespace is reserved for the platform",
    check,
    rationale="Namespaces such as kube-system and argocd hold what controls the cluster. A "
    "workload in one of them shares its accounts, Secrets and quotas.",
    bad=SHOP + "namespace: kube-system\n",
    good=SHOP + "namespace: web\n",
)
