"""What is committed is what a build makes."""

from catalogc.rules.base import Rule, Scope

SLUG = "drift"

RULE = Rule(
    SLUG,
    "committed output differs from what a build makes",
    rationale="Argo CD applies what is committed, not what the leaves say. Where the two "
    "differ, somebody edited the output by hand, or forgot to build.",
    scope=Scope.OUTPUT,
    mandatory=True,
)
