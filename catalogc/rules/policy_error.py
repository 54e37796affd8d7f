"""A policy that fails decides nothing; so what it was asked about is refused."""

from catalogc.rules.base import Rule, Scope

SLUG = "policy-error"

RULE = Rule(
    SLUG,
    "a policy ends its process or takes too long, so it decides nothing",
    rationale="What a policy could not judge is not allowed by silence. The finding names the "
    "policy and the leaf; the policy is not asked again in this run, and all others are.",
    scope=Scope.RESOURCE,
    mandatory=True,
)
