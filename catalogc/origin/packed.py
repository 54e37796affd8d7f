"""Origins as little plain data: what the objects themselves tell is not repeated."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from catalogc.model.late import LateMapping
from catalogc.model.resource import Resource, ResourceKey
from catalogc.model.source import FieldPath
from catalogc.origin.fields import FieldOrigin, Origins
from catalogc.origin.lines import TemplateLine
from catalogc.origin.trees import ABSENT, Change, scalars

_Field = tuple[ResourceKey, FieldPath]


class _Numbers(dict[Any, int]):
    """Numbers things in the order in which they are met."""

    def __missing__(self, key: Any) -> int:
        self[key] = len(self)
        return self[key]


def dump(origins: Origins, resources: Iterable[Resource]) -> dict[str, Any]:
    """Return plain data for JSON.

    Args:
        origins: of all scalars of the objects.
        resources: the objects.
    """
    values, files = _Numbers(), _Numbers()
    places = {field: number for number, (field, _) in enumerate(_fields(resources))}
    fields = []
    for key, path in places:
        origin = origins.fields[key][path]
        line = origin.template
        fields.append([
            [values[value] for value in origin.values],
            [values[value] for value in origin.governed_by],
            *([files[line.file], line.line] if line else []),
        ])  # fmt: skip
    reach = [
        [values[value], [_dump_change(change, places) for change in changes]]
        for value, changes in origins.reach.items()
    ]
    return {"values": list(values), "files": list(files), "fields": fields, "reach": reach}


def restore(stored: Any, resources: Iterable[Resource]) -> Origins:
    """Turn plain data back into origins.

    Raises:
        ValueError, TypeError, LookupError: it is not what ``dump`` returned for these objects.
    """
    known = list(_fields(resources))
    values = [tuple(path) for path in stored["values"]]
    files = stored["files"]
    fields: dict[ResourceKey, dict[FieldPath, FieldOrigin]] = {}
    for ((key, path), _), (made, governed, *line) in zip(known, stored["fields"], strict=True):
        fields.setdefault(key, {})[path] = FieldOrigin(
            tuple(values[number] for number in made),
            tuple(values[number] for number in governed),
            TemplateLine(files[line[0]], line[1]) if line else None,
        )

    def reach() -> dict[FieldPath, list[Change]]:
        return {
            values[number]: [_restore_change(change, known) for change in changes]
            for number, changes in stored["reach"]
        }

    # Findings ask where fields come from, and never what a value reaches.
    return Origins(fields, LateMapping(reach))


def _fields(resources: Iterable[Resource]) -> Iterable[tuple[_Field, Any]]:
    """Every scalar, in an order that the objects decide."""
    for resource in resources:
        key = resource.key
        for path, value in scalars(resource.manifest):
            yield (key, path), value


def _dump_change(change: Change, places: Mapping[_Field, int]) -> list[Any]:
    """The number of a field that there is, and its new value; else all of it."""
    after = [] if change.after is ABSENT else [change.after]
    if change.before is not ABSENT:
        return [places[change.resource, change.path], *after]
    return [list(change.resource), change.path, *after]


def _restore_change(stored: Sequence[Any], known: Sequence[tuple[_Field, Any]]) -> Change:
    place, *rest = stored
    if isinstance(place, int):
        (key, path), before = known[place]
        return Change(key, path, before, rest[0] if rest else ABSENT)
    path, *after = rest
    return Change(ResourceKey(*place), tuple(path), ABSENT, after[0] if after else ABSENT)
