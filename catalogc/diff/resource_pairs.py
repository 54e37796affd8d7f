"""Which object of the base is which of the head, within one Application."""

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import NamedTuple, TypeVar

from catalogc.diff.likeness import ENOUGH, likeness, traits
from catalogc.diff.result import Pairing
from catalogc.model.resource import Resource

T = TypeVar("T")
Scored = Callable[[T, T], float]

_HASHED = frozenset({("", "ConfigMap"), ("", "Secret")})
# kustomize writes ten of these letters, charts a part of a sha256.
_HASH = re.compile(r"-([bcdfghkmt2456789]{10}|(?=[a-f]*[0-9])[0-9a-f]{6,64})\Z")
_MOST = 10_000
"""Most pairs that are compared by likeness; beyond it, additions and removals stay such."""


class ResourcePair(NamedTuple):
    """An object before and after."""

    before: Resource | None
    after: Resource | None
    pairing: Pairing


def pair_resources(
    before: Iterable[Resource], after: Iterable[Resource], names: tuple[str, str] = ("", "")
) -> Iterator[ResourcePair]:
    """Pair objects by identity, then by the stem of a content hash, by name, and by likeness.

    Args:
        before: of the base.
        after: of the head.
        names: serviceName before and after; a rename of it is not held against an object.
    """
    old = {resource.key: resource for resource in before}
    new = {resource.key: resource for resource in after}
    for key in sorted(old.keys() & new.keys()):
        yield ResourcePair(old[key], new[key], Pairing.SAME)
    gone = [old[key] for key in sorted(old.keys() - new.keys())]
    come = [new[key] for key in sorted(new.keys() - old.keys())]
    for pairing, key_of in _PASSES:
        for one, other in take_equal(gone, come, key_of):
            yield ResourcePair(one, other, pairing)
    for one, other in take_alike(gone, come, _kind, _likeness(names)):
        yield ResourcePair(one, other, Pairing.RENAMED)
    yield from (ResourcePair(resource, None, Pairing.REMOVED) for resource in gone)
    yield from (ResourcePair(None, resource, Pairing.ADDED) for resource in come)


def take_equal(
    gone: list[T], come: list[T], key_of: Callable[[T], Hashable | None]
) -> list[tuple[T, T]]:
    """Pair what alone has a key on both sides, and take it out of both lists."""
    sides: tuple[dict[Hashable, list[T]], dict[Hashable, list[T]]] = (
        defaultdict(list),
        defaultdict(list),
    )
    for side, items in zip(sides, (gone, come), strict=True):
        for item in items:
            if (key := key_of(item)) is not None:
                side[key].append(item)
    pairs = [
        (items[0], sides[1][key][0])
        for key, items in sides[0].items()
        if len(items) == 1 and len(sides[1].get(key, ())) == 1
    ]
    _take_out(gone, come, pairs)
    return pairs


def take_alike(
    gone: list[T], come: list[T], bucket: Callable[[T], Hashable], score: Scored[T]
) -> list[tuple[T, T]]:
    """Pair what is alike, the likest first, and take it out of both lists."""
    if len(gone) * len(come) > _MOST:
        return []
    scores = [
        (-found, one, other)
        for one, first in enumerate(gone)
        for other, second in enumerate(come)
        if bucket(first) == bucket(second) and (found := score(first, second)) >= ENOUGH
    ]
    ones: dict[int, int] = {}
    for _, one, other in sorted(scores):
        if one not in ones and other not in ones.values():
            ones[one] = other
    pairs = [(gone[one], come[other]) for one, other in sorted(ones.items())]
    _take_out(gone, come, pairs)
    return pairs


def _take_out(gone: list[T], come: list[T], pairs: list[tuple[T, T]]) -> None:
    taken = {id(item) for pair in pairs for item in pair}
    gone[:] = [item for item in gone if id(item) not in taken]
    come[:] = [item for item in come if id(item) not in taken]


def _kind(resource: Resource) -> tuple[str, str]:
    return (resource.group, resource.kind)


def _stem(resource: Resource) -> Hashable | None:
    stem = _HASH.sub("", resource.name)
    if _kind(resource) not in _HASHED or stem == resource.name:
        return None
    return (resource.kind, resource.namespace, stem)


def _named(resource: Resource) -> Hashable:
    return (*_kind(resource), resource.name)


_PASSES: tuple[tuple[Pairing, Callable[[Resource], Hashable | None]], ...] = (
    (Pairing.CONTENT_HASH, _stem),
    (Pairing.MOVED, _named),
)


def _likeness(names: tuple[str, str]) -> Scored[Resource]:
    def score(one: Resource, other: Resource) -> float:
        # A label may keep the old name, so both names are taken out of both.
        known = (*names, one.name, other.name)
        return likeness(traits(one, *known), traits(other, *known))

    return score
