"""What the functions of Helm's templates make of values. Facts: Sprig's and Helm's manuals."""

from collections.abc import Sequence
from dataclasses import replace

from catalogc.origin.chart_check.paths import ANY
from catalogc.origin.chart_check.symbols import (
    NOTHING,
    DictObject,
    Symbol,
    concatenated,
    constant,
    join,
)

_ONE_OF = frozenset({
    "default", "coalesce", "or", "and", "ternary", "deepCopy", "mustDeepCopy", "merge", "mustMerge",
    "mergeOverwrite", "mustMergeOverwrite", "concat", "without", "mustWithout", "uniq", "mustUniq",
    "compact", "mustCompact", "reverse", "mustReverse", "rest", "mustRest", "initial",
    "mustInitial", "slice", "mustSlice", "unset", "omit", "chunk", "mustChunk", "required",
})  # fmt: skip
_GUARDS = frozenset({
    "default", "coalesce", "or", "and", "ternary", "empty", "not", "hasKey", "required", "get",
    "dig", "kindIs", "kindOf", "typeIs", "typeOf", "typeIsLike",
})  # fmt: skip
_ASKING = frozenset({"kindIs", "kindOf", "typeIs", "typeOf", "typeIsLike", "not", "empty"})
_ITEM_OF = frozenset({"first", "mustFirst", "last", "mustLast"})
_LIST_OF = frozenset({"list", "tuple"})
_SAME_TEXT = frozenset({"toString", "trim", "lower", "quote", "squote", "nospace"})
_JOINED_TEXT = frozenset({"print", "cat"})


def apply(name: str, arguments: Sequence[Symbol]) -> Symbol:
    """Return what a function may return; one that is not known, anything made of its arguments."""
    if name in _GUARDS:
        arguments = [argument.guarded() for argument in arguments]
    known = _KNOWN.get(name)
    if known is not None and (arguments or name == "dict"):
        return known(arguments)
    if name in _ONE_OF:
        return join(arguments)
    if name in _ITEM_OF:
        return join(argument.element() for argument in arguments)
    if name in _LIST_OF:
        return Symbol(items=join(arguments))
    made = join(argument.text() for argument in arguments)
    if name in _ASKING:
        paths = frozenset[tuple[str, ...]]().union(*(a.paths for a in arguments))
        return replace(made, derived=made.derived - paths, tested=made.tested | paths)
    return replace(made, texts=_texts(name, arguments))


def entry(owner: Symbol, key: Symbol) -> Symbol:
    """What stands under a key; the key's own values are read, too."""
    names = {ANY if ANY in text or text.isdigit() else text for text in key.texts} or {ANY}
    found = join(owner.field(name) for name in sorted(names))
    return join([found, Symbol(derived=key.everything)]) if key.everything else found


def _index(arguments: Sequence[Symbol]) -> Symbol:
    found = arguments[0]
    for key in arguments[1:]:
        found = entry(found, key)
    return found


def _get(arguments: Sequence[Symbol]) -> Symbol:
    return _index(arguments[:2]).guarded()


def _has_key(arguments: Sequence[Symbol]) -> Symbol:
    found = _index(arguments[:2])
    return Symbol(tested=found.paths, derived=found.derived)


def _dig(arguments: Sequence[Symbol]) -> Symbol:
    if len(arguments) < 3:
        return join(argument.text() for argument in arguments)
    *keys, default, owner = arguments
    found = owner
    for key in keys:
        found = entry(found, key)
    return join([found.guarded(), default])


def _pluck(arguments: Sequence[Symbol]) -> Symbol:
    key, *owners = arguments
    return Symbol(items=join(entry(owner, key) for owner in owners))


def _pick(arguments: Sequence[Symbol]) -> Symbol:
    owner, *keys = arguments
    fields = {}
    for key in keys:
        if not key.texts or any(ANY in text for text in key.texts):
            return owner
        fields.update({text: owner.field(text) for text in key.texts})
    return Symbol(objects=frozenset((DictObject(fields),)))


def _dict(arguments: Sequence[Symbol]) -> Symbol:
    made = DictObject()
    for key, value in zip(arguments[::2], arguments[1::2], strict=False):
        for text in key.texts or {ANY}:
            if ANY in text:
                made.rest = join([made.rest or NOTHING, Symbol(items=value)])
            else:
                made.fields[text] = value
    return Symbol(objects=frozenset((made,)))


def _append(arguments: Sequence[Symbol]) -> Symbol:
    owner, *items = arguments
    return replace(owner, items=join([*([owner.items] if owner.items else []), *items]))


def _values(arguments: Sequence[Symbol]) -> Symbol:
    return Symbol(items=join(argument.element() for argument in arguments))


def _keys(arguments: Sequence[Symbol]) -> Symbol:
    entries = join(argument.element() for argument in arguments)
    return Symbol(items=Symbol(tested=entries.paths, derived=entries.derived))


def _printf(arguments: Sequence[Symbol]) -> Symbol:
    pattern, *values = arguments
    made = join(argument.text() for argument in arguments)
    if len(pattern.texts) != 1:
        return made
    pieces = next(iter(pattern.texts)).split("%s")
    if len(pieces) != len(values) + 1 or any("%" in piece for piece in pieces):
        return replace(made, texts=frozenset((ANY,)))
    parts = [constant(pieces[0])]
    for value, piece in zip(values, pieces[1:], strict=True):
        parts += [value, constant(piece)]
    return replace(made, texts=concatenated(parts))


def _texts(name: str, arguments: Sequence[Symbol]) -> frozenset[str]:
    if name in _JOINED_TEXT:
        return concatenated(arguments)
    if name in _SAME_TEXT and arguments:
        return arguments[-1].texts
    return frozenset()


_KNOWN = {
    "index": _index,
    "get": _get,
    "hasKey": _has_key,
    "dig": _dig,
    "pluck": _pluck,
    "pick": _pick,
    "dict": _dict,
    "append": _append,
    "mustAppend": _append,
    "push": _append,
    "prepend": _append,
    "mustPrepend": _append,
    "values": _values,
    "keys": _keys,
    "printf": _printf,
}
