"""What a published branch must be like, and what a commit to it says.

The same guards as those of ``catalogc build`` hold: every folder is catalogc's own, and
Applications do not vanish unnoticed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from catalogc.emit.errors import OutputRefused
from catalogc.emit.guard import existing_files, guard_deletions
from catalogc.emit.marker import OutputTree, application_of, is_application
from catalogc.git.branch import Tip
from catalogc.git.publish import Changes
from catalogc.model.display import listing

_NAMED = 20
_REMEDY = "publish to a branch that nothing else is committed to, or remove them from this one"


@dataclass(frozen=True, slots=True)
class ApplicationChanges:
    """Applications that a publication changes, as ``environment/serviceCatalog/serviceName``."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]

    @classmethod
    def of(cls, changes: Changes, output: str) -> "ApplicationChanges":
        """Find them in the paths that are changed."""
        added = _applications(changes.added, output)
        removed = _applications(changes.removed, output)
        everything = (*changes.added, *changes.changed, *changes.removed)
        touched = {name for path in everything if (name := _owner(path, output))}
        return cls(
            tuple(sorted(added - removed)),
            tuple(sorted(touched - (added ^ removed))),
            tuple(sorted(removed - added)),
        )

    def __str__(self) -> str:
        noun = "Application" if len(self.added) == 1 else "Applications"
        counts = f"{len(self.changed)} changed, {len(self.removed)} removed"
        return f"{len(self.added)} {noun} added, {counts}"


def _applications(paths: Iterable[str], output: str) -> set[str]:
    inside = (path.removeprefix(f"{output}/").partition("/") for path in paths)
    return {f"{name}/{application_of(path)}" for name, _, path in inside if is_application(path)}


def _owner(path: str, output: str) -> str:
    """Return the Application that a file belongs to; empty where it belongs to none."""
    environment, _, inner = path.removeprefix(f"{output}/").partition("/")
    if is_application(inner):
        return f"{environment}/{application_of(inner)}"
    parts = inner.split("/")
    if parts[0] == "manifests" and len(parts) > 3:
        return "/".join((environment, *parts[1:3]))
    return ""


@dataclass(slots=True)
class BranchTerms:
    """The terms of one branch.

    Attributes:
        branch: its name.
        output: folder of the output in it, ``paths.output`` of catalogc.yaml.
        trees: what it is to hold, by environment.
        whole: whether environments that ``trees`` lacks go from it.
        allow_delete: how many Applications may go; None for the default.
        message: first paragraph of the commit's message; empty for one that tells the changes.
    """

    branch: str
    output: str
    trees: Mapping[str, OutputTree]
    whole: bool
    allow_delete: int | None
    message: str
    _before: dict[str, frozenset[str]] = field(default_factory=dict)

    def kept(self, tip: Tip) -> Iterable[str]:
        """Return the files of environments that are not published now.

        Raises:
            OutputRefused: the branch holds what catalogc did not write.
        """
        below = f"{self.output}/"
        foreign = sorted(path for path in tip.tree.paths if not path.startswith(below))
        if foreign:
            raise OutputRefused(
                f"branch {self.branch} holds {len(foreign)} files outside {below}, such as "
                f"{foreign[0]}",
                _REMEDY,
            )
        try:
            folders = {
                entry.name: existing_files(tip.tree, below + entry.name)
                for entry in tip.tree.entries(self.output)
            }
        except OutputRefused as refusal:
            raise OutputRefused(f"on branch {self.branch}, {refusal.message}", _REMEDY) from None
        self._before = {
            name: files for name, files in folders.items() if self.whole or name in self.trees
        }
        return [
            f"{below}{name}/{path}"
            for name in folders.keys() - self._before.keys()
            for path in folders[name]
        ]

    def guard(self, tip: Tip) -> None:
        """Refuse to let many Applications vanish.

        Raises:
            DeletionRefused: they would.
        """
        del tip  # kept() has seen it
        guard_deletions(self._before, self.trees, self.allow_delete)

    def describe(self, changes: Changes) -> str:
        """Write what a commit changes; equal changes give equal text."""
        applications = ApplicationChanges.of(changes, self.output)
        environments = listing(sorted(self.trees), _NAMED)
        subject = f"Publish {environments}: {applications}"
        groups = {
            "Added": applications.added,
            "Changed": applications.changed,
            "Removed": applications.removed,
        }
        names = [f"{key}: {listing(list(group), _NAMED)}" for key, group in groups.items() if group]
        paragraphs = [self.message.strip(), subject, "\n".join(names)]
        return "\n\n".join(filter(None, paragraphs))
