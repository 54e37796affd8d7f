"""Read many documents as plain data, by Helm's rules, without positions."""

import math
from typing import Any

import yaml

from catalogc.goyaml.events import PLAIN, NodeReader, bare_tag, too_deep
from catalogc.goyaml.scalars import read_key, read_plain

MAX_DEPTH = 500
MAX_EXPANDED = 1_000_000
"""Most values of one document after its aliases are expanded."""

_STANDARD = "tag:yaml.org,2002:"
# Helm keeps the text below !!str and below tags that it does not know; others convert it.
_KEPT = frozenset({f"{_STANDARD}str", f"{_STANDARD}map", f"{_STANDARD}seq"})


class YamlError(Exception):
    """Not YAML that Helm reads.

    Attributes:
        message: libyaml's problem, or ours.
        line: from 1; 0 where unknown.
        column: from 1; 0 where unknown.
    """

    def __init__(self, message: str, line: int = 0, column: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column


def load_documents(text: str) -> list[Any]:
    """Read every document of a text; an empty document is None.

    Raises:
        YamlError: it is not YAML, or has a key or merge that JSON cannot express.
    """
    try:
        deep = too_deep(text, MAX_DEPTH)
        if deep is not None:
            raise YamlError(f"nesting is deeper than {MAX_DEPTH}", deep.line + 1, deep.column + 1)
        tagged = bare_tag(text)
        if tagged is not None:
            raise _at(tagged, "the tag ! is not read")
        return _documents(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        raise YamlError(str(error.problem or error), line, column) from None
    except (yaml.YAMLError, UnicodeError) as error:
        raise YamlError(str(error).splitlines()[0]) from None
    except RecursionError:
        raise YamlError("an alias contains itself, or nesting is too deep") from None


def _documents(text: str) -> list[Any]:
    reader = NodeReader(text)
    has_aliases = "*" in text and "&" in text
    documents = []
    while reader.check_node():
        node = reader.get_node()
        if has_aliases and _expanded_size(node, {}) > MAX_EXPANDED:
            raise _at(node, f"an alias contains itself, or aliases make over {MAX_EXPANDED} values")
        documents.append(_plain_data(node))
    return documents


def _expanded_size(node: Any, sizes: dict[int, float]) -> float:
    """Count a node and all below it; each is visited once, whatever its aliases."""
    known = sizes.get(id(node))
    if known is not None:
        return known
    if isinstance(node, yaml.ScalarNode):
        return 1
    sizes[id(node)] = float("inf")  # stays, and is met again, where an alias contains itself
    children = node.value
    if isinstance(node, yaml.MappingNode):
        children = [value for _, value in children]
    sizes[id(node)] = 1 + sum(_expanded_size(child, sizes) for child in children)
    return sizes[id(node)]


def _plain_data(node: Any) -> Any:
    if node.tag.startswith(_STANDARD) and node.tag not in _KEPT:
        raise _at(node, f"the tag {node.tag} is not read")
    if isinstance(node, yaml.ScalarNode):
        value = read_plain(node.value) if node.tag == PLAIN else node.value
        if isinstance(value, float) and not math.isfinite(value):
            raise _at(node, f"{node.value} is not a number that JSON has")
        return value
    if isinstance(node, yaml.SequenceNode):
        return [_plain_data(child) for child in node.value]
    result: dict[str, Any] = {}
    for key_node, child in node.value:
        key = _key(key_node)
        if key is None:
            is_merge = key_node.value == "<<"
            raise _at(key_node, "merge keys are not read" if is_merge else "a key must be text")
        result[key] = _plain_data(child)
    return result


def _at(node: Any, message: str) -> YamlError:
    mark = node.start_mark
    return YamlError(message, mark.line + 1, mark.column + 1)


def _key(node: Any) -> str | None:
    if not isinstance(node, yaml.ScalarNode):
        return None
    if node.tag != PLAIN:
        return str(node.value)
    return None if node.value == "<<" else read_key(node.value)
