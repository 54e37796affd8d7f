"""A toggle takes an object away together with its references."""

from catalogc.model.finding import Severity
from catalogc.rules.base import Rule, Scope

SLUG = "dangling-toggle"

RULE = Rule(
    SLUG,
    "a toggle removes an object that others still name",
    rationale="With one of its values the chart renders an object, with the other one it does "
    "not, and something that is rendered still names it: a pod waits for a ConfigMap that nobody "
    "makes. A Secret that an ExternalSecret or a Certificate provides counts as there.",
    scope=Scope.CHART,
    severity=Severity.WARNING,
)
