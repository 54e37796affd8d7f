"""Helm reads a plain value otherwise than YAML 1.2 does."""

from catalogc.model.finding import Applicability, Severity
from catalogc.rules.base import Rule, Scope
from catalogc.rules.shared.examples import SHOP

SLUG = "ambiguous-scalar"

RULE = Rule(
    SLUG,
    "Helm reads a plain value otherwise than YAML 1.2 does",
    rationale="Helm reads no as false, 0644 as 420 and the key y as true. Editors and other "
    "tools that follow YAML 1.2 read them otherwise, so the author and the cluster "
    "see different values. Quotes make it one.",
    scope=Scope.SOURCE,
    severity=Severity.WARNING,
    fixable=Applicability.SAFE,
    bad=SHOP + "  environment:\n    - {name: COLOUR, value: no}\n",
    good=SHOP + "  environment:\n    - {name: COLOUR, value: 'no'}\n",
)
