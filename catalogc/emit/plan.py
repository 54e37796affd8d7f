"""Everything that is to be written, as bytes by path. Pure."""

from collections.abc import Mapping, Sequence

from catalogc.emit.applications import application
from catalogc.emit.marker import NAME, OutputTree, marker_bytes
from catalogc.emit.projects import project
from catalogc.emit.root import root_documents
from catalogc.emit.waves import sync_waves
from catalogc.goyaml.dump import dump
from catalogc.model.catalog import RenderedRelease
from catalogc.model.configuration import Config
from catalogc.model.output_names import file_names, manifests_folder, safe


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
