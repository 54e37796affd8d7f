"""catalogc.json: what a folder holds, and from what it was made."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalogc.emit.errors import OutputRefused

NAME = "catalogc.json"
FORMAT = 1

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
    """Tell whether a path inside an environment's folder is a leaf's Application."""
    return path.startswith("argocd/apps/")


def marker_bytes(
    environment: str, files: OutputTree, inputs: Mapping[str, str], versions: Mapping[str, str]
) -> bytes:
    """Write the marker of a tree; no clock, host or absolute path is in it."""
    data: dict[str, Any] = {
        "formatVersion": FORMAT,
        "environment": environment,
        "versions": dict(sorted(versions.items())),
        "inputs": [{"path": path, "sha256": digest} for path, digest in sorted(inputs.items())],
        "outputs": [
            {"path": path, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for path, content in sorted(files.items())
        ],
    }
    return (json.dumps(data, indent=1, ensure_ascii=False) + "\n").encode()


def read_marker(folder: Path) -> Marker | None:
    """Read a folder's marker; None where there is none.

    Raises:
        OutputRefused: it is damaged, or was written by a newer catalogc.
    """
    path = folder / NAME
    if path.is_symlink() or not path.is_file():
        return None
    try:
        data = json.loads(path.read_bytes())
        version = int(data["formatVersion"])
        if version > FORMAT:  # its other fields may have another shape
            raise OutputRefused(
                f"{path.parent.name}/{NAME} was written by a newer catalogc (format {version})",
                "update catalogc",
            )
        return Marker({entry["path"]: entry["sha256"] for entry in data["outputs"]})
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        raise OutputRefused(
            f"{path.parent.name}/{NAME} is damaged: {error}", "restore it from git"
        ) from None
