"""What the schema accepts, the templates can render."""

from catalogc.rules.base import Rule, Scope

SLUG = "template-crash"

RULE = Rule(
    SLUG,
    "a template fails on values that the schema accepts",
    rationale="Whoever follows the schema is not to blame for a template that fails. "
    "`catalogc chart check` makes values from the schema (limits, members of enumerations, "
    "nothing) and reports the smallest one of each field that fails. It is a warning where the "
    "template refuses the value on purpose, with `fail` or `required`, or where the value is a "
    "null that deletes a default.",
    scope=Scope.CHART,
)
