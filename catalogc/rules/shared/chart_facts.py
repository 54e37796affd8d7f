"""What rules must know of a chart, worked out once for all leaves of it."""

import re
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

from catalogc.model.adapter import Adapter
from catalogc.model.source import FieldPath

T = TypeVar("T")

ANY = "*"
"""In the path of a field: every item of a list, and every key that the schema does not name."""

_LIMIT = 256  # charts that are remembered
_NODES = 20_000  # of a schema
_DEPTH = 12  # of a field
_AMOUNTS = ("2", "512Mi", "1Gi")
_NO_AMOUNTS = ("word", "1 Gi", "1Gi/s", "10s")
_COMBINED = ("allOf", "anyOf", "oneOf")
_CONDITIONS = ("if", "then", "else")

_TAKES_DOWN_FIRST = re.compile(
    rb"""include\ "common\.inferenceStrategy"
    | ^\s*type:\s*["']?Recreate\b
    | ^\s*maxSurge:\s*["']?0%?["']?\s*$""",
    re.MULTILINE | re.VERBOSE,
)
_STATEFUL = re.compile(rb"^kind:\s*[\"']?StatefulSet\b", re.MULTILINE)


class PerChart(Generic[T]):
    """A function of an adapter that is worked out once for each version of its chart."""

    def __init__(self, derive: Callable[[Adapter], T]) -> None:
        """Wrap ``derive``, which must depend on the files of the chart alone."""
        self._derive = derive
        self._known: dict[str, T] = {}

    def __call__(self, adapter: Adapter) -> T:
        """Return the value for an adapter."""
        key = f"{adapter.chart.path} {adapter.chart.digest}"
        if key not in self._known:
            if len(self._known) >= _LIMIT:
                self._known.clear()
            self._known[key] = self._derive(adapter)
        return self._known[key]


@PerChart
def quantity_fields(adapter: Adapter) -> tuple[FieldPath, ...]:
    """Return the paths of the fields that the values schema takes quantities for, sorted.

    They are known by their pattern: it accepts ``512Mi`` and refuses words and durations.
    """
    return tuple(sorted(set(_fields(adapter.schema)), key=str))


@PerChart
def takes_pods_down_first(adapter: Adapter) -> bool:
    """Tell whether an update ends an old pod before its successor is ready.

    So do a Deployment that may not surge, as GPUs are seldom free for one pod more, and one
    that is recreated.
    """
    return any(_TAKES_DOWN_FIRST.search(text) for text in _templates(adapter))


@PerChart
def is_stateful(adapter: Adapter) -> bool:
    """Tell whether the chart runs its pods as a StatefulSet."""
    return any(_STATEFUL.search(text) for text in _templates(adapter))


def declares(adapter: Adapter, path: FieldPath) -> bool:
    """Tell whether the values schema has a field at ``path``, below plain ``properties``."""
    node: Any = adapter.schema
    for part in path:
        properties = node.get("properties") if isinstance(node, dict) else None
        if not isinstance(properties, dict) or part not in properties:
            return False
        node = properties[part]
    return True


def _templates(adapter: Adapter) -> Iterator[bytes]:
    for name, content in adapter.chart.files.items():
        if name.startswith("templates/"):
            yield content


def _fields(schema: Any) -> Iterator[FieldPath]:
    """Walk a schema, the nearest fields first; one that refers to itself never ends by itself."""
    waiting: deque[tuple[Any, FieldPath]] = deque([(schema, ())])
    for _ in range(_NODES):
        if not waiting:
            return
        node, path = waiting.popleft()
        if _takes_quantities(node.get("pattern")):
            yield path
        for inner, part in _children(node, schema):
            deeper = path if part is None else (*path, part)
            if isinstance(inner, dict) and len(deeper) <= _DEPTH:
                waiting.append((inner, deeper))


def _children(node: dict[str, Any], root: Any) -> Iterator[tuple[Any, str | None]]:
    """Yield the schemas below one, each with the part of the path that leads there, if any."""
    properties = node.get("properties")
    if isinstance(properties, dict):
        yield from ((inner, name) for name, inner in properties.items())
    for keyword in ("items", "additionalProperties"):
        yield node.get(keyword), ANY
    for keyword in _COMBINED:
        alternatives = node.get(keyword)
        if isinstance(alternatives, list):
            yield from ((inner, None) for inner in alternatives)
    for keyword in _CONDITIONS:
        yield node.get(keyword), None
    yield _referred(node.get("$ref"), root), None


def _referred(reference: Any, root: Any) -> Any:
    if not isinstance(reference, str) or not reference.startswith("#/"):
        return None
    node = root
    for part in reference[2:].split("/"):
        node = node.get(part) if isinstance(node, dict) else None
    return node


def _takes_quantities(pattern: Any) -> bool:
    if not isinstance(pattern, str):
        return False
    try:
        compiled = re.compile(pattern)
    except (re.error, OverflowError, RecursionError):
        return False  # of JSON Schema's dialect, but not of Python's
    return all(map(compiled.search, _AMOUNTS)) and not any(map(compiled.search, _NO_AMOUNTS))
