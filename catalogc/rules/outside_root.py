"""Everything is in the repository."""

from catalogc.rules.base import Rule, Scope

SLUG = "outside-root"

RULE = Rule(
    SLUG,
    "a path leaves the repository",
    rationale="The repository is what is reviewed. A file outside it may be different on each "
    "machine.",
    scope=Scope.CATALOG,
    mandatory=True,
)
