"""Everything that is to be written, as bytes by path. Pure."""

from collections.abc import Sequence

from catalogc.emit.marker import NAME, OutputTree, marker_bytes
from catalogc.emit.projects import project
from catalogc.emit.root import root_documents
from catalogc.emit.shapes.app_of_apps import app_of_apps_files
from catalogc.emit.shapes.application_set import application_set_files
from catalogc.emit.shapes.members import Members
from catalogc.emit.waves import sync_waves
from catalogc.goyaml.dump import dump
from catalogc.model.catalog import RenderedRelease
from catalogc.model.configuration import Config
from catalogc.model.delivery import Shape
from catalogc.model.output_names import file_names, manifests_folder
from catalogc.model.record import EnvironmentRecord

_SHAPES = {
    Shape.APP_OF_APPS: app_of_apps_files,
    Shape.APPLICATION_SET: application_set_files,
    Shape.HYDRATOR: app_of_apps_files,
}


def plan_environment(
    items: Sequence[RenderedRelease],
    config: Config,
    record: EnvironmentRecord,
    kube_version: str = "",
) -> OutputTree:
    """Return the tree of one environment.

    Args:
        items: the environment's releases; at least one.
        record: what it is made from.
        kube_version: of the environment's cluster; empty for ``kubernetes.version``.
    """
    environment = items[0].release.environment
    root = "---\n".join(dump(document) for document in root_documents(config, environment))
    files: dict[str, bytes] = {"argocd/root.yaml": root.encode()}
    ordered = sorted(items, key=lambda item: item.release.id)
    members = Members(config, environment, ordered, sync_waves(items), kube_version)
    shape = _SHAPES[config.delivery(environment).shape]
    files.update({path: text.encode() for path, text in shape(members)})
    objects = {}
    for item in ordered:
        identity = item.release.id
        folder = manifests_folder(identity.service_catalog, identity.service_name)
        for name, resource in file_names(item.resources).items():
            files[f"{folder}/{name}"] = resource.text.encode()
            objects[f"{folder}/{name}"] = resource
    for catalog, own in members.by_catalog():
        files[f"argocd/projects/{catalog}.yaml"] = dump(project(catalog, own, config)).encode()
    files[NAME] = marker_bytes(environment.name, files, record, objects)
    return dict(sorted(files.items()))
