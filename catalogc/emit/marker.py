"""catalogc.json: what a folder holds, and from what it was made."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from catalogc.emit.errors import OutputRefused
from catalogc.files import FileRefused, Tree
from catalogc.files.tree import Kind
from catalogc.model.leaf import LeafId
from catalogc.model.output_names import manifests_folder
from catalogc.model.record import EnvironmentRecord, LeafRecord, Looked, StoredObject
from catalogc.model.resource import Resource

NAME = "catalogc.json"
FORMAT = 1

_LARGEST = 1 << 30  # bytes

OutputTree = Mapping[str, bytes]
"""Path inside ``rendered/<environment>/`` -> content."""


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker that was read: path -> sha256 of each output."""

    outputs: Mapping[str, str]

    @property
    def applications(self) -> frozenset[str]:
        """Files that hold an Application of a leaf."""
        return frozenset(path for path in self.outputs if is_application(path))


def is_application(path: str) -> bool:
    """Tell whether a path inside an environment's folder is a leaf's Application, in any shape."""
    return path.startswith("argocd/apps/")


def application_of(path: str) -> str:
    """Name the Application of such a path, ``web/shop``, which is the same in every shape."""
    return path.removeprefix("argocd/apps/").removesuffix("/config.json").removesuffix(".yaml")


def marker_bytes(
    environment: str,
    files: OutputTree,
    record: EnvironmentRecord,
    objects: Mapping[str, Resource],
) -> bytes:
    """Write the marker of a tree; no clock, host or absolute path is in it.

    Args:
        files: the tree.
        record: what it was made from.
        objects: what its manifests hold, by path.
    """
    data: dict[str, Any] = {
        "formatVersion": FORMAT,
        "environment": environment,
        "versions": dict(sorted(record.versions.items())),
        "inputs": [
            {"path": path, "sha256": digest} for path, digest in sorted(record.inputs.items())
        ],
        "charts": [
            {"path": path, "files": list(names)} for path, names in sorted(record.charts.items())
        ],
        "leaves": [_leaf(identity, leaf) for identity, leaf in sorted(record.leaves.items())],
        "outputs": [
            {
                "path": path,
                "size": len(content),
                "sha256": hashlib.sha256(content).hexdigest(),
                **({"object": _identity(objects[path])} if path in objects else {}),
            }
            for path, content in sorted(files.items())
        ],
    }
    return (json.dumps(data, indent=1, ensure_ascii=False) + "\n").encode()


def _leaf(identity: LeafId, leaf: LeafRecord) -> dict[str, Any]:
    return {
        "serviceCatalog": identity.service_catalog,
        "serviceName": identity.service_name,
        "chart": leaf.chart,
        "namespace": leaf.namespace,
        "files": list(leaf.files),
        "looked": ["/".join(place) for place in sorted(leaf.looked)],
    }


def _identity(resource: Resource) -> list[str]:
    return [resource.api_version, resource.kind, resource.namespace, resource.name]


def read_record(content: bytes) -> EnvironmentRecord | None:
    """Read what an output was made from; None where the marker does not tell, or is damaged."""
    try:
        data = json.loads(content)
        if int(data["formatVersion"]) != FORMAT:
            return None
        leaves = {
            LeafId(data["environment"], leaf["serviceCatalog"], leaf["serviceName"]): LeafRecord(
                tuple(map(str, leaf["files"])),
                str(leaf["chart"]),
                str(leaf["namespace"]),
                frozenset(Looked(*place.split("/")) for place in leaf["looked"]),
            )
            for leaf in data["leaves"]
        }
        return EnvironmentRecord(
            data["versions"],
            {str(entry["path"]): str(entry["sha256"]) for entry in data["inputs"]},
            {str(entry["path"]): tuple(map(str, entry["files"])) for entry in data["charts"]},
            leaves,
            _stored(data["outputs"], leaves),
        )
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return None


def _stored(
    outputs: list[dict[str, Any]], leaves: Iterable[LeafId]
) -> dict[LeafId, tuple[StoredObject, ...]]:
    by_folder: dict[str, list[StoredObject]] = {}
    for entry in outputs:
        if "object" in entry:
            about = (entry["path"], entry["sha256"], *entry["object"])
            stored = StoredObject(*map(str, about))
            by_folder.setdefault(stored.path.rpartition("/")[0], []).append(stored)
    return {
        leaf: tuple(by_folder.get(manifests_folder(leaf.service_catalog, leaf.service_name), ()))
        for leaf in leaves
    }


def read_marker(tree: Tree, folder: str) -> Marker | None:
    """Read a folder's marker; None where there is none.

    Raises:
        OutputRefused: it is damaged, or was written by a newer catalogc.
    """
    path = f"{folder}/{NAME}"
    if tree.kind(path) is not Kind.FILE:
        return None
    try:
        data = json.loads(tree.read(path, _LARGEST))
        version = int(data["formatVersion"])
        if version > FORMAT:  # its other fields may have another shape
            raise OutputRefused(
                f"{path} was written by a newer catalogc (format {version})",
                "update catalogc",
            )
        return Marker({entry["path"]: entry["sha256"] for entry in data["outputs"]})
    except FileRefused as refusal:
        raise OutputRefused(str(refusal), "make it readable, or remove the folder") from None
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        raise OutputRefused(f"{path} is damaged: {error}", "restore it from git") from None
