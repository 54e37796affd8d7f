"""Which leaves the paths of a command line mean."""

from dataclasses import dataclass
from pathlib import Path

from catalogc import CONFIG_FILE
from catalogc.cli.boundary import Stop
from catalogc.cli.exit_codes import ExitCode
from catalogc.model.finding import Finding
from catalogc.model.release import Release
from catalogc.pipeline import Compilation
from catalogc.resolve.leaves import is_defaults
from catalogc.rules import RULES
from catalogc.rules.base import Scope


@dataclass(frozen=True, slots=True)
class Selection:
    """Paths relative to the root; empty means everything."""

    paths: tuple[str, ...]

    @classmethod
    def of(cls, root: Path, paths: tuple[Path, ...]) -> "Selection":
        """Make paths of the command line relative to the root.

        A ``_defaults.yaml`` stands for its folder.

        Raises:
            Stop: a path is outside the repository.
        """
        relative = []
        for path in paths:
            absolute = Path.cwd() / path
            # The folder is resolved, the file is not: a link is judged, not followed.
            clean = absolute.parent.resolve() / absolute.name
            if absolute.is_dir() and not absolute.is_symlink():
                clean = absolute.resolve()
            if not clean.is_relative_to(root.resolve()):
                raise Stop(ExitCode.USAGE, f"{path} is not in the catalog repository {root}")
            text = clean.relative_to(root.resolve()).as_posix()
            relative.append(text.rpartition("/")[0] if is_defaults(text) else text)
        return cls(() if {".", CONFIG_FILE} & set(relative) else tuple(relative))

    def covers(self, release: Release) -> bool:
        """Tell whether a release belongs to the selection."""
        return self._has(release.leaf.document.file.path)

    def findings(self, compilation: Compilation) -> tuple[Finding, ...]:
        """Keep the findings of the selection: about its files or its leaves.

        Of a narrowed run, those about leaves that no change can reach are left out.
        """
        if compilation.catalog is None:
            return compilation.findings
        found = reached(compilation)
        if not self.paths:
            return found
        leaves = {item.id for item in compilation.catalog.releases if self.covers(item)}
        return tuple(
            finding
            for finding in found
            if finding.leaf in leaves
            or self._has(finding.location.file.path)
            or any(self._has(label.location.file.path) for label in finding.related)
        )

    def count(self, compilation: Compilation) -> int | None:
        """Return how many leaves are selected; None for all."""
        reach = compilation.reached
        if compilation.catalog is None or (not self.paths and reach is None):
            return None
        mine = filter(self.covers, compilation.catalog.releases)
        return len([item for item in mine if reach is None or item.id in reach])

    def _has(self, path: str) -> bool:
        return not self.paths or any(
            path == selected or path.startswith(f"{selected}/") for selected in self.paths
        )


_OF_ONE_LEAF = frozenset({Scope.SOURCE, Scope.LEAF, Scope.RESOURCE})


def reached(compilation: Compilation) -> tuple[Finding, ...]:
    """Leave out findings that no change can have brought.

    What compares leaves, or is about the files around them, is always reported in full.
    """
    reach = compilation.reached
    if reach is None or compilation.catalog is None:
        return compilation.findings
    inside: set[str] = set()
    outside: set[str] = set()
    for release in compilation.catalog.releases:
        (inside if release.id in reach else outside).update(release.leaf.files)
    known = {release.id for release in compilation.catalog.releases}
    whole = {rule.slug for rule in RULES if rule.scope not in _OF_ONE_LEAF}
    return tuple(
        finding
        for finding in compilation.findings
        if finding.rule in whole
        or (
            finding.leaf not in known or finding.leaf in reach
            if finding.leaf is not None
            else finding.location.file.path not in outside - inside
        )
    )
