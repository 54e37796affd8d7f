"""Values that a schema accepts, made from the schema: the smallest, and those at its limits."""

from collections.abc import Iterator, Mapping
from typing import Any

from catalogc.model.source import FieldPath
from catalogc.origin.lawful import Law

_MOST_DEPTH = 8
_MOST_LENGTH = 300
_MOST_ITEMS = 50
_TEXTS = ("", "x", "0", "1", "true", "x-1", "a.b", "x/y", "1Gi", "x y")


def smallest(law: Law, path: FieldPath) -> Any:
    """Return the smallest value that a schema accepts at a path, as far as one is found."""
    return next(_small(law, path, 0), None)


def edge_values(law: Law, path: FieldPath, value: Any) -> list[Any]:
    """Return lawful values at a path, the smallest first: limits, members, nothing.

    Args:
        value: what stands there; where the schema says nothing, its type stands for the schema.
    """
    part = law.part(path)
    found: list[Any] = []
    for candidate in _candidates(part, law, path, value):
        new = all(type(candidate) is not type(old) or candidate != old for old in (*found, value))
        if new and law.accepts(path, candidate):
            found.append(candidate)
    return sorted(found, key=_size)


def _candidates(part: Mapping[str, Any], law: Law, path: FieldPath, value: Any) -> Iterator[Any]:
    yield from part.get("enum", ())
    if "const" in part:
        yield part["const"]
    types = _types(part, value)
    if "boolean" in types:
        yield from (False, True)
    if "null" in types:
        yield None
    if types & {"integer", "number"}:
        yield from _numbers(part)
    if "string" in types:
        yield from _texts(part)
    if "array" in types:
        yield from _lists(part, law, path)
    if "object" in types:
        yield {}
        found = smallest(law, path)
        if found is not None:
            yield found


def _small(law: Law, path: FieldPath, depth: int) -> Iterator[Any]:
    part = law.part(path)
    if "const" in part:
        yield part["const"]
    yield from part.get("enum", ())
    yield from (value for value in part.get("examples", ()) if law.accepts(path, value))
    types = _types(part, None)
    if depth < _MOST_DEPTH and ("object" in types or "properties" in part):
        names = part.get("required", ())
        yield {name: next(_small(law, (*path, name), depth + 1), "x") for name in names}
    if "array" in types and depth < _MOST_DEPTH:
        count = part.get("minItems", 0)
        yield [next(_small(law, (*path, 0), depth + 1), "x")] * min(count, _MOST_ITEMS)
    for candidate in (*_numbers(part), *_texts(part), False):
        if _type_name(candidate) & types and law.accepts(path, candidate):
            yield candidate


def _types(part: Mapping[str, Any], value: Any) -> set[str]:
    written = part.get("type")
    if isinstance(written, str):
        return {written}
    if isinstance(written, list):
        return {str(name) for name in written}
    found = set[str]()
    for keyword in ("anyOf", "oneOf", "allOf"):
        for branch in part.get(keyword, ()):
            found |= _types(branch, None) if isinstance(branch, Mapping) else set()
    if found:
        return found
    if "properties" in part:
        return {"object"}
    return _type_name(value) - {"null"}


def _type_name(value: Any) -> set[str]:
    if isinstance(value, bool):
        return {"boolean"}
    if isinstance(value, int):
        return {"integer", "number"}
    names = {str: "string", float: "number", list: "array", dict: "object", type(None): "null"}
    return {names.get(type(value), "null")}


def _numbers(part: Mapping[str, Any]) -> Iterator[Any]:
    for keyword, step in (
        ("minimum", 0),
        ("exclusiveMinimum", 1),
        ("maximum", 0),
        ("exclusiveMaximum", -1),
    ):
        limit = part.get(keyword)
        if isinstance(limit, int | float) and not isinstance(limit, bool):
            yield limit + step
    yield from (0, 1, -1)
    if part.get("type") == "number":
        yield 0.5


def _texts(part: Mapping[str, Any]) -> Iterator[str]:
    yield from (text for text in part.get("examples", ()) if isinstance(text, str))
    yield from _TEXTS
    for keyword in ("minLength", "maxLength"):
        length = part.get(keyword)
        if isinstance(length, int) and 0 < length <= _MOST_LENGTH:
            yield "x" * length


def _lists(part: Mapping[str, Any], law: Law, path: FieldPath) -> Iterator[Any]:
    yield []
    item = smallest(law, (*path, 0))
    if item is not None:
        yield [item]
        least = part.get("minItems", 0)
        if isinstance(least, int) and 1 < least <= _MOST_ITEMS:
            yield [item] * least


def _size(value: Any) -> tuple[int, int, str]:
    if isinstance(value, dict | list):
        return (len(repr(value)), 2, repr(value))
    text = "" if value is None else str(value)
    return (len(text), 1, text)
