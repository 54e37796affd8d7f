"""A leaf says only what its chart reads."""

from catalogc.model.finding import Applicability
from catalogc.rules.base import Rule, Scope
from catalogc.rules.shared.examples import SHOP

SLUG = "unknown-field"

RULE = Rule(
    SLUG,
    "a key is not one that the values schema knows",
    rationale="No template reads it, so what it asks for does not happen. Most often it is "
    "misspelt.",
    scope=Scope.LEAF,
    mandatory=True,
    fixable=Applicability.UNSAFE,
    bad=f"{SHOP}  replica: 2\n",
    good=f"{SHOP}  replicas: 2\n",
)
