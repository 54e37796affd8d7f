"""What ``catalogc publish`` says."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from catalogc.cli.publish_terms import ApplicationChanges
from catalogc.git.publish import Outcome, Status
from catalogc.model.display import listing

_SHOWN = 12  # characters of an object name


@dataclass(frozen=True, slots=True)
class Published:
    """One branch and what became of it.

    Attributes:
        remote: empty for a branch of this clone.
        output: folder of the output in it.
        source: the commit that was compiled.
    """

    branch: str
    remote: str
    environments: tuple[str, ...]
    output: str
    source: str
    outcome: Outcome

    @property
    def where(self) -> str:
        """Name the branch, for people."""
        return f"branch {self.branch}" + (f" of {self.remote}" if self.remote else "")

    @property
    def applications(self) -> ApplicationChanges:
        """The Applications that it changes."""
        return ApplicationChanges.of(self.outcome.changes, self.output)


def sentence(item: Published) -> str:
    """Return one line about a branch."""
    outcome, names = item.outcome, listing(list(item.environments))
    if outcome.status is Status.UNCHANGED:
        at = f" at {outcome.commit[:_SHOWN]}" if outcome.commit else ": there is nothing to publish"
        return f"{item.where[0].upper()}{item.where[1:]} is up to date{at}.\n"
    if outcome.status is Status.STALE and outcome.tip:
        return (
            f"Nothing is published: {item.where} was made from {outcome.tip.source[:_SHOWN]}, "
            f"which is newer than {item.source[:_SHOWN]}.\n"
        )
    base = f"after {outcome.base[:_SHOWN]}" if outcome.base else "its first commit"
    if outcome.status is Status.PLANNED:
        return f"Would publish {names} to {item.where} ({base}): {item.applications}.\n"
    commit = outcome.commit[:_SHOWN]
    return f"Published {names} to {item.where} ({commit}, {base}): {item.applications}.\n"


def write_json(report: str, items: Iterable[Published]) -> str:
    """Return the report of findings with what was published.

    Args:
        report: JSON of the findings.
    """
    content: dict[str, Any] = {**json.loads(report), "published": [_entry(item) for item in items]}
    return json.dumps(content, indent=2).replace("\x7f", "\\u007f") + "\n"


def _entry(item: Published) -> dict[str, Any]:
    applications, changes = item.applications, item.outcome.changes
    return {
        "branch": item.branch,
        "remote": item.remote or None,
        "environments": list(item.environments),
        "status": item.outcome.status.value,
        "source": item.source,
        "commit": item.outcome.commit or None,
        "base": item.outcome.base or None,
        "applications": {
            "added": list(applications.added),
            "changed": list(applications.changed),
            "removed": list(applications.removed),
        },
        "files": {
            "added": len(changes.added),
            "changed": len(changes.changed),
            "removed": len(changes.removed),
        },
    }
