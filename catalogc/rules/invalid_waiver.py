"""A waiver that cannot be read accepts nothing, and must not look as if it did."""

from catalogc.rules.base import Rule, Scope
from catalogc.rules.shared.examples import SHOP

SLUG = "invalid-waiver"

RULE = Rule(
    SLUG,
    "a waiver is not written as one",
    rationale="A waiver names its rules and gives a reason, so that the next reader can judge it. "
    "One that is misspelt accepts nothing, and its author would not know.",
    scope=Scope.SOURCE,
    mandatory=True,
    bad=f"{SHOP}# catalogc: ignore[gpu-capacity]\n",
    good=SHOP,
)
