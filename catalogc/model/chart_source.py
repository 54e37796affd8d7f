"""The third-party chart that a leaf names for Argo CD to render."""

import re
from typing import NamedTuple

from catalogc.model.release import Release

FIELD = "chart"
PARTS = ("repository", "name", "version", "digest")
OCI = "oci://"

# No user, query, percent sign or glob: Argo CD matches repositories of a project as globs.
REPOSITORY = re.compile(
    r"(https|oci)://(?P<host>[A-Za-z0-9]([-.A-Za-z0-9]*[A-Za-z0-9])?(:[0-9]{1,5})?)"
    r"(?P<path>(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*)/?"
)
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
# Semantic Versioning 2.0.0, with the "v" that some charts' versions begin with.
VERSION = re.compile(
    r"v?(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*)){2}"
    r"(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?"
)
DIGEST = re.compile(r"sha256:[0-9a-f]{64}")


class ChartSource(NamedTuple):
    """A chart in a repository, pinned.

    Attributes:
        version: as the repository spells it.
        digest: of the chart archive in an HTTP repository, of the manifest in an OCI registry.
    """

    repository: str
    name: str
    version: str
    digest: str

    @property
    def is_oci(self) -> bool:
        """Whether the chart is in an OCI registry."""
        return self.repository.startswith(OCI)

    @property
    def repo_url(self) -> str:
        """What Argo CD calls the repository: of OCI, the chart's own."""
        base = self.repository.rstrip("/")
        return f"{base}/{self.name}" if self.is_oci else base


def chart_source(release: Release) -> ChartSource:
    """Return the chart of a release that Argo CD renders.

    Raises:
        ValueError: the leaf names none; the check stage should have refused it.
    """
    parts = [release.effective.get((FIELD, part)) for part in PARTS]
    source = ChartSource(*(part if isinstance(part, str) else "" for part in parts))
    patterns = (REPOSITORY, NAME, VERSION, DIGEST)
    if not all(pattern.fullmatch(text) for pattern, text in zip(patterns, source, strict=True)):
        message = f"{release.id} names no pinned chart"
        raise ValueError(message)
    return source
