"""A leaf's environment is in catalogc.yaml."""

from catalogc.model.finding import Applicability
from catalogc.rules.base import Rule, Scope
from catalogc.rules.shared.examples import SHOP

SLUG = "unknown-environment"

RULE = Rule(
    SLUG,
    "the environment is not in catalogc.yaml",
    rationale="catalogc.yaml says which cluster an environment is. A leaf of another one "
    "would be deployed nowhere.",
    scope=Scope.LEAF,
    mandatory=True,
    fixable=Applicability.UNSAFE,
    bad=SHOP.replace("environment: dev", "environment: devel"),
    good=SHOP,
)
