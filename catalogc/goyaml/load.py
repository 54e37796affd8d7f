"""Read many documents as plain data, by Helm's rules, without positions."""

from typing import Any

import yaml

from catalogc.goyaml.events import PLAIN, NodeReader
from catalogc.goyaml.scalars import read_key, read_plain


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
        reader = NodeReader(text)
        documents = []
        while reader.check_node():
            documents.append(_plain_data(reader.get_node()))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        raise YamlError(str(error.problem or error), line, column) from None
    except (yaml.YAMLError, UnicodeError) as error:
        raise YamlError(str(error).splitlines()[0]) from None
    except RecursionError:
        raise YamlError("an alias contains itself, or nesting is too deep") from None
    return documents


def _plain_data(node: Any) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return read_plain(node.value) if node.tag == PLAIN else node.value
    if isinstance(node, yaml.SequenceNode):
        return [_plain_data(child) for child in node.value]
    result: dict[str, Any] = {}
    for key_node, child in node.value:
        key = _key(key_node)
        if key is None:
            mark = key_node.start_mark
            raise YamlError("a key must be text", mark.line + 1, mark.column + 1)
        result[key] = _plain_data(child)
    return result


def _key(node: Any) -> str | None:
    if not isinstance(node, yaml.ScalarNode):
        return None
    if node.tag != PLAIN:
        return str(node.value)
    return None if node.value == "<<" else read_key(node.value)
