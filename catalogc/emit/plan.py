"""Everything that is to be written, as bytes by path. Pure."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence

from catalogc.emit.applications import application
from catalogc.emit.marker import NAME, OutputTree, marker_bytes
from catalogc.emit.names import manifests_folder, safe
from catalogc.emit.projects import project
from catalogc.emit.root import root_documents
from catalogc.emit.waves import sync_waves
from catalogc.goyaml.dump import dump
from catalogc.model.catalog import RenderedRelease
from catalogc.model.configuration import Config
from catalogc.model.resource import Resource

_UNSAFE = re.compile(r"[^a-z0-9.-]")
_MAX_STEM = 200
"""Longest file name before the digest; file systems take 255 bytes."""


def plan_environment(
    items: Sequence[RenderedRelease],
    config: Config,
    inputs: Mapping[str, str],
    versions: Mapping[str, str],
) -> OutputTree:
    """Return the tree of one environment.

    Args:
        items: the environment's releases; at least one.
        inputs: sha256 of the files it was made from, by path.
        versions: tool and engine versions.
    """
    environment = items[0].release.environment
    root = "---\n".join(dump(document) for document in root_documents(config, environment))
    files: dict[str, bytes] = {"argocd/root.yaml": root.encode()}
    catalogs: dict[str, list[RenderedRelease]] = {}
    waves = sync_waves(items)
    for item in items:
        identity = item.release.id
        catalogs.setdefault(identity.service_catalog, []).append(item)
        path = f"argocd/apps/{safe(identity.service_catalog)}/{safe(identity.service_name)}.yaml"
        files[path] = dump(application(item, config, waves[identity])).encode()
        folder = manifests_folder(identity.service_catalog, identity.service_name)
        for name, resource in file_names(item.resources).items():
            files[f"{folder}/{name}"] = resource.text.encode()
    for catalog, members in catalogs.items():
        files[f"argocd/projects/{catalog}.yaml"] = dump(project(catalog, members, config)).encode()
    files[NAME] = marker_bytes(environment.name, files, inputs, versions)
    return dict(sorted(files.items()))


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
