"""What a first leaf needs that no schema can know: questions, and fields set by name."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from catalogc.export.starter import required_names
from catalogc.goyaml.scalars import read_plain
from catalogc.model.source import FieldPath, format_path, parse_path
from catalogc.schemas.navigation import resolve, schema_at

_IDENTITY = frozenset({"workloadType", "serviceName", "serviceCatalog", "environment", "namespace"})
_ANSWERED = ("const", "default", "enum")


class Question(NamedTuple):
    """A required field whose value only the author knows.

    Attributes:
        about: what the schema says of it.
        example: what the starter has there; empty where even an example is missing.
    """

    path: FieldPath
    about: str
    example: str

    @property
    def option(self) -> str:
        """How a command line answers it."""
        return f"--set {format_path(self.path)}=VALUE"


def questions(schema: Mapping[str, Any], values: Mapping[str, Any]) -> list[Question]:
    """Return the required scalars of a starter, in the schema's order.

    Args:
        schema: of the adapter's values.
        values: from ``starter_values``.
    """
    return list(_below(schema, schema, values, ()))


def _below(
    root: Mapping[str, Any], node: Any, values: Mapping[str, Any], path: tuple[str, ...]
) -> Iterator[Question]:
    schema = resolve(root, node)
    for name in required_names(schema):
        if not path and name in _IDENTITY:
            continue
        inner = resolve(root, schema["properties"][name])
        value = values.get(name)
        if isinstance(value, dict):
            yield from _below(root, inner, value, (*path, name))
        elif not isinstance(value, list) and not any(word in inner for word in _ANSWERED):
            example = "" if value is None else str(value)
            yield Question((*path, name), str(inner.get("description", "")), example)


def set_field(values: dict[str, Any], setting: str, schema: Mapping[str, Any]) -> FieldPath:
    """Set a field of a leaf, ``container.port=8080``; return its path.

    Raises:
        ValueError: it is not of this form, or leads through a list.
    """
    path, value = read_value(setting, schema)
    node: Any = values
    for part in path[:-1]:
        inner = node.get(part)
        node[part] = node = inner if isinstance(inner, dict) else {}
    node[str(path[-1])] = value
    return path


def read_value(setting: str, schema: Mapping[str, Any]) -> tuple[FieldPath, Any]:
    """Read ``FIELD=VALUE``; the value as YAML reads a plain scalar, unless the schema wants text.

    Raises:
        ValueError: it is not of this form, or leads through a list.
    """
    path, text = parse_setting(setting)
    places = [part for key in path for part in ("properties", key)]
    kind = schema_at(schema, places).get("type")
    return path, text if kind == "string" else read_plain(text)


def parse_setting(setting: str) -> tuple[FieldPath, str]:
    """Split ``FIELD=VALUE``.

    Raises:
        ValueError: it is not of this form, or leads through a list.
    """
    name, equals, text = setting.partition("=")
    try:
        path = parse_path(name)
    except ValueError:
        path = ()
    if not equals or not path or not all(isinstance(part, str) for part in path):
        raise ValueError(
            f"--set wants FIELD=VALUE, such as container.port=8080, and no list: {setting}"
        )
    return path, text
