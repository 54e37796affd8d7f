"""A file is YAML."""

from catalogc.rules.base import Rule, Scope
from catalogc.rules.shared.examples import SHOP

SLUG = "syntax-error"

RULE = Rule(
    SLUG,
    "a file is not YAML",
    rationale="Nothing of the file can be read.",
    scope=Scope.SOURCE,
    mandatory=True,
    bad=SHOP + "  environment: [{name: COLOUR, value: red}\n",
    good=SHOP + "  environment: [{name: COLOUR, value: red}]\n",
)
