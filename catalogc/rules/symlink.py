"""Symbolic links are not followed."""

from catalogc.rules.base import Rule, Scope

SLUG = "symlink"

RULE = Rule(
    SLUG,
    "a file is a symbolic link, which is not followed",
    rationale="A link can lead out of the repository, to a file that nobody reviewed.",
    scope=Scope.SOURCE,
    mandatory=True,
)
