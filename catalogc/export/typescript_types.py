"""From JSON Schema (draft-07) to TypeScript types, before they have names."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from catalogc.export.leaf_schema import DEPRECATION
from catalogc.schemas.navigation import resolve


@dataclass(frozen=True, slots=True)
class Plain:
    """A type that is written as it is: ``string``, or the literal ``"dev"``."""

    text: str


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list."""

    items: "Type"


@dataclass(frozen=True, slots=True)
class MapOf:
    """A mapping with free keys."""

    values: "Type"


@dataclass(frozen=True, slots=True)
class Union:
    """One of several types."""

    parts: "tuple[Type, ...]"


@dataclass(frozen=True, slots=True)
class Member:
    """A field of a shape.

    Attributes:
        note: what its doc comment says, a paragraph or tag each.
    """

    name: str
    type: "Type"
    optional: bool
    note: tuple[str, ...]

    @property
    def deprecated(self) -> bool:
        """Whether it is an old spelling."""
        return any(text.startswith("@deprecated") for text in self.note)


@dataclass(frozen=True, slots=True)
class Shape:
    """A mapping with known fields. Equal shapes are one interface.

    Attributes:
        one_of: sets of optional members of which one is to be complete; none for no such rule.
        is_open: whether other fields may stand beside the members.
        hint: words to make a name of; no part of what it is.
    """

    members: tuple[Member, ...]
    one_of: tuple[tuple[str, ...], ...] = ()
    is_open: bool = False
    hint: tuple[str, ...] = field(default=(), compare=False)


Type: TypeAlias = Plain | ListOf | MapOf | Union | Shape

UNKNOWN = Plain("unknown")
_PLAIN = {
    "boolean": Plain("boolean"),
    "integer": Plain("number"),
    "null": Plain("null"),
    "number": Plain("number"),
    "string": Plain("string"),
}


@dataclass(slots=True)
class Reader:
    """Reads the types of one schema, whose ``#`` references it follows."""

    schema: Mapping[str, Any]

    def shape(self) -> Shape:
        """Return the type of the whole schema, which is a mapping."""
        return self._shape(self.schema, (), frozenset())

    def _type(self, node: Any, hint: tuple[str, ...], followed: frozenset[str]) -> Type:
        reference = node.get("$ref") if isinstance(node, Mapping) else None
        if isinstance(reference, str):
            if reference in followed:
                return UNKNOWN  # of a schema that refers to itself one round is written
            hint = (*hint[:-1], reference.rpartition("/")[2])
            node = resolve(self.schema, node)
            followed |= {reference}
        if node is False:
            return Plain("never")
        if not isinstance(node, Mapping):
            return UNKNOWN
        if "const" in node or "enum" in node:
            options = [node["const"]] if "const" in node else node["enum"]
            return _union([_literal(option) for option in options])
        kinds = node.get("type", "object" if "properties" in node else ())
        parts = [self._kind(kind, node, hint, followed) for kind in _listed(kinds)]
        if not parts:
            branches = node.get("anyOf") or node.get("oneOf") or ()
            parts = [self._type(branch, hint, followed) for branch in branches]
        return _union(parts) if parts else UNKNOWN

    def _kind(
        self, kind: str, node: Mapping[str, Any], hint: tuple[str, ...], followed: frozenset[str]
    ) -> Type:
        if kind == "array":
            items = node.get("items", True)
            if isinstance(items, list):
                return ListOf(UNKNOWN)
            title = items.get("title") if isinstance(items, Mapping) else None
            return ListOf(self._type(items, (*hint[:-1], title or hint[-1]), followed))
        if kind == "object":
            if node.get("properties"):
                return self._shape(node, hint, followed)
            return MapOf(self._values(node, hint, followed))
        return _PLAIN.get(kind, UNKNOWN)

    def _values(
        self, node: Mapping[str, Any], hint: tuple[str, ...], followed: frozenset[str]
    ) -> Type:
        values = list(node.get("patternProperties", {}).values())
        if node.get("additionalProperties", True) is not False or not values:
            values.append(node.get("additionalProperties", True))
        return _union([self._type(value, hint, followed) for value in values])

    def _shape(
        self, node: Mapping[str, Any], hint: tuple[str, ...], followed: frozenset[str]
    ) -> Shape:
        required = node.get("required", ())
        members = []
        for name, child in node.get("properties", {}).items():
            found = resolve(self.schema, child)
            members.append(
                Member(
                    name,
                    self._type(child, (*hint, name), followed),
                    name not in required,
                    note(name, found if isinstance(found, Mapping) else {}),
                )
            )
        return Shape(
            tuple(members),
            _one_of(node),
            node.get("additionalProperties", True) is not False or "patternProperties" in node,
            hint,
        )


def note(name: str, node: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what a doc comment says about a field, a paragraph or tag each."""
    title, description = str(node.get("title", "")), str(node.get("description", ""))
    if _letters(title) == _letters(name):
        title = ""
    said = [f"{title}: {description}" if title and description else title or description]
    wording = node.get("x-catalogc-message")
    if isinstance(wording, str):
        sentence = f"{wording[:1].upper()}{wording[1:]}."
        said.append(f"Format: {wording}." if "pattern" in node else sentence)
    tags = [f"@{keyword} {node[keyword]}" for keyword in ("minimum", "maximum") if keyword in node]
    if "default" in node:
        tags.append(f"@default {_json(node['default'])}")
    tags.extend(f"@example {_json(example)}" for example in node.get("examples", ()))
    if DEPRECATION in node:
        tags.append(f"@deprecated {node[DEPRECATION]}")
    return tuple(text for text in (*said, *tags) if text)


def _one_of(node: Mapping[str, Any]) -> tuple[tuple[str, ...], ...]:
    """``anyOf`` branches that only require members; none where another layer may give them."""
    branches = node.get("anyOf") or node.get("oneOf") or ()
    known = node.get("properties", {})
    if not all(isinstance(branch, Mapping) and set(branch) == {"required"} for branch in branches):
        return ()
    choices = [tuple(branch["required"]) for branch in branches]
    return tuple(choices) if all(set(choice) <= set(known) for choice in choices) else ()


def _union(parts: list[Type]) -> Type:
    distinct = tuple(dict.fromkeys(parts))
    if UNKNOWN in distinct:
        return UNKNOWN
    return distinct[0] if len(distinct) == 1 else Union(distinct)


def _literal(value: Any) -> Type:
    return UNKNOWN if isinstance(value, dict | list) else Plain(_json(value))


def _listed(kinds: Any) -> list[str]:
    return [kinds] if isinstance(kinds, str) else list(kinds)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=True)


def _letters(text: str) -> str:
    return "".join(character for character in text.lower() if character.isalnum())
