"""An adapter's chart is there."""

from catalogc.rules.base import Rule, Scope

SLUG = "missing-chart"

RULE = Rule(
    SLUG,
    "an adapter names a chart that is not there",
    rationale="Without it, no leaf of the workloadType can be judged or rendered.",
    scope=Scope.CATALOG,
    mandatory=True,
)
