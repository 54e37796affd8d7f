"""A waiver that accepts nothing hides the next finding of its rule."""

from catalogc.model.finding import Applicability, Severity
from catalogc.rules.base import Rule, Scope
from catalogc.rules.shared.examples import SHOP

SLUG = "unused-waiver"

RULE = Rule(
    SLUG,
    "a waiver accepts no finding",
    rationale="What it accepted has been corrected. Left in place, it would hide the next finding "
    "of the same rule in the same line.",
    scope=Scope.SOURCE,
    severity=Severity.WARNING,
    fixable=Applicability.SAFE,
    bad=f"{SHOP}# catalogc: ignore-file[gpu-capacity] reason=the nodes are on order\n",
    good=SHOP,
)
