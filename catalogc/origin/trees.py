"""Compare rendered objects as trees, by what they are and not by where they stand."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from catalogc.model.resource import Resource, ResourceKey
from catalogc.model.source import FieldPath

# What tells the items of a list of mappings apart, in Kubernetes' own merge keys.
_MERGE_KEYS = ("name", "mountPath", "secretKey", "key", "containerPort", "port", "type")


class _Absent:
    """The value of a field that is not there."""

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Any = _Absent()


class Change(NamedTuple):
    """A scalar that differs between two renders.

    Attributes:
        resource: identity in the first render; in the second one where only that has it.
        path: likewise.
        before: ABSENT where only the second render has the field.
        after: ABSENT where only the first render has it.
    """

    resource: ResourceKey
    path: FieldPath
    before: Any
    after: Any


def scalars(data: Any, path: FieldPath = ()) -> Iterator[tuple[FieldPath, Any]]:
    """Yield every scalar of a tree; empty mappings and lists count as such."""
    if isinstance(data, dict) and data:
        for key, value in data.items():
            yield from scalars(value, (*path, key))
    elif isinstance(data, list) and data:
        for index, value in enumerate(data):
            yield from scalars(value, (*path, index))
    else:
        yield path, data


def compare(before: Sequence[Resource], after: Sequence[Resource]) -> list[Change]:
    """Return what differs between two renders of one release."""
    changes: list[Change] = []
    for old, new in pair_resources(before, after):
        if old is None and new is not None:
            changes += (Change(new.key, p, ABSENT, v) for p, v in scalars(new.manifest))
        elif new is None and old is not None:
            changes += (Change(old.key, p, v, ABSENT) for p, v in scalars(old.manifest))
        elif old is not None and new is not None and old.text != new.text:
            changes += (
                Change(old.key, *found) for found in differences(old.manifest, new.manifest, ())
            )
    return changes


def pair_resources(
    before: Sequence[Resource], after: Sequence[Resource]
) -> Iterator[tuple[Resource | None, Resource | None]]:
    """Pair equal identities; then objects of one template by their kind, or by their name."""
    new = {(item.key, item.template): item for item in after}
    left: list[Resource] = []
    for old in before:
        found = new.pop((old.key, old.template), None)
        if found is None:
            left.append(old)
        else:
            yield old, found
    remaining = list(new.values())
    for alike in _ALIKE:
        candidates: dict[tuple[str, ...], list[Resource]] = defaultdict(list)
        for item in remaining:
            candidates[alike(item)].append(item)
        unpaired = []
        for old in left:
            known = candidates[alike(old)]
            if known:
                yield old, known.pop(0)
            else:
                unpaired.append(old)
        left = unpaired
        remaining = [item for known in candidates.values() for item in known]
    yield from ((old, None) for old in left)
    yield from ((None, item) for item in remaining)


_ALIKE: tuple[Callable[[Resource], tuple[str, ...]], ...] = (
    # Renamed, or of another kind: values may say either.
    lambda item: (item.template, item.group, item.kind),
    lambda item: (item.template, item.namespace, item.name),
)


def at(data: Any, path: FieldPath) -> Any:
    """Return what stands at a path that is there."""
    for part in path:
        data = data[part]
    return data


def child(data: Any, part: str | int) -> Any:
    """Return what stands right below a tree; None where there is nothing."""
    if isinstance(data, dict):
        return data.get(part)
    if isinstance(data, list) and isinstance(part, int) and part < len(data):
        return data[part]
    return None


def differences(old: Any, new: Any, path: FieldPath) -> Iterator[tuple[FieldPath, Any, Any]]:
    """Yield the scalars below a path that differ: path, before and after."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in (*old, *(key for key in new if key not in old)):
            yield from differences(old.get(key, ABSENT), new.get(key, ABSENT), (*path, key))
    elif isinstance(old, list) and isinstance(new, list):
        for i, j in align(old, new):
            if i is None and j is not None:
                yield from differences(ABSENT, new[j], (*path, j))
            elif i is not None:
                yield from differences(old[i], ABSENT if j is None else new[j], (*path, i))
    elif type(old) is not type(new) or old != new:
        yield from _replaced(old, new, path)


def _replaced(old: Any, new: Any, path: FieldPath) -> Iterator[tuple[FieldPath, Any, Any]]:
    """A scalar became another one, or a tree came, went or turned into something else."""
    if not _is_tree(old) and not _is_tree(new):
        yield path, old, new
        return
    if old is not ABSENT:
        yield from ((p, value, ABSENT) for p, value in scalars(old, path))
    if new is not ABSENT:
        yield from ((p, ABSENT, value) for p, value in scalars(new, path))


def _is_tree(data: Any) -> bool:
    return isinstance(data, dict | list) and bool(data)


def align(old: Sequence[Any], new: Sequence[Any]) -> Iterator[tuple[int | None, int | None]]:
    """Pair the items of two lists: by name or merge key, by position where lengths agree."""
    same = len(old) == len(new)
    if same and old == new:
        yield from zip(range(len(old)), range(len(new)), strict=True)
        return
    old_keys, new_keys = _identities(old), _identities(new)
    if same and sorted(old_keys) != sorted(new_keys):
        yield from zip(range(len(old)), range(len(new)), strict=True)
        return
    places: dict[str, list[int]] = defaultdict(list)
    for index, key in enumerate(new_keys):
        places[key].append(index)
    for index, key in enumerate(old_keys):
        yield index, places[key].pop(0) if places[key] else None
    for index in sorted(index for rest in places.values() for index in rest):
        yield None, index


def _identities(items: Sequence[Any]) -> list[str]:
    for key in _MERGE_KEYS:
        if all(isinstance(item, dict) and key in item for item in items):
            return [_text(item[key]) for item in items]
    return [_text(item) for item in items]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True)
