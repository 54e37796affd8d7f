"""Names for shapes: short, unique, and the same whatever the order of adapters."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from catalogc.export.typescript_types import ListOf, MapOf, Shape, Type, Union

# What the exported file and the compiler's own library use.
_RESERVED = frozenset(
    {
        *("Array", "Boolean", "Date", "Error", "Function", "JSON", "Map", "Math", "Number"),
        *("Object", "Partial", "Pick", "Promise", "Readonly", "Record", "RegExp", "Required"),
        *("Set", "String", "Symbol", "Environment", "WorkloadSchema", "WorkloadType"),
    }
)


def pascal_case(text: str) -> str:
    """``ML_INFERENCE_LOAD`` and ``modelCache`` -> ``MlInferenceLoad`` and ``ModelCache``."""
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+", text)
    name = "".join(word[0].upper() + word[1:].lower() for word in words) or "Type"
    return f"_{name}" if name[0].isdigit() else name


@dataclass(slots=True)
class _Named:
    """A shape on its way to a name.

    Attributes:
        types: PascalCase workloadTypes that use it, in order.
        words: PascalCase words of the path of its first use.
        depth: how many of the last words its name has.
        prefix: PascalCase workloadType in front of its name, or empty.
    """

    words: tuple[str, ...]
    types: list[str] = field(default_factory=list)
    depth: int = 1
    prefix: str = ""

    @property
    def name(self) -> str:
        return self.prefix + "".join(self.words[-self.depth :])


def type_names(workload_types: Iterable[str]) -> dict[str, str]:
    """Return the interface of each workloadType: ``MlInferenceLoadSchema``."""
    names: dict[str, str] = {}
    for workload_type in sorted(workload_types):
        name = unused = pascal_case(workload_type) + "Schema"
        number = 2
        while unused in {*names.values(), *_RESERVED}:
            unused = f"{name}{number}"
            number += 1
        names[workload_type] = unused
    return names


def shape_names(roots: Mapping[str, Shape], taken: Iterable[str]) -> dict[Shape, str]:
    """Name every shape below the roots; equal shapes are one.

    A name is the last word of the shape's path; where shapes of different paths would share
    it, it has more words. At one path the shape of most workloadTypes keeps the short name, if
    there are several that share it, and the others get their workloadType in front.

    Args:
        roots: shape of each workloadType, which is not named here.
        taken: names that are used already.
    """
    shapes: dict[Shape, _Named] = {}
    for workload_type in sorted(roots):
        root = roots[workload_type]
        # An old spelling gives no name to a shape that the new spelling has, too.
        for shape in (*_inner_shapes(root, old=False), *_inner_shapes(root, old=True)):
            words = tuple(pascal_case(word) for word in shape.hint)
            named = shapes.setdefault(shape, _Named(words))
            owner = pascal_case(workload_type)
            if owner not in named.types:
                named.types.append(owner)
    _lengthen(list(shapes.values()))
    _add_prefixes(list(shapes.values()))
    return _numbered(shapes, {*taken, *_RESERVED})


def _inner_shapes(kind: Type, *, old: bool) -> Iterator[Shape]:
    """The shapes below a type, outer ones first, with or without those of old spellings."""
    for part in _parts(kind, old=old):
        if isinstance(part, Shape):
            yield part
        yield from _inner_shapes(part, old=old)


def _parts(kind: Type, *, old: bool) -> tuple[Type, ...]:
    if isinstance(kind, Shape):
        return tuple(member.type for member in kind.members if old or not member.deprecated)
    if isinstance(kind, ListOf):
        return (kind.items,)
    if isinstance(kind, MapOf):
        return (kind.values,)
    return kind.parts if isinstance(kind, Union) else ()


def _clashes(names: list[_Named]) -> list[list[_Named]]:
    count = Counter(named.name for named in names)
    return [
        [named for named in names if named.name == name] for name, uses in count.items() if uses > 1
    ]


def _lengthen(names: list[_Named]) -> None:
    """Tell shapes of different paths apart by more of their paths."""
    longer = True
    while longer:
        longer = False
        for clash in _clashes(names):
            if len({named.words for named in clash}) == 1:
                continue
            for named in clash:
                if named.depth < len(named.words):
                    named.depth += 1
                    longer = True


def _add_prefixes(names: list[_Named]) -> None:
    for clash in _clashes(names):
        ranked = sorted(clash, key=lambda named: (-len(named.types), named.types))
        first = ranked[0]
        shared = len(first.types) > max(1, len(ranked[1].types))
        for named in ranked[1:] if shared else ranked:
            named.prefix = named.types[0]


def _numbered(shapes: Mapping[Shape, _Named], used: set[str]) -> dict[Shape, str]:
    names: dict[Shape, str] = {}
    for shape, named in shapes.items():
        name, number = named.name, 2
        while name in used:
            name = f"{named.name}{number}"
            number += 1
        used.add(name)
        names[shape] = name
    return names
