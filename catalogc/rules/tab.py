"""YAML is indented with spaces."""

from catalogc.rules.base import Rule, Scope
from catalogc.rules.shared.examples import SHOP

SLUG = "tab"

RULE = Rule(
    SLUG,
    "a tab stands where YAML wants spaces",
    rationale="YAML forbids tabs in indentation, so nothing of the file can be read.",
    scope=Scope.SOURCE,
    mandatory=True,
    bad=f"{SHOP}\treplicas: 2\n",
    good=f"{SHOP}  replicas: 2\n",
)
