"""How alike two objects are, whatever they are called."""

from collections.abc import Iterable, Iterator
from typing import Any

from catalogc.model.resource import Resource

ENOUGH = 0.6
"""Least share of lines in common that makes a rename of a removal and an addition."""

_SHORTEST = 3
_NAME = "\0"


def likeness(before: frozenset[str], after: frozenset[str]) -> float:
    """Return the share of traits in common, 0 to 1 (Jaccard index)."""
    if not before and not after:
        return 1.0
    return len(before & after) / len(before | after)


def traits(resource: Resource, *names: str) -> frozenset[str]:
    """Return the fields and lines of an object, with ``names`` taken out of its texts.

    Metadata says little, as all objects of a release share their labels; it counts where an object
    has nothing else.
    """
    content = {
        key: value
        for key, value in resource.manifest.items()
        if key not in ("apiVersion", "kind", "metadata")
    }
    used = sorted({resource.name, *names}, key=lambda name: (-len(name), name))
    longer = [name for name in used if len(name) >= _SHORTEST]
    return frozenset(_flat(content or resource.manifest.get("metadata"), "", longer))


def traits_of_all(resources: Iterable[Resource], *names: str) -> frozenset[str]:
    """Return the traits of several objects, each with its kind."""
    return frozenset(
        f"{resource.kind} {trait}" for resource in resources for trait in traits(resource, *names)
    )


def _flat(value: Any, path: str, names: list[str]) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(inner, f"{path}.{key}", names)
    elif isinstance(value, list):
        for inner in value:
            yield from _flat(inner, f"{path}[]", names)
    else:
        for line in str(value).split("\n"):
            yield f"{path} {_without(line, names)}"


def _without(text: str, names: list[str]) -> str:
    for name in names:
        text = text.replace(name, _NAME)
    return text
