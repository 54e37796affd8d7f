"""A value is one that the chart can use."""

from catalogc.model.finding import Applicability
from catalogc.rules.base import Rule, Scope
from catalogc.rules.shared.examples import SHOP

SLUG = "invalid-value"

RULE = Rule(
    SLUG,
    "a value is outside what the values schema allows",
    rationale="The chart's values schema says which values its templates can use. Any other "
    "would fail later, in Helm or in the cluster.",
    scope=Scope.LEAF,
    mandatory=True,
    fixable=Applicability.UNSAFE,
    bad=f"{SHOP}  secretStore: {{kind: secretStore}}\n",
    good=f"{SHOP}  secretStore: {{kind: SecretStore}}\n",
)
