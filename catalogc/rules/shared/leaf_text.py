"""The texts that a leaf and its defaults write down."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Generic, TypeVar

from catalogc.model.source import FieldPath
from catalogc.model.values import Values

CHART_VALUES = "values"
"""The field of a HELM_RELEASE leaf that is given to a third-party chart as it is."""

ARGUMENTS = (("container", "command"), ("container", "args"))
PROBES = ("startup", "readiness", "liveness")
VARIABLES = ("container", "environment")


Texts = Sequence[tuple[FieldPath, str]]

BREAK = "\x1f"
"""Stands between the texts of a gist: a blank for regular expressions, and rare."""

_NESTED = (dict, list)

T = TypeVar("T")


class _Last(Generic[T]):
    """What was worked out of a leaf last: one rule after the other asks for the same."""

    def __init__(self, work_out: Callable[[dict[str, Any]], T]) -> None:
        self._work_out = work_out
        self._known: tuple[Values, T] | None = None

    def __call__(self, values: Values) -> T:
        known = self._known
        if known is None or known[0] is not values:
            known = self._known = (values, self._work_out(values.data))
        return known[1]


def texts(values: Values) -> Texts:
    """Return every text with its path, in the order of writing."""
    return _LAST_TEXTS(values)


def gist(values: Values) -> str:
    """Return every key and every text, in no order, with ``BREAK`` before and after each.

    For a first look: what is not in it is in no text of the leaf. It is had sooner than the paths
    of all texts, which most rules need for few leaves only.
    """
    return _LAST_GIST(values)


def _gist(data: dict[str, Any]) -> str:
    found: list[str] = []
    _collect(data, found)
    return f"{BREAK}{BREAK.join(found)}{BREAK}"


def _collect(node: dict[str, Any] | list[Any], found: list[str]) -> None:
    if isinstance(node, dict):
        found.extend(node)
        children: Iterable[Any] = node.values()
    else:
        children = node
    for child in children:
        if isinstance(child, str):
            found.append(child)
        elif isinstance(child, _NESTED):
            _collect(child, found)


def _walk(data: dict[str, Any]) -> Iterator[tuple[FieldPath, str]]:
    pending: list[tuple[FieldPath, Any]] = [((), data)]
    while pending:
        path, node = pending.pop()
        if isinstance(node, str):
            yield path, node
        elif isinstance(node, dict):
            pending += [((*path, key), node[key]) for key in reversed(node)]
        elif isinstance(node, list):
            pending += [((*path, index), node[index]) for index in reversed(range(len(node)))]


_LAST_TEXTS = _Last(lambda data: list(_walk(data)))
_LAST_GIST = _Last(_gist)


def is_variable(path: FieldPath) -> bool:
    """Tell whether a field is the value of an environment variable."""
    return len(path) == 4 and path[:2] == VARIABLES and path[3] == "value"


def is_argument(path: FieldPath) -> bool:
    """Tell whether a field is a part of what a container or a probe runs."""
    if path[0] != "container" or not isinstance(path[-1], int):
        return False
    if path[:2] in ARGUMENTS:
        return len(path) == 3
    return len(path) == 5 and path[1] == "probes" and path[3] == "command"
