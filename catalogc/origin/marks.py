"""Marks: values that no chart writes by itself, and that are known again in what is rendered."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from catalogc.model.source import FieldPath
from catalogc.origin.trees import ABSENT

# Lower case, so that `lower` keeps it; of one width, so that none is a part of another one.
_TEXT_MARK = "zq{:04d}qz"
_NUMBER_MARK = 7_000_000
_FOUND = re.compile(r"zq\d{4}qz|7\d{6}(?:\.5)?")


@dataclass(frozen=True, slots=True)
class Marks:
    """One mark a value.

    Attributes:
        changes: the mark by the value's path.
    """

    changes: Mapping[FieldPath, Any]
    _by_text: Mapping[str, tuple[FieldPath, Any]]

    @classmethod
    def of(cls, values: Iterable[tuple[FieldPath, Any]]) -> "Marks":
        """Give every value a mark of its type."""
        changes: dict[FieldPath, Any] = {}
        by_text: dict[str, tuple[FieldPath, Any]] = {}
        for number, (path, value) in enumerate(values):
            changes[path] = _mark(number, value)
            by_text[str(changes[path])] = (path, value)
        return cls(changes, by_text)

    def explain(self, before: Any, after: Any) -> tuple[FieldPath, ...] | None:
        """Name the values whose marks make all the difference between two scalars.

        Returns:
            Paths in the order of the text; None where something else differs, too.
        """
        if before is ABSENT or after is ABSENT or isinstance(after, dict | list):
            return None
        text = str(after)
        found = [match for match in _FOUND.findall(text) if match in self._by_text]
        if not found or self._without_marks(text) != _text(before):
            return None
        return tuple(dict.fromkeys(self._by_text[mark][0] for mark in found))

    def only(self, paths: Iterable[FieldPath]) -> "Marks":
        """The marks of some of the values."""
        wanted = set(paths)
        changes = {path: mark for path, mark in self.changes.items() if path in wanted}
        return Marks(changes, self._by_text)

    def _without_marks(self, text: str) -> str:
        def old(match: re.Match[str]) -> str:
            known = self._by_text.get(match[0])
            return match[0] if known is None else _text(known[1])

        return _FOUND.sub(old, text)


def can_mark(value: Any) -> bool:
    """Tell whether a value has a mark: text that is no template, or a number, but nothing empty."""
    if isinstance(value, str):
        return bool(value) and "{{" not in value
    return isinstance(value, int | float) and not isinstance(value, bool) and value != 0


def _mark(number: int, value: Any) -> Any:
    if isinstance(value, str):
        return _TEXT_MARK.format(number)
    if isinstance(value, float) and not value.is_integer():
        return float(f"{_NUMBER_MARK + number}.5")
    return _NUMBER_MARK + number


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
