"""One cluster has one inventory."""

from catalogc.rules.base import Rule, Scope

SLUG = "duplicate-cluster"

RULE = Rule(
    SLUG,
    "two inventories are of one cluster",
    rationale="Rules about capacity would judge against whichever was read last.",
    scope=Scope.CATALOG,
    mandatory=True,
)
