"""Everything that is to be written, as bytes by path. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence

from catalogc.emit.applications import application
from catalogc.emit.marker import NAME, OutputTree, marker_bytes
from catalogc.emit.names import manifests_folder, safe
from catalogc.emit.projects import project
from catalogc.emit.root import root_documents
from catalogc.goyaml.dump import dump
from catalogc.model.catalog import RenderedRelease
from catalogc.model.configuration import Config
from catalogc.model.resource import Resource

_UNSAFE = re.compile(r"[^a-z0-9.-]")


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
    for item in items:
        identity = item.release.id
        catalogs.setdefault(identity.service_catalog, []).append(item)
        path = f"argocd/apps/{safe(identity.service_catalog)}/{safe(identity.service_name)}.yaml"
        files[path] = dump(application(item, config)).encode()
        folder = manifests_folder(identity.service_catalog, identity.service_name)
        for name, resource in file_names(item.resources).items():
            files[f"{folder}/{name}"] = resource.text.encode()
    for catalog, members in catalogs.items():
        files[f"argocd/projects/{catalog}.yaml"] = dump(project(catalog, members, config)).encode()
    files[NAME] = marker_bytes(environment.name, files, inputs, versions)
    return dict(sorted(files.items()))


def file_names(resources: Iterable[Resource]) -> dict[str, Resource]:
    """Name each resource's file ``<kind>-<name>.yaml``.

    Where two would share a name (another group or namespace, or only the case differs), each
    of them is told apart by group and namespace, and at last by its number.
    """
    groups: dict[str, list[Resource]] = {}
    for resource in sorted(resources, key=lambda item: (item.key, item.template)):
        groups.setdefault(_file_name(resource.kind, resource.name), []).append(resource)
    named: dict[str, Resource] = {}
    for name, members in groups.items():
        if len(members) == 1:
            named[name] = members[0]
            continue
        for number, member in enumerate(members, 1):
            parts = (member.kind, member.group, member.namespace, member.name)
            long = _file_name(*(part for part in parts if part))
            named[long if long not in named else f"{long[:-5]}-{number}.yaml"] = member
    return named


def _file_name(*parts: str) -> str:
    return "-".join(_UNSAFE.sub("_", part.lower()) for part in parts) + ".yaml"
