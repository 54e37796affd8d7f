"""A chart's file or schema cannot be used."""

from catalogc.rules.base import Rule, Scope

SLUG = "broken-chart"

RULE = Rule(
    SLUG,
    "a file of a chart, such as its values schema, cannot be used",
    rationale="Without a chart that loads, no leaf of its workloadType can be judged or rendered.",
    scope=Scope.CATALOG,
    mandatory=True,
)
