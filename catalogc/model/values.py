"""Values from several layers, each value knowing the file that it was written in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalogc.model.document import Document
from catalogc.model.source import FieldPath, Location

_ABSENT: Any = object()


@dataclass(frozen=True, slots=True)
class Origin:
    """A field of a document."""

    document: Document
    path: FieldPath


@dataclass(frozen=True, slots=True)
class Values:
    """Merged values.

    Attributes:
        data: the merged mapping.
        origins: where subtrees come from; a field belongs to the entry with the longest
            matching prefix. ``()`` is always there.
    """

    data: dict[str, Any]
    origins: Mapping[FieldPath, Origin]

    def get(self, path: FieldPath, default: Any = None) -> Any:
        """Return the value at ``path``, or ``default`` where there is none."""
        node: Any = self.data
        for part in path:
            if isinstance(node, dict):
                node = node.get(part, _ABSENT)
                if node is _ABSENT:
                    return default
            elif isinstance(node, list) and isinstance(part, int) and part < len(node):
                node = node[part]
            else:
                return default
        return node

    def mapping(self, path: FieldPath) -> dict[str, Any]:
        """Return the mapping at ``path``; an empty one where there is something else."""
        found = self.get(path)
        return found if isinstance(found, dict) else {}

    def sequence(self, path: FieldPath) -> list[Any]:
        """Return the list at ``path``; an empty one where there is something else."""
        found = self.get(path)
        return found if isinstance(found, list) else []

    def origin(self, path: FieldPath) -> Origin:
        """Return the document and the path in it that ``path`` was written at."""
        for depth in range(len(path), -1, -1):
            found = self.origins.get(path[:depth])
            if found is not None:
                return Origin(found.document, found.path + path[depth:])
        message = "values without a root origin"
        raise LookupError(message)

    def at(self, path: FieldPath) -> Location:
        """Locate the value at ``path`` (or the nearest parent that is written down)."""
        origin = self.origin(path)
        return origin.document.at(origin.path)

    def at_key(self, path: FieldPath) -> Location:
        """Locate the key at ``path``."""
        origin = self.origin(path)
        return origin.document.at_key(origin.path)
