"""A parsed YAML document: plain data plus the span of every key and value."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from catalogc.model.source import START_OF_FILE, FieldPath, Location, SourceFile, Span


class FieldSpan(NamedTuple):
    """Where a field stands; ``key`` is None for list items and the root."""

    key: Span | None
    value: Span


@dataclass(frozen=True, slots=True)
class Document:
    """YAML as Helm reads it.

    Attributes:
        data: what Helm's reader makes of the text (JSON types, keys are strings).
        spans: one entry for every field path in ``data``; ``()`` is the root.
    """

    file: SourceFile
    data: Any
    spans: Mapping[FieldPath, FieldSpan]

    def at(self, path: FieldPath) -> Location:
        """Locate the value at ``path``, or the nearest parent that is written down."""
        known = self._nearest(path)
        field = self.spans.get(known)
        if field is None:
            return Location(self.file, START_OF_FILE)
        # A parent stands for a missing child by its key: a whole block is no caret.
        span = field.key if known != path and field.key else field.value
        return Location(self.file, span)

    def at_key(self, path: FieldPath) -> Location:
        """Locate the key at ``path``; the value where it has no key."""
        field = self.spans.get(path)
        if field is None or field.key is None:
            return self.at(path)
        return Location(self.file, field.key)

    def subtree(self, path: FieldPath) -> "Document":
        """Return the part below ``path`` as a document of the same file."""
        data = self.data
        for part in path:
            data = data[part]
        depth = len(path)
        spans = {
            inner[depth:]: field for inner, field in self.spans.items() if inner[:depth] == path
        }
        return Document(self.file, data, spans)

    def _nearest(self, path: FieldPath) -> FieldPath:
        while path and path not in self.spans:
            path = path[:-1]
        return path
