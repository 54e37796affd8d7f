"""A policy file must hold what it is meant to enforce."""

from catalogc.rules.base import Rule, Scope

SLUG = "invalid-policy"

RULE = Rule(
    SLUG,
    "a policy cannot be used as it is written",
    rationale="A policy that does not compile, that shares its name with another one, or that no "
    "binding puts into force protects nobody, and nobody would notice.",
    scope=Scope.CATALOG,
    mandatory=True,
)
