"""The files of schemas of custom resources: in the package, and in a repository."""

ORIGIN = "x-catalogc-origin"
"""Key of a schema file that tells where it comes from."""

MAX_SCHEMA_BYTES = 4 * 1024 * 1024
"""Largest schema file that is written or read."""


def schema_path(group: str, kind: str, version: str) -> str:
    """Return the place of a schema file, relative to the folder of schemas."""
    return f"{group}/{kind.lower()}-{version}.json"
