"""A leaf has the fields that its chart requires."""

from catalogc.rules.base import Rule, Scope
from catalogc.rules.shared.examples import SHOP

SLUG = "missing-field"

RULE = Rule(
    SLUG,
    "a required field is not there",
    rationale="The chart cannot render a workload without it.",
    scope=Scope.LEAF,
    mandatory=True,
    bad=SHOP.replace("container:\n", "").replace("  image:", "# image:"),
    good=SHOP,
)
