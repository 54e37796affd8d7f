"""Equal parts of a schema, written once.

The schema of a pod is in some CRDs a dozen times; as definitions, a file shrinks to a fifth.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

Schema = dict[str, Any]

LEAST = 100
"""Shortest part that becomes a definition, in characters of JSON."""

_ONE = ("additionalProperties", "items", "not")
_MANY = ("allOf", "anyOf", "oneOf")


def share(schema: Schema) -> Schema:
    """Return an equal schema whose repeated parts are below ``definitions``.

    Names of definitions come from a part's field and content alone.
    """
    sharing = _Sharing()
    sharing.count(schema, "root")
    root = sharing.write(schema, is_root=True)
    if sharing.definitions:
        root["definitions"] = dict(sorted(sharing.definitions.items()))
    return root


class _Sharing:
    """Counts equal parts, then writes each that repeats as a definition."""

    def __init__(self) -> None:
        self.definitions: Schema = {}
        self._counts: Counter[str] = Counter()
        self._texts: dict[int, str] = {}  # by id of the part, which the schema keeps alive
        self._hints: dict[str, str] = {}
        self._known: dict[str, Schema] = {}

    def count(self, part: Schema, hint: str) -> str:
        """Count a part and all below it; equal parts have equal keys.

        Parts below a part that repeats are counted once.
        """
        below = {
            name: self.count(child, hint if name[0] != "properties" else str(name[1]))
            for name, child in _children(part)
        }
        own = {key: value for key, value in part.items() if not _is_parts(key, value)}
        text = json.dumps([own, sorted((repr(name), key) for name, key in below.items())])
        digest = hashlib.sha256(text.encode()).hexdigest()
        self._texts[id(part)] = digest
        self._hints[digest] = min(hint, self._hints.get(digest, hint))
        self._counts[digest] += 1
        return digest

    def write(self, part: Schema, *, is_root: bool = False) -> Schema:
        """Return a part, or a reference to it."""
        digest = self._texts[id(part)]
        if digest in self._known:
            return self._known[digest]
        written = dict(sorted(part.items()))
        for key, value in part.items():
            if key == "properties":
                written[key] = {name: self.write(child) for name, child in sorted(value.items())}
            elif key in _MANY:
                written[key] = [self.write(child) for child in value]
            elif _is_parts(key, value):
                written[key] = self.write(value)
        if not is_root and self._counts[digest] > 1 and len(_text(written)) >= LEAST:
            name = f"{_word(self._hints[digest])}_{digest[:6]}"
            self.definitions[name] = written
            written = {"$ref": f"#/definitions/{name}"}
        self._known[digest] = written
        return written


def _children(part: Mapping[str, Any]) -> list[tuple[tuple[str, str | int], Schema]]:
    found: list[tuple[tuple[str, str | int], Schema]] = []
    for key, value in part.items():
        if key == "properties":
            found += [((key, name), child) for name, child in value.items()]
        elif key in _MANY:
            found += [((key, index), child) for index, child in enumerate(value)]
        elif _is_parts(key, value):
            found.append(((key, ""), value))
    return found


def _is_parts(key: str, value: Any) -> bool:
    return key == "properties" or key in _MANY or (key in _ONE and isinstance(value, Mapping))


def _word(hint: str) -> str:
    return re.sub("[^A-Za-z0-9]", "", hint) or "part"


def _text(part: Schema) -> str:
    return json.dumps(part, separators=(",", ":"))
