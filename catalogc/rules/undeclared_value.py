"""What a template reads, the schema describes."""

from catalogc.rules.base import Rule, Scope

SLUG = "undeclared-value"

RULE = Rule(
    SLUG,
    "a template reads a value that the schema does not know",
    rationale="If the schema refuses other fields, nobody can set the value. If not, a misspelt "
    "name is accepted and has no effect; that is a warning.",
    scope=Scope.CHART,
)
