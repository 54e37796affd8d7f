"""Which values a chart's templates read, where, and under which conditions."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from catalogc.model.source import FieldPath, format_path, get_in
from catalogc.origin.chart_check.paths import ANY, ValuePath

DEAD = "dead-value"
DORMANT = "dormant-value"
READ_MARK = "x-catalogc-read"
"""In a values schema: true where something else than a template reads the value."""

INTERNAL_MARK = "x-catalogc-internal"
"""In a values schema: true where nobody sets the value but Helm or catalogc."""

Lookup = Callable[[ValuePath], Any]
"""Returns the value at a path, or None where there is none."""


class Truth(NamedTuple):
    """A value that is true for templates: not false, zero, empty or missing."""

    path: ValuePath


class Same(NamedTuple):
    """A value that equals a text."""

    path: ValuePath
    text: str


class Junction(NamedTuple):
    """``and``, ``or`` or ``not`` of others; None is what only a render knows."""

    word: str
    parts: tuple["Formula | None", ...]


Formula = Truth | Same | Junction


class Read(NamedTuple):
    """A use of a value.

    Attributes:
        path: with ANY for keys and indices that only a render knows.
        whole: whether everything below counts, too; else only whether it is there.
        conditions: what must hold for it; None for what only a render knows.
        file: the template, relative to the chart's folder; ``line`` is from 1.
        unguarded: whether nothing takes the value's place where it is missing.
    """

    path: ValuePath
    whole: bool
    conditions: tuple[Formula | None, ...]
    file: str
    line: int
    unguarded: bool = False


class Printed(NamedTuple):
    """An action that prints values.

    Attributes:
        values: those whose content may be in what is printed.
        functions: names of the functions that the text goes through at this place.
        start: offset of the action in the template's text; ``end`` is behind it.
        own: where the template that it stands in begins in that text: a ``define``, or 0.
    """

    values: frozenset[ValuePath]
    functions: tuple[str, ...]
    file: str
    line: int
    start: int
    end: int
    own: int


@dataclass(slots=True)
class ChartReads:
    """Everything that a chart's templates do with values.

    Attributes:
        complete: whether all templates could be read; if not, nothing counts as unread.
        opaque: values of charts that are not there, by the name of each.
        renders_values: whether a user's text is rendered as a template, which may read anything.
    """

    reads: list[Read] = field(default_factory=list)
    printed: list[Printed] = field(default_factory=list)
    complete: bool = True
    opaque: list[ValuePath] = field(default_factory=list)
    renders_values: bool = False
    _by_head: dict[str, list[Read]] = field(default_factory=dict)

    def of(self, path: FieldPath) -> list[Read]:
        """Return the reads that the value at a path, or one below it, takes part in."""
        if not self._by_head:
            self._index()
        head = str(path[0]) if path else ANY
        heads = (head, ANY, "") if path else tuple(self._by_head)
        return [
            read for key in heads for read in self._by_head.get(key, ()) if concerns(read, path)
        ]

    def is_read(self, path: FieldPath) -> bool:
        """Whether anything may read the value at a path."""
        if not self.complete or any(_agree(part, path) for part in self.opaque):
            return True
        return bool(self.of(path))

    def _index(self) -> None:
        for read in self.reads:
            self._by_head.setdefault(read.path[0] if read.path else "", []).append(read)


def concerns(read: Read, path: FieldPath) -> bool:
    """Tell whether a value's content can make a difference to a read."""
    if len(read.path) < len(path) and not read.whole:
        return False
    return _agree(read.path, path)


def holds(formula: Formula | None, lookup: Lookup) -> bool | None:
    """Evaluate a formula; None where it cannot be told."""
    if formula is None:
        return None
    if isinstance(formula, Truth):
        return bool(lookup(formula.path))
    if isinstance(formula, Same):
        return bool(lookup(formula.path) == formula.text)
    parts = [holds(part, lookup) for part in formula.parts]
    if formula.word == "not":
        return None if parts[0] is None else not parts[0]
    decisive = formula.word == "or"
    if decisive in parts:
        return decisive
    return None if None in parts else not decisive


def values_in(formula: Formula | None) -> Iterable[ValuePath]:
    """Yield the paths that a formula asks about."""
    if isinstance(formula, Truth | Same):
        yield formula.path
    elif isinstance(formula, Junction):
        for part in formula.parts:
            yield from values_in(part)


def lookup_in(data: Mapping[str, Any]) -> Lookup:
    """Return a lookup of nested mappings."""

    def look(path: ValuePath) -> Any:
        return get_in(data, path)

    return look


def _agree(known: ValuePath, path: FieldPath) -> bool:
    """Whether one path may be at, above or below the other."""
    return all(ANY in part or part == str(other) for part, other in zip(known, path, strict=False))


def live_names(reads: ChartReads) -> list[str]:
    """Names of the values that templates read, as people write them."""
    names = {
        format_path(read.path)
        for read in reads.reads
        if read.path and not any(ANY in part for part in read.path)
    }
    return sorted(names)
