"""Lists of Kubernetes objects whose items have a key: the same key twice is a problem.

An API server takes some of them, but neither server-side apply nor the strategic merge of
``kubectl apply`` and Argo CD can tell the items apart, and one of them is lost.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from catalogc.model.display import show
from catalogc.model.source import FieldPath, format_path
from catalogc.schemas.explanation import Problem

DUPLICATE = "duplicate"
"""The keyword of these problems; no JSON Schema has it."""

ANY_ITEM = "*"

# What a key is where it is left out (Kubernetes, core/v1 defaults.go).
_DEFAULTS = {"protocol": "TCP"}


@dataclass(slots=True)
class KeyedFields:
    """Which fields below a field are lists with keys, or lead to some.

    Attributes:
        keys: of this field's own items; empty for a set, None where nothing tells them apart.
        items: what is below each of its items, or below each value of a mapping.
    """

    keys: tuple[str, ...] | None = None
    fields: dict[str, "KeyedFields"] = field(default_factory=dict)
    items: "KeyedFields | None" = None

    @classmethod
    def of(cls, list_keys: Mapping[tuple[str, ...], tuple[str, ...]]) -> "KeyedFields":
        """Arrange paths of lists as a tree."""
        root = cls()
        for path, keys in list_keys.items():
            node = root
            for step in path:
                node = node.below(step)
            node.keys = keys
        return root

    def below(self, step: str) -> "KeyedFields":
        """Return what is below a field or, for ``*``, below each item; made where missing."""
        if step != ANY_ITEM:
            return self.fields.setdefault(step, KeyedFields())
        self.items = self.items or KeyedFields()
        return self.items


def duplicates(value: Any, keyed: KeyedFields) -> list[Problem]:
    """Return the items that repeat another one's key, each at its first key."""
    found: list[Problem] = []
    if not _all_differ(value, keyed):
        _collect(value, keyed, (), found)
    return found


def _all_differ(value: Any, keyed: KeyedFields) -> bool:
    """Tell that no key is there twice; False where it takes a closer look."""
    if isinstance(value, dict):
        for name, below in keyed.fields.items():
            if (inner := value.get(name)) and not _all_differ(inner, below):
                return False
        return keyed.items is None or all(_all_differ(v, keyed.items) for v in value.values())
    if not isinstance(value, list):
        return True
    if keyed.keys is not None and len(value) > 1 and not _first_keys_differ(value, keyed.keys):
        return False
    if keyed.items is not None:
        for item in value:
            if not _all_differ(item, keyed.items):
                return False
    return True


def _first_keys_differ(items: list[Any], keys: tuple[str, ...]) -> bool:
    try:
        return len({item[keys[0]] if keys else item for item in items}) == len(items)
    except (KeyError, TypeError):
        return False


def _collect(value: Any, keyed: KeyedFields, path: FieldPath, found: list[Problem]) -> None:
    if isinstance(value, dict):
        for name, below in keyed.fields.items():
            inner = value.get(name)
            if inner:
                _collect(inner, below, (*path, name), found)
        if keyed.items is not None:
            for name, inner in value.items():
                _collect(inner, keyed.items, (*path, name), found)
    elif isinstance(value, list):
        if keyed.keys is not None and len(value) > 1:
            found += _repeated(value, keyed.keys, path)
        if keyed.items is not None:
            for index, inner in enumerate(value):
                _collect(inner, keyed.items, (*path, index), found)


def _repeated(items: list[Any], keys: tuple[str, ...], path: FieldPath) -> list[Problem]:
    first: dict[str, int] = {}
    found = []
    for index, item in enumerate(items):
        identity = _identity(item, keys)
        if identity is None:
            continue
        earlier = first.setdefault(identity, index)
        if earlier != index:
            found.append(_problem(items, keys, path, index, earlier))
    return found


def _identity(item: Any, keys: tuple[str, ...]) -> str | None:
    """Return what tells an item apart; None where a key is missing: the schema says so."""
    if not keys:
        return json.dumps(item, sort_keys=True)
    if not isinstance(item, dict):
        return None
    values = [_key_value(item, key) for key in keys]
    return None if None in values else json.dumps(values)


def _key_value(item: Mapping[str, Any], key: str) -> Any:
    value = item.get(key)
    return _DEFAULTS.get(key) if value is None else value


def _problem(
    items: list[Any], keys: tuple[str, ...], path: FieldPath, index: int, earlier: int
) -> Problem:
    key = keys[:1]
    place: FieldPath = (*path, index, *key)
    other = format_path((*path[-1:], earlier))
    if not keys:
        text = f"{format_path(place)} is {show(items[index])}, as {other} is"
        remedy = "leave one of them out"
    else:
        pairs = " and ".join(f"{name} {show(_key_value(items[index], name))}" for name in keys)
        text = f"{format_path((*path, index))} has {pairs}, as {other} has"
        remedy = f"items of {path[-1]} are told apart by {' and '.join(keys)}: one of them is lost"
    label = "the same as " + other
    related = (((*path, earlier, *key), "the first one"),)
    return Problem(place, DUPLICATE, text, label, remedy, related=related)
