"""Other values that a chart's schema accepts in place of one."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from catalogc.model.source import FieldPath
from catalogc.schemas.compiled import InvalidSchema, compile_schema
from catalogc.schemas.navigation import resolve

_MOST_ENUM_MEMBERS = 6
_NONE = object()
_PLAIN_TEXT = "zqx"
_DIGITS = str.maketrans("0123456789", "1234567890")
_LETTERS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "bcdefghijklmnopqrstuvwxyzaBCDEFGHIJKLMNOPQRSTUVWXYZA",
)


class Law:
    """A values schema, asked about single values.

    What the schema says about several values together is not asked for.
    """

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self._schema = schema
        self._validators: dict[FieldPath, Any] = {}
        self._parts: dict[FieldPath, Mapping[str, Any]] = {}

    def part(self, path: FieldPath) -> Mapping[str, Any]:
        """Return the schema of the value at a path; an empty one where it says nothing."""
        place = _place(path)
        if place not in self._parts:
            above = self.part(place[:-1]) if place[:-1] else self._schema
            self._parts[place] = self._child(above, place[-1]) if place else self._schema
        return self._parts[place]

    def accepts(self, path: FieldPath, value: Any) -> bool:
        """Tell whether a value is allowed at a path."""
        place = _place(path)
        if place not in self._validators:
            self._validators[place] = self._validator(self.part(place))
        validator = self._validators[place]
        return validator is None or bool(validator.is_valid(value))

    def others(self, path: FieldPath, value: Any) -> Iterator[Any]:
        """Yield lawful values that differ from one, the plainest first."""
        part = self.part(path)
        seen = [value]
        for candidate in _candidates(part, value):
            different = all(type(candidate) is not type(old) or candidate != old for old in seen)
            if different and self.accepts(path, candidate):
                seen.append(candidate)
                yield candidate

    def has_other(self, path: FieldPath, value: Any) -> bool:
        """Tell whether a value could be another one."""
        return next(iter(self.others(path, value)), _NONE) is not _NONE

    def least(self, path: FieldPath, value: Any) -> Iterator[Any]:
        """Yield the least lawful number, where a value is a larger one."""
        least = self.part(path).get("minimum")
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if number and least is not None and least < value and self.accepts(path, least):
            yield least

    def nothing(self, path: FieldPath, value: Any) -> Iterator[Any]:
        """Yield the lawful value of a kind that templates take for false, if there is one."""
        if isinstance(value, str):
            candidates: tuple[Any, ...] = ("",)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            candidates = (0,)
        else:
            candidates = ()
        for candidate in candidates:
            if candidate != value and self.accepts(path, candidate):
                yield candidate
                return

    def _child(self, schema: Mapping[str, Any], part: str | int) -> Mapping[str, Any]:
        for node in self._alternatives(schema):
            if isinstance(part, int):
                found = node.get("items")
            else:
                found = node.get("properties", {}).get(part)
                if found is None:
                    found = _by_pattern(node, part)
            if isinstance(found, dict):
                return self._resolved(found)
        return {}

    def _alternatives(self, schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
        schema = self._resolved(schema)
        yield schema
        for keyword in ("allOf", "anyOf", "oneOf"):
            for branch in schema.get(keyword, ()):
                yield from self._alternatives(branch)

    def _resolved(self, schema: Any) -> Mapping[str, Any]:
        found = resolve(self._schema, schema)
        return found if isinstance(found, Mapping) else {}

    def _validator(self, part: Mapping[str, Any]) -> Any:
        shared = {
            name: self._schema[name] for name in ("definitions", "$defs") if name in self._schema
        }
        try:
            return compile_schema({**part, **shared})
        except InvalidSchema:
            return None


def _place(path: FieldPath) -> FieldPath:
    """A path whose list items are the first ones: a schema says the same of all of them."""
    return tuple(part if isinstance(part, str) else 0 for part in path)


def _by_pattern(node: Mapping[str, Any], name: str) -> Any:
    for pattern, schema in node.get("patternProperties", {}).items():
        if re.search(pattern, name):
            return schema
    additional = node.get("additionalProperties")
    return additional if isinstance(additional, dict) else None


def _candidates(part: Mapping[str, Any], value: Any) -> Iterator[Any]:
    members = part.get("enum", ())
    yield from members[:_MOST_ENUM_MEMBERS]
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int | float):
        # A small step may be rounded away.
        yield from (value * 2, value + 1, value - 1, part.get("minimum", 0), part.get("maximum", 1))
    elif isinstance(value, str) and value:
        yield from _mutations(value)
    if value == "":
        yield _PLAIN_TEXT  # rather than an example, which may be what stands there anyway
    yield from part.get("examples", ())
    if value in ("", None, [], {}):
        yield from _first_values(part, value)


def _mutations(text: str) -> Iterator[str]:
    """Texts of the same shape: letters and digits moved on by one; of a template, a longer one."""
    if "{{" in text:
        yield f"{text}x"
    yield text.translate(_DIGITS | _LETTERS)
    yield text.translate(_DIGITS)
    yield text.translate(_LETTERS)
    yield f"{text}x"
    yield f"{text}1"
    yield text[:-1] or "x"


def _first_values(part: Mapping[str, Any], value: Any) -> Iterator[Any]:
    """Values for a field that is empty until now."""
    if isinstance(value, list):
        items = part.get("items")
        items = items if isinstance(items, dict) else {}
        for example in items.get("examples", ()):
            yield [example]
        yield ["x"]
    elif isinstance(value, dict):
        yield {"x": "x"}
    else:
        yield from ("x", 1, True)
