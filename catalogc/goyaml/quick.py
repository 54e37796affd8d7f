"""The quick way through a text in which nothing is odd.

A finding needs the place of a field, but most texts get none: so the data is read at once and the
places only when somebody asks. Whatever is odd goes the thorough way.
"""

from functools import lru_cache
from math import isfinite
from typing import Any

from catalogc.goyaml.events import MAPPING, PLAIN, SEQUENCE, TEXT, NodeReader
from catalogc.goyaml.scalars import helm_number, read_core, read_key, read_plain, same

_ODD: Any = object()
_CACHED = 1 << 15
_UNUSUAL = "*!"
"""Aliases share nodes, and a tag may be one that the composer forgets."""


class _OddError(Exception):
    """Something that deserves a closer look."""


def quick_data(text: str, max_depth: int, max_nodes: int) -> list[Any] | None:
    """Return the data of every document, or None where anything is odd or too large.

    Raises:
        yaml.YAMLError: the text is not YAML.
    """
    if any(character in text for character in _UNUSUAL):
        return None
    reader = NodeReader(text)
    found = []
    while reader.check_node():
        try:
            found.append(_Reader(max_depth, max_nodes).read(reader.get_node(), 1))
        except _OddError:
            return None
    return found


class _Reader:
    __slots__ = ("left", "max_depth")

    def __init__(self, max_depth: int, max_nodes: int) -> None:
        self.max_depth = max_depth
        self.left = max_nodes - 1

    def read(self, node: Any, depth: int) -> Any:
        tag, value = node.tag, node.value
        if tag == TEXT:
            return value
        if tag == PLAIN:
            data = _plain(value)
            if data is _ODD:
                raise _OddError
            return data
        self.left -= len(value)
        if depth >= self.max_depth or self.left < 0:
            raise _OddError
        if tag == MAPPING:
            return self._mapping(value, depth + 1)
        if tag == SEQUENCE:
            return [self.read(item, depth + 1) for item in value]
        raise _OddError

    def _mapping(self, pairs: Any, depth: int) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, child in pairs:
            tag = key_node.tag
            if tag not in (PLAIN, TEXT):
                raise _OddError
            key = _key(key_node.value) if tag == PLAIN else key_node.value
            if key is _ODD or key in result:
                raise _OddError
            result[key] = self.read(child, depth)
        return result


@lru_cache(maxsize=_CACHED)
def _plain(text: str) -> Any:
    value = helm_number(read_plain(text))
    if isinstance(value, str):
        return value
    if isinstance(value, float) and not isfinite(value):
        return _ODD
    return value if same(value, read_core(text)) else _ODD


@lru_cache(maxsize=_CACHED)
def _key(text: str) -> Any:
    return text if text != "<<" and read_key(text) == text else _ODD
