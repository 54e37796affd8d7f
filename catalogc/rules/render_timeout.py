"""Rendering a leaf ends."""

from catalogc.rules.base import Rule, Scope

SLUG = "render-timeout"

RULE = Rule(
    SLUG,
    "rendering a leaf does not end in time",
    rationale="A loop over a number that a leaf sets would block Argo CD's repository server "
    "as it blocks the build.",
    scope=Scope.RESOURCE,
    mandatory=True,
)
