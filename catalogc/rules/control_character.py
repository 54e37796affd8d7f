"""A character that hides, or changes how the line is shown."""

from catalogc.rules.base import Rule, Scope
from catalogc.rules.shared.examples import SHOP

SLUG = "control-character"

RULE = Rule(
    SLUG,
    "a character is invisible or changes how the line is shown",
    rationale="A reviewer must see what the cluster gets. Zero-width characters make two "
    "names look alike, and bidirectional ones show text in another order than it is "
    "read in.",
    scope=Scope.SOURCE,
    mandatory=True,
    bad=SHOP.replace("tag: 1.4.2", "tag: 1.4.2\u200b"),
    good=SHOP,
)
