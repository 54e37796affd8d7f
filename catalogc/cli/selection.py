"""Which leaves the paths of a command line mean."""

from dataclasses import dataclass
from pathlib import Path

from catalogc import CONFIG_FILE
from catalogc.cli.boundary import Stop
from catalogc.cli.exit_codes import ExitCode
from catalogc.model.finding import Finding
from catalogc.model.release import Release
from catalogc.pipeline import Compilation, is_defaults


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
        """Keep the findings of the selection: about its files or its leaves."""
        if not self.paths or compilation.catalog is None:
            return compilation.findings
        leaves = {item.id for item in compilation.catalog.releases if self.covers(item)}
        return tuple(
            finding
            for finding in compilation.findings
            if finding.leaf in leaves
            or self._has(finding.location.file.path)
            or any(self._has(label.location.file.path) for label in finding.related)
        )

    def count(self, compilation: Compilation) -> int | None:
        """Return how many leaves are selected; None for all."""
        if not self.paths or compilation.catalog is None:
            return None
        return len([item for item in compilation.catalog.releases if self.covers(item)])

    def _has(self, path: str) -> bool:
        return not self.paths or any(
            path == selected or path.startswith(f"{selected}/") for selected in self.paths
        )
