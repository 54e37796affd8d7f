"""Schema errors in plain words: field, value seen, limit."""

from collections.abc import Callable
from typing import Any

from catalogc.model.display import listing, show
from catalogc.model.source import FieldPath, format_path

_TYPE_WORDS = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "null": "null",
    "number": "a number",
    "object": "a mapping",
    "string": "text",
}


def type_words(types: list[str]) -> str:
    """``["integer", "string"]`` -> "a whole number or text"."""
    return " or ".join(_TYPE_WORDS.get(name, name) for name in sorted(types))


def seen(value: Any, path: FieldPath) -> str:
    """The value, with its type where the value alone does not show it."""
    shown = show(value, path)
    return f"{shown} (text)" if isinstance(value, str) and shown != "***" else shown


def message(keyword: str, limit: Any, value: Any, path: FieldPath) -> str:
    """Say what is wrong with ``value`` at ``path``.

    Args:
        keyword: the JSON Schema keyword that refused it.
        limit: that keyword's value.
    """
    name = format_path(path) or "the document"
    worded = _WORDS.get(keyword)
    if worded is None:
        return f"{name} is {show(value, path)}, which the schema refuses ({keyword})"
    return f"{name} {worded(limit, value, path)}"


def _size(limit: int, noun: str) -> str:
    return f"{limit} {noun}" + ("" if limit == 1 else "s")


def _options(limit: list[Any]) -> str:
    return listing([show(option) for option in limit], 12)


_WORDS: dict[str, Callable[[Any, Any, FieldPath], str]] = {
    "const": lambda limit, value, path: f"is {show(value, path)}, expected {show(limit)}",
    "enum": lambda limit, value, path: f"is {show(value, path)}, expected one of {_options(limit)}",
    "exclusiveMaximum": lambda limit, value, path: f"is {show(value, path)}, must be below {limit}",
    "exclusiveMinimum": lambda limit, value, path: f"is {show(value, path)}, must be above {limit}",
    "format": lambda limit, value, path: f"is {show(value, path)}, which is not a valid {limit}",
    "maxItems": lambda limit, value, _: f"has {len(value)} items, at most {limit} are allowed",
    "maxLength": lambda limit, value, path: (
        f"is {show(value, path)}, {len(value)} characters long; at most {limit} are allowed"
    ),
    "maxProperties": lambda limit, value, _: f"has {len(value)} keys, at most {limit} are allowed",
    "maximum": lambda limit, value, path: f"is {show(value, path)}, the maximum is {limit}",
    "minItems": lambda limit, _, __: f"needs at least {_size(limit, 'item')}",
    "minLength": lambda limit, value, path: (
        "is empty" if not value else f"is {show(value, path)}, needs {_size(limit, 'character')}"
    ),
    "minProperties": lambda limit, _, __: f"needs at least {_size(limit, 'key')}",
    "minimum": lambda limit, value, path: f"is {show(value, path)}, the minimum is {limit}",
    "multipleOf": lambda limit, value, path: f"is {show(value, path)}, not a multiple of {limit}",
    "pattern": lambda limit, value, path: f"is {show(value, path)}, which does not match {limit}",
    "type": lambda limit, value, path: f"is {seen(value, path)}, expected {type_words(limit)}",
    "uniqueItems": lambda _, __, ___: "has the same item twice",
}
