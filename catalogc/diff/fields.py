"""Field-level changes of one object: the core of a diff.

Mappings are compared by key. Items of a list are paired by the keys that Kubernetes merges them by,
else by an unambiguous ``name``, else by likeness of the sequence.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum, StrEnum
from typing import Any, NamedTuple

from catalogc.model.source import FieldPath, Location, format_path, get_in
from catalogc.schemas.list_keys import KeyedFields


class Absent(Enum):
    """Stands for a value that is not there, which is not null."""

    ABSENT = "absent"


ABSENT = Absent.ABSENT


class ItemKey(str):
    """The key of a list item, in a path that people read."""

    __slots__ = ()


class Noise(StrEnum):
    """Why a change says nothing by itself; what it makes happen is told as an effect."""

    ORDER = "order"
    QUANTITY = "quantity"
    DEFAULT = "default"
    CHECKSUM = "checksum"
    VERSION_LABEL = "version-label"
    LEAF_PATH = "leaf-path"
    RENAME = "rename"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after.

    Attributes:
        path: with the key of list items that have one, for people.
        at: with indexes alone, in the object after; in the object before where it is removed.
        was: with indexes alone, in the object before; in the object after where it is added.
        before: ``ABSENT`` where the field is added.
        after: ``ABSENT`` where the field is removed.
        origin: the line of the head's leaf that made it, where that is known.
    """

    path: FieldPath
    at: FieldPath
    was: FieldPath
    before: Any
    after: Any
    noise: Noise | None = None
    origin: Location | None = None


class _Place(NamedTuple):
    """Where a comparison is: the three paths of ``FieldChange``, and which lists have keys."""

    keyed: KeyedFields
    path: FieldPath = ()
    at: FieldPath = ()
    was: FieldPath = ()

    def field(self, name: str) -> "_Place":
        """Go to a field of a mapping."""
        below = self.keyed.fields.get(name) or self.keyed.items or _NO_KEYS
        return _Place(below, (*self.path, name), (*self.at, name), (*self.was, name))

    def item(self, name: str | int, after: int, before: int) -> "_Place":
        """Go to an item of a list, at these indexes; -1 where it is not."""
        at, was = (after if after >= 0 else before), (before if before >= 0 else after)
        below = self.keyed.items or _NO_KEYS
        return _Place(below, (*self.path, name), (*self.at, at), (*self.was, was))

    def change(self, before: Any, after: Any, noise: Noise | None = None) -> FieldChange:
        """Return a change of what is here."""
        return FieldChange(self.path, self.at, self.was, before, after, noise)


_NO_KEYS = KeyedFields()


def field_changes(before: Any, after: Any, keyed: KeyedFields = _NO_KEYS) -> list[FieldChange]:
    """Compare two values; what is added or removed is one change, however large it is.

    Args:
        before: JSON-like data.
        after: JSON-like data.
        keyed: which lists below have keys.
    """
    return list(_compare(before, after, _Place(keyed)))


def _compare(before: Any, after: Any, place: _Place) -> Iterator[FieldChange]:
    if isinstance(before, dict) and isinstance(after, dict):
        for key in (*after, *(key for key in before if key not in after)):
            old, new = before.get(key, ABSENT), after.get(key, ABSENT)
            yield from _compare(old, new, place.field(key))
    elif isinstance(before, list) and isinstance(after, list):
        yield from _lists(before, after, place)
    elif not _same(before, after):
        yield place.change(before, after)


def _lists(before: list[Any], after: list[Any], place: _Place) -> Iterator[FieldChange]:
    keys = ("name",) if place.keyed.keys is None else place.keyed.keys
    old, new = _by_key(before, keys), _by_key(after, keys)
    guessed = place.keyed.keys is None  # no schema says that the name is a key
    if old is None or new is None or (guessed and old.keys().isdisjoint(new)):
        yield from _sequences(before, after, place)
        return
    for key in (*new, *(key for key in old if key not in new)):
        first, second = old.get(key, -1), new.get(key, -1)
        yield from _compare(
            before[first] if first >= 0 else ABSENT,
            after[second] if second >= 0 else ABSENT,
            place.item(ItemKey(key), second, first),
        )
    kept = [key for key in old if key in new]
    if kept != [key for key in new if key in old]:
        yield place.change(list(old), list(new), None if guessed else Noise.ORDER)


def _by_key(items: list[Any], keys: tuple[str, ...]) -> dict[str, int] | None:
    """Number items by key; None where one has no key, or two have the same."""
    found: dict[str, int] = {}
    for index, item in enumerate(items):
        key = _key_of(item, keys)
        if key is None or key in found:
            return None
        found[key] = index
    return found


def _key_of(item: Any, keys: tuple[str, ...]) -> str | None:
    if not keys:
        return None if isinstance(item, dict | list) else json.dumps(item).strip('"')
    if not isinstance(item, dict):
        return None
    # The protocol of a port is TCP where it is left out (Kubernetes, core/v1 defaults.go).
    values = [item.get(key, "TCP" if key == "protocol" else None) for key in keys]
    if None in values:
        return None
    return "/".join(str(value) for value in values)


def _sequences(before: list[Any], after: list[Any], place: _Place) -> Iterator[FieldChange]:
    old, new = ([json.dumps(item, sort_keys=True) for item in items] for items in (before, after))
    if old == new:
        return
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, low, high, new_low, new_high in matcher.get_opcodes():
        if tag == "equal":
            continue
        for step in range(max(high - low, new_high - new_low)):
            first = low + step if low + step < high else -1
            second = new_low + step if new_low + step < new_high else -1
            yield from _compare(
                before[first] if first >= 0 else ABSENT,
                after[second] if second >= 0 else ABSENT,
                place.item(second if second >= 0 else first, second, first),
            )


def _same(before: Any, after: Any) -> bool:
    """Equal, and of one type: 1 is not true, and 1.0 is 1 in JSON."""
    if isinstance(before, bool) or isinstance(after, bool):
        return before is after
    return bool(before == after)


def format_field(path: FieldPath) -> str:
    """Write a path as people do: ``spec.containers[app].env[PORT].value``."""
    text = ""
    for part in path:
        if isinstance(part, ItemKey):
            text += f"[{part}]"
        else:
            piece = format_path((part,))
            text += f".{piece}" if text and isinstance(part, str) and piece[0] != "[" else piece
    return text


def touches(change: FieldChange, path: FieldPath) -> bool:
    """Tell whether a change is at, below or above ``path``; above, if the field is in it."""
    if change.path[: len(path)] == path:
        return True
    if path[: len(change.path)] != change.path:
        return False
    rest = path[len(change.path) :]
    return bool(get_in(change.before, rest, ABSENT) != get_in(change.after, rest, ABSENT))
