"""Names that several parts must agree on."""

import hashlib

MAX_APPLICATION_NAME = 53
"""Helm's limit for a release name, which tools derive from the Application's."""


def application_name(service_name: str, environment: str) -> str:
    """Return ``<serviceName>-<environment>``, shortened with a hash where it is too long."""
    return shortened(f"{service_name}-{environment}", MAX_APPLICATION_NAME)


def shortened(name: str, limit: int) -> str:
    """Return a name of at most ``limit`` characters; a cut one ends in a hash of the whole."""
    return name if len(name) <= limit else with_hash(name, name, limit)


def with_hash(name: str, source: str, limit: int) -> str:
    """Return ``name``, cut where needed, and eight digits of the sha256 of ``source``."""
    digest = hashlib.sha256(source.encode()).hexdigest()[:8]
    return f"{name[: limit - 9].rstrip('-')}-{digest}"
