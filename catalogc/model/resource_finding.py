"""Findings about rendered objects, before it is known which line of a leaf made them."""

from dataclasses import dataclass

from catalogc.model.finding import Severity
from catalogc.model.release import Release
from catalogc.model.resource import Resource
from catalogc.model.source import FieldPath, Location


@dataclass(frozen=True, slots=True)
class ResourceLabel:
    """Another field of a rendered object that a finding is about, and why."""

    resource: Resource
    path: FieldPath
    message: str


@dataclass(frozen=True, slots=True)
class ResourceFinding:
    """A problem of one rendered object; ``origin`` turns it into a finding with a place.

    Attributes:
        release: what the object was rendered from.
        path: field of the manifest; for a missing field, where it would be.
        also: fields that may have caused it, too, the likeliest first, where ``path`` is a guess.
        label: short text for the caret.
        related: other rendered fields.
        policy: where the policy that enforces it is written, if one does.
        unknown: whether it says that something cannot be decided.
    """

    rule: str
    severity: Severity
    message: str
    release: Release
    resource: Resource
    path: FieldPath = ()
    also: tuple[FieldPath, ...] = ()
    label: str = ""
    help: str = ""
    related: tuple[ResourceLabel, ...] = ()
    policy: Location | None = None
    unknown: bool = False
