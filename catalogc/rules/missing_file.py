"""A file that is named is there."""

from catalogc.rules.base import Rule, Scope

SLUG = "missing-file"

RULE = Rule(
    SLUG,
    "a file that is named is not there",
    rationale="A Location, an annotation or a chart names it, so something of the catalog "
    "would be left out silently.",
    scope=Scope.CATALOG,
    mandatory=True,
)
