"""Rendering a leaf leaves the engine alive."""

from catalogc.rules.base import Rule, Scope

SLUG = "render-crash"

RULE = Rule(
    SLUG,
    "rendering a leaf kills the engine",
    rationale="A template that calls itself or grows without end takes Helm, and Argo CD's "
    "repository server, down with it.",
    scope=Scope.RESOURCE,
    mandatory=True,
)
