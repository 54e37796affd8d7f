"""Files of the catalog can be read."""

from catalogc.rules.base import Rule, Scope

SLUG = "unreadable-file"

RULE = Rule(
    SLUG,
    "a file cannot be read",
    rationale="What is not read is not judged, and its workload would vanish from the output.",
    scope=Scope.SOURCE,
    mandatory=True,
)
