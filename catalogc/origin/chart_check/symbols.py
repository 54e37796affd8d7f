"""What is known about a value of a template without rendering it: which chart values it is.

Everything here errs to one side: a value may be said to hold more than it does, never less.
"""

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from catalogc.origin.chart_check.paths import ANY, ValuePath

_MOST_TEXTS = 64
_MOST_DEPTH = 6


@dataclass(frozen=True, slots=True)
class Scope:
    """A chart among its parents: the path of its values, from the root of all values."""

    path: ValuePath = ()


@dataclass(eq=False, slots=True)
class DictObject:
    """A mapping that a template makes; ``set`` adds to it.

    Attributes:
        rest: what may stand under other keys than those known.
        charts_below: the chart whose ``.Subcharts`` it is.
    """

    fields: dict[str, "Symbol"] = field(default_factory=dict)
    rest: "Symbol | None" = None
    charts_below: "Scope | None" = None


@dataclass(frozen=True, slots=True)
class Symbol:
    """What an expression may be.

    Attributes:
        paths: values of the chart that it may be, as they are.
        derived: values that its content may be made of.
        tested: values that it depends on by being there.
        texts: texts that it may be, with ANY for unknown pieces.
        objects: mappings made by templates.
        items: what its items may be, where it is a list made by templates.
        scopes: charts whose context (``$``) it may be.
        noted: values that its content may be made of, and whose use was noted before.
        unguarded: those of ``paths`` that are used as they are, also when they are missing.
    """

    paths: frozenset[ValuePath] = frozenset()
    derived: frozenset[ValuePath] = frozenset()
    tested: frozenset[ValuePath] = frozenset()
    texts: frozenset[str] = frozenset()
    objects: frozenset[DictObject] = frozenset()
    items: "Symbol | None" = None
    scopes: frozenset[Scope] = frozenset()
    unguarded: frozenset[ValuePath] = frozenset()
    noted: frozenset[ValuePath] = frozenset()

    def field(self, name: str) -> "Symbol":
        """What a field, or an entry by its key, may be; ANY for any of them."""
        found = Symbol(
            paths=frozenset((*path, name) for path in self.paths),
            derived=self.derived,
            unguarded=frozenset((*path, name) for path in self.paths),
            noted=self.noted,
        )
        inner = [entry for item in self.objects for entry in _entries(item, name)]
        inner += [_context_field(scope, name) for scope in self.scopes]
        if self.items is not None:
            inner.append(self.items)
        return join([found, *inner])

    def element(self) -> "Symbol":
        """What any item or entry may be."""
        return self.field(ANY)

    def guarded(self) -> "Symbol":
        """The same, where something else takes its place when it is missing."""
        return replace(self, unguarded=frozenset())

    @property
    def everything(self) -> frozenset[ValuePath]:
        """Every value whose content may be in it."""
        contexts = frozenset(scope.path for scope in self.scopes)
        return self.paths | self.derived | contexts | _below(self, 0)

    def text(self) -> "Symbol":
        """A value whose content is made of this one."""
        return Symbol(
            derived=self.everything,
            tested=self.tested,
            unguarded=self.unguarded,
            noted=self.noted,
        )


NOTHING = Symbol()


def constant(text: str) -> Symbol:
    """A text that the template holds."""
    return Symbol(texts=frozenset((text,)))


def join(symbols: Iterable[Symbol]) -> Symbol:
    """What may be any of several."""
    known = [symbol for symbol in symbols if symbol is not NOTHING]
    if len(known) < 2:
        return known[0] if known else NOTHING
    texts = frozenset[str]().union(*(symbol.texts for symbol in known))
    items = [symbol.items for symbol in known if symbol.items is not None]
    return Symbol(
        frozenset[ValuePath]().union(*(symbol.paths for symbol in known)),
        frozenset[ValuePath]().union(*(symbol.derived for symbol in known)),
        frozenset[ValuePath]().union(*(symbol.tested for symbol in known)),
        texts if len(texts) <= _MOST_TEXTS else frozenset((ANY,)),
        frozenset[DictObject]().union(*(symbol.objects for symbol in known)),
        join(items) if items else None,
        frozenset[Scope]().union(*(symbol.scopes for symbol in known)),
        frozenset[ValuePath]().union(*(symbol.unguarded for symbol in known)),
        frozenset[ValuePath]().union(*(symbol.noted for symbol in known)),
    )


def concatenated(parts: Iterable[Symbol]) -> frozenset[str]:
    """Texts that parts make together; ANY where a part is unknown."""
    choices = [sorted(part.texts) or [ANY] for part in parts]
    made = itertools.islice(itertools.product(*choices), _MOST_TEXTS + 1)
    texts = frozenset("".join(pieces) for pieces in made)
    return texts if len(texts) <= _MOST_TEXTS else frozenset((ANY,))


def structure(symbol: Symbol | None, depth: int = 0) -> object:
    """A key that is equal for symbols of equal structure; None where that cannot be told."""
    if symbol is None:
        return ()
    if depth > _MOST_DEPTH:
        return object()  # equal to nothing
    objects = frozenset(
        (
            frozenset((key, structure(value, depth + 1)) for key, value in item.fields.items()),
            structure(item.rest, depth + 1),
        )
        for item in symbol.objects
    )
    return (
        symbol.paths,
        symbol.derived,
        symbol.tested,
        symbol.texts,
        objects,
        structure(symbol.items, depth + 1),
        symbol.scopes,
    )


def values_of(scope: Scope) -> Symbol:
    """``.Values`` of a chart."""
    return Symbol(paths=frozenset((scope.path,)))


def _entries(item: DictObject, name: str) -> Iterator[Symbol]:
    if name == ANY:
        yield from item.fields.values()
    elif name in item.fields:
        yield item.fields[name]
    if item.charts_below is not None:
        yield Symbol(scopes=frozenset((Scope((*item.charts_below.path, name)),)))
    if item.rest is not None:
        # Under a known name, only what that name leads to; under any other, all of it.
        yield item.rest.field(name)


def _context_field(scope: Scope, name: str) -> Symbol:
    if name == "Values":
        return values_of(scope)
    if name == "Subcharts":
        return Symbol(objects=frozenset((DictObject(charts_below=scope),)))
    return NOTHING


def _below(symbol: Symbol, depth: int) -> frozenset[ValuePath]:
    """Values in what templates made of several; a context only by what is taken from it."""
    if depth > _MOST_DEPTH:
        return frozenset()
    inner = [entry for item in symbol.objects for entry in (*item.fields.values(), item.rest)]
    found = frozenset[ValuePath]()
    for entry in (*inner, symbol.items):
        if entry is not None:
            found |= entry.paths | entry.derived | _below(entry, depth + 1)
    return found
