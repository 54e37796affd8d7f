"""A key is written once."""

from catalogc.rules.base import Rule, Scope
from catalogc.rules.shared.examples import SHOP

SLUG = "duplicate-key"

RULE = Rule(
    SLUG,
    "a key is written twice in one mapping",
    rationale="Helm silently takes the last one. A reviewer who reads the first one approves "
    "something else.",
    scope=Scope.SOURCE,
    mandatory=True,
    bad=f"{SHOP}  replicas: 2\n  replicas: 20\n",
    good=f"{SHOP}  replicas: 2\n",
)
