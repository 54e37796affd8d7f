"""A value has the type that the chart reads."""

from catalogc.model.finding import Applicability
from catalogc.rules.base import Rule, Scope
from catalogc.rules.shared.examples import SHOP

SLUG = "wrong-type"

RULE = Rule(
    SLUG,
    "a value is of another type than the values schema says",
    rationale="Templates would fail on it, or print it as something else.",
    scope=Scope.LEAF,
    mandatory=True,
    fixable=Applicability.SAFE,
    bad=f"{SHOP}  replicas: two\n",
    good=f"{SHOP}  replicas: 2\n",
)
