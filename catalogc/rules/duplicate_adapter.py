"""One workloadType means one chart."""

from catalogc.rules.base import Rule, Scope

SLUG = "duplicate-adapter"

RULE = Rule(
    SLUG,
    "two adapters have one workloadType",
    rationale="With two charts for one workloadType, the order of files would decide what is "
    "rendered.",
    scope=Scope.CATALOG,
    mandatory=True,
)
