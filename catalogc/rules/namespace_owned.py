"""A leaf runs in a namespace that its serviceCatalog owns."""

from collections.abc import Iterator

from catalogc.model.configuration import CatalogLimits
from catalogc.model.display import listing, show
from catalogc.model.finding import Applicability, Finding, Fix, Label
from catalogc.model.release import Release
from catalogc.model.source import FieldPath
from catalogc.model.suggestion import nearest
from catalogc.rules.base import Context, Reporter, Rule
from catalogc.rules.shared.examples import SHOP
from catalogc.rules.shared.placement import limits_of, written_at
from catalogc.rules.shared.written import rewriting

SLUG = "namespace-owned"

_FIELD: FieldPath = ("namespace",)


def check(release: Release, context: Context) -> Iterator[Finding]:
    """Compare the namespace with ``catalogs.<serviceCatalog>.namespaces``, where that is given.

    A reserved namespace is left to ``reserved-namespace``.
    """
    limits = limits_of(release, context.config)
    written = release.effective.get(_FIELD)
    if limits is None or not limits.namespaces or not isinstance(written, str | None):
        return
    namespace = release.namespace
    if namespace in limits.namespaces or namespace in context.config.reserved_namespaces:
        return
    owned = listing(list(limits.namespaces))
    by_default = "" if written else ", the serviceCatalog's name,"
    guess = nearest(namespace, limits.namespaces)
    yield Reporter(SLUG, release, context).finding(
        _FIELD,
        f"namespace is {show(namespace)}{by_default} but {limits.name} owns {owned}"
        if by_default
        else f"namespace is {show(namespace)}, but {limits.name} owns {owned}",
        location=written_at(release, _FIELD),
        label=f"did you mean {guess}?" if guess else "not a namespace of this serviceCatalog",
        remedy=f"write namespace: {guess or limits.namespaces[0]}, or let the owner of "
        f"catalogc.yaml add it to catalogs.{limits.name}.namespaces",
        related=(Label(limits.location, f"owns {owned}"),) if limits.location else (),
        fixes=_fixes(release, limits),
    )


def _fixes(release: Release, limits: CatalogLimits) -> tuple[Fix, ...]:
    """Another namespace is another place to run, so this is for a person to confirm."""
    if len(limits.namespaces) != 1:
        return ()
    name = limits.namespaces[0]
    return rewriting(release, _FIELD, name, f"use namespace {name}")


RULE = Rule(
    SLUG,
    "the namespace is not one of the serviceCatalog's own",
    check,
    rationale="Whoever may write into a namespace can read its Secrets and take over its "
    "Services. A leaf stays in the namespaces that catalogc.yaml gives to its serviceCatalog.",
    fixable=Applicability.UNSAFE,
    bad=SHOP + "namespace: ml-workloads\n",
    good=SHOP + "namespace: web\n",
)
