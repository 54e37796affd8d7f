"""A file is small enough to be read safely."""

from catalogc.rules.base import Rule, Scope

SLUG = "too-large"

RULE = Rule(
    SLUG,
    "a file is larger or deeper than is read",
    rationale="A few lines with aliases can stand for gigabytes. Files are read up to 1 MiB, "
    "100 levels and 10,000 values.",
    scope=Scope.SOURCE,
    mandatory=True,
)
