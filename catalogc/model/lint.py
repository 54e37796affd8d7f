"""How much is asked of a catalog: profile, severities, exceptions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from catalogc.model.finding import Severity
from catalogc.model.source import Location


class Profile(StrEnum):
    """How much is asked for; each holds the rules of the one before."""

    RELAXED = "relaxed"
    DEFAULT = "default"
    STRICT = "strict"

    def holds(self, other: "Profile") -> bool:
        """Tell whether a rule of profile ``other`` is asked for."""
        order = tuple(Profile)
        return order.index(other) <= order.index(self)


@dataclass(frozen=True, slots=True)
class Level:
    """Severity of a rule's findings; None keeps the rule's own.

    Attributes:
        production: in environments marked production.
        default: in all others.
        off: whether they are dropped.
        location: where it is written.
    """

    production: Severity | None = None
    default: Severity | None = None
    off: bool = False
    location: Location | None = None


@dataclass(frozen=True, slots=True)
class PathSettings:
    """Levels and ignored rules for the leaves of some files.

    Attributes:
        pattern: a glob from the repository root; ``*`` stays within a folder, ``**`` does not.
    """

    pattern: str
    levels: Mapping[str, Level] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LintSettings:
    """What catalogc.yaml says under ``lint``; an ignored rule has a level that is off.

    Attributes:
        select: rules that run whatever the profile.
    """

    profile: Profile = Profile.DEFAULT
    profile_location: Location | None = None
    select: Mapping[str, Location] = field(default_factory=dict)
    levels: Mapping[str, Level] = field(default_factory=dict)
    paths: tuple[PathSettings, ...] = ()


@dataclass(frozen=True, slots=True)
class LintRequest:
    """What one run asks for beside catalogc.yaml.

    Attributes:
        profile: instead of the configured one.
        only: the rules to run; empty means those of the profile. Mandatory ones always run.
        ignore: rules whose findings are dropped.
        baseline: fingerprints of findings that are known already.
        strict: whether what cannot be decided is an error.
        today: the day that waivers are measured against; None means that they never expire.
    """

    profile: Profile | None = None
    only: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    baseline: frozenset[str] = frozenset()
    strict: bool = False
    today: date | None = None
