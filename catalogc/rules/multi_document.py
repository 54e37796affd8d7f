"""A leaf's file holds one document."""

from catalogc.rules.base import Rule, Scope
from catalogc.rules.shared.examples import SHOP

SLUG = "multi-document"

RULE = Rule(
    SLUG,
    "a file holds a second YAML document, which Helm would not read",
    rationale="Helm reads the first document of a values file and ignores the rest, so a "
    "second workload would never run.",
    scope=Scope.SOURCE,
    mandatory=True,
    bad=f"{SHOP}---\n{SHOP}",
    good=SHOP,
)
