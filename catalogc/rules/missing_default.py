"""What a template needs has a default."""

from catalogc.model.finding import Severity
from catalogc.rules.base import Rule, Scope

SLUG = "missing-default"

RULE = Rule(
    SLUG,
    "a template reads a value that may be missing",
    rationale="A missing value is printed as nothing, and a field below it stops the rendering. "
    "A value that the schema requires is not reported.",
    scope=Scope.CHART,
    severity=Severity.WARNING,
)
