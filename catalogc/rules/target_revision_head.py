"""Applications follow whatever the default branch of the catalog's repository is."""

from collections.abc import Iterator

from catalogc.model.catalog import Catalog
from catalogc.model.display import show
from catalogc.model.finding import Finding, Severity
from catalogc.model.lint import Profile
from catalogc.rules.base import Context, Rule, Scope

SLUG = "target-revision-head"

_FIELD = ("argocd", "targetRevision")


def check_catalog(catalog: Catalog, context: Context) -> Iterator[Finding]:
    """Judge ``argocd.targetRevision`` of catalogc.yaml; Argo CD reads an empty one as HEAD."""
    document = catalog.config.document
    revision = catalog.config.argocd.target_revision
    if document is None or revision.strip() not in ("", "HEAD"):
        return
    yield Finding(
        SLUG,
        context.severity,
        f"argocd.targetRevision is {show(revision)}: Applications follow whatever the default "
        "branch is",
        document.at(_FIELD),
        label="the default branch can become another one",
        field=_FIELD,
        help="name the branch that catalogc writes to, such as main",
        policy=context.policy.location,
    )


RULE = Rule(
    SLUG,
    "Applications follow the default branch of the repository, whatever that is",
    check_catalog=check_catalog,
    rationale="Who changes the default branch on the Git server, or renames it, deploys what is "
    "there to every environment at once.",
    scope=Scope.CATALOG,
    severity=Severity.WARNING,
    profile=Profile.DEFAULT,
)
