"""An adapter that no leaf uses is a chart that nobody tries out."""

from collections.abc import Iterator

from catalogc.model.catalog import Catalog
from catalogc.model.finding import Finding, Severity
from catalogc.model.lint import Profile
from catalogc.rules.base import Context, Rule, Scope

SLUG = "unused-adapter"


def check_catalog(catalog: Catalog, context: Context) -> Iterator[Finding]:
    """Look for adapters whose workloadType is in no leaf."""
    used = {release.adapter.workload_type for release in catalog.releases}
    for workload_type, adapter in catalog.adapters.items():
        if workload_type not in used:
            yield Finding(
                SLUG,
                context.policy.default or context.severity,
                f"no leaf has workloadType {workload_type}, of adapter {adapter.name}",
                adapter.declared_at,
                label="an adapter without leaves",
                help="add a leaf, or remove the entity and its chart",
                policy=context.policy.location,
            )


RULE = Rule(
    SLUG,
    "no leaf uses an adapter of the Backstage tree",
    check_catalog=check_catalog,
    rationale="What no leaf uses, no build tries out. The portal still offers it to everybody.",
    scope=Scope.CATALOG,
    severity=Severity.INFO,
    profile=Profile.STRICT,  # a platform may offer more than is used today
)
