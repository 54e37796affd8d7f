"""What ``catalogc doctor`` tells."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from catalogc.emit.waves import sync_waves
from catalogc.model.catalog import Catalog, RenderedRelease
from catalogc.model.configuration import Environment


class State(StrEnum):
    """What a check found."""

    OK = "ok"
    OPEN = "open"  # a limit that nobody set, or something that could be better
    MISSING = "missing"
    TOO_OLD = "too-old"
    TOO_NEW = "too-new"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    Attributes:
        group: ``tools``, ``limits`` or ``git``.
        found: what is there; empty for nothing.
        wanted: what should be there; empty where anything does.
        needed: whether catalogc cannot work without it.
    """

    group: str
    name: str
    state: State
    found: str = ""
    wanted: str = ""
    remedy: str = ""
    needed: bool = False

    @property
    def is_fatal(self) -> bool:
        """Whether catalogc cannot work here."""
        return self.needed and self.state not in (State.OK, State.OPEN)


@dataclass(frozen=True, slots=True)
class Snippet:
    """Settings of another system that the output relies on.

    Attributes:
        name: what the settings are part of.
        why: what they are for, one sentence.
        text: YAML.
    """

    name: str
    why: str
    text: str


@dataclass(frozen=True, slots=True)
class Subject:
    """The catalog that is looked at."""

    root: Path
    catalog: Catalog

    def environments(self) -> list[Environment]:
        """Return the environments of catalogc.yaml, or those that have a leaf, sorted by name."""
        written = self.catalog.config.environments or {}
        found = {item.environment.name: item.environment for item in self.catalog.releases}
        found.update(written)
        return [found[name] for name in sorted(found)]

    def waves(self, environment: Environment) -> frozenset[int]:
        """Return the sync waves of an environment; none where leaves depend on one another."""
        items = [
            RenderedRelease(release)
            for release in self.catalog.releases
            if release.environment.name == environment.name
        ]
        try:
            return frozenset(sync_waves(items).values())
        except ValueError:  # the check stage says so
            return frozenset()
