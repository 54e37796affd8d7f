"""The volumes of a pod, and who mounts them."""

from collections.abc import Iterator

from catalogc.model.source import FieldPath
from catalogc.rules.shared.nodes import Node, entries, mapping, named_entries, text
from catalogc.rules.shared.pods import Pod

_CLAIMS = "volumeClaimTemplates"
_LISTS = ("volumeMounts", "volumeDevices")


def volumes_of(pod: Pod) -> dict[str, FieldPath]:
    """Return the paths of a pod's volumes by name, with the claims of its StatefulSet."""
    volumes: dict[str, FieldPath] = {}
    for path, name, _ in named_entries(pod.spec, "volumes", pod.spec_path):
        volumes[name] = path[:-1]
    if pod.resource.kind == "StatefulSet":
        for index, entry in entries(mapping(pod.resource.manifest, "spec"), _CLAIMS):
            name = text(mapping(entry, "metadata"), "name")
            volumes.setdefault(name, ("spec", _CLAIMS, index))
    return volumes


def mounts_of(pod: Pod) -> Iterator[tuple[FieldPath, str, Node]]:
    """Yield the mounts of all containers: path, name of the volume, and what is written."""
    for container in pod.containers:
        for key in _LISTS:
            if key in container.node:
                for path, name, entry in named_entries(container.node, key, container.path):
                    yield path[:-1], name, entry
