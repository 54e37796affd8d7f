"""Names of what is written for a release: known to who writes it and to who points at it."""

import hashlib
import re
from collections.abc import Iterable

from catalogc.model.resource import Resource

MANIFESTS = "manifests"
"""Folder of all manifests, relative to their environment's."""

_UNSAFE = re.compile(r"[^a-z0-9.-]")
_MAX_STEM = 200
"""Longest file name before the digest; file systems take 255 bytes."""


def manifests_folder(service_catalog: str, service_name: str) -> str:
    """Folder of a release's manifests, relative to its environment's folder."""
    return f"{MANIFESTS}/{safe(service_catalog)}/{safe(service_name)}"


def safe(part: str) -> str:
    """Return a path part unchanged.

    Raises:
        ValueError: it is not one part; the check stage should have refused it.
    """
    if part in ("", ".", "..") or "/" in part or "\\" in part or "\0" in part:
        message = f"not a file name: {part!r}"
        raise ValueError(message)
    return part


def file_names(resources: Iterable[Resource]) -> dict[str, Resource]:
    """Name each resource's file ``<kind>-<name>.yaml``.

    Where two would share a name (another group or namespace, or only the case differs) and
    where it would be too long, ``~`` and a digest of the identity follow: no name of
    Kubernetes holds a ``~``, and a neighbour that comes or goes renames nobody else twice.

    Raises:
        ValueError: one identity comes twice; the check stage should have refused it.
    """
    groups: dict[str, list[Resource]] = {}
    for resource in sorted(resources, key=lambda item: item.key):
        groups.setdefault(_stem(resource), []).append(resource)
    named: dict[str, Resource] = {}
    for stem, members in groups.items():
        plain = len(members) == 1 and len(stem) <= _MAX_STEM
        for member in members:
            name = f"{stem}.yaml" if plain else f"{stem[:_MAX_STEM]}~{_digest(member)}.yaml"
            if name in named:
                message = f"{member.key} is rendered twice"
                raise ValueError(message)
            named[name] = member
    return named


def _stem(resource: Resource) -> str:
    return "-".join(_UNSAFE.sub("_", part.lower()) for part in (resource.kind, resource.name))


def _digest(resource: Resource) -> str:
    return hashlib.sha256("\0".join(resource.key).encode()).hexdigest()[:12]
