"""Values are read by their spelling alone."""

from catalogc.rules.base import Rule, Scope
from catalogc.rules.shared.examples import SHOP

SLUG = "yaml-tag"

RULE = Rule(
    SLUG,
    "a tag or directive changes how a value is read",
    rationale="Readers disagree about tags, and some create objects of the reading program "
    "from them.",
    scope=Scope.SOURCE,
    mandatory=True,
    bad=SHOP.replace("tag: 1.4.2", "tag: !!str 1.4.2"),
    good=SHOP,
)
