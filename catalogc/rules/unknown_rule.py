"""Policies and settings name rules that exist."""

from catalogc.rules.base import Rule, Scope

SLUG = "unknown-rule"

RULE = Rule(
    SLUG,
    "a policy or setting names a rule that does not exist",
    rationale="Nobody would notice that it enforces nothing.",
    scope=Scope.CATALOG,
    mandatory=True,
)
