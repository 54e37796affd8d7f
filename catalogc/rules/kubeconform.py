"""The kubeconform program accepts every rendered object."""

from catalogc.rules.base import Rule, Scope

SLUG = "kubeconform"

RULE = Rule(
    SLUG,
    "kubeconform refuses a rendered object",
    rationale="With `--validator kubeconform`, the program that many teams trust judges the "
    "rendered objects by the same schemas as the built-in validator. What it cannot judge is "
    "said so, and counts as no pass.",
    scope=Scope.RESOURCE,
)
