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
    bad=SHOP.replace("tag: 1.4.2", "tag: 14"),
    good=SHOP.replace("tag: 1.4.2", 'tag: "14"'),
)
