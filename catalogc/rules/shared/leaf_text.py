"""The texts that a leaf and its defaults write down."""

from collections.abc import Iterator, Sequence
from typing import Any

from catalogc.model.source import FieldPath
from catalogc.model.values import Values

CHART_VALUES = "values"
"""The field of a HELM_RELEASE leaf that is given to a third-party chart as it is."""

ARGUMENTS = (("container", "command"), ("container", "args"))
PROBES = ("startup", "readiness", "liveness")
VARIABLES = ("container", "environment")


Texts = Sequence[tuple[FieldPath, str]]


class _LastLeaf:
    """The texts of the leaf that was asked for last: one rule after the other judges it."""

    def __init__(self) -> None:
        self._known: tuple[Values, Texts] | None = None

    def texts(self, values: Values) -> Texts:
        known = self._known
        if known is None or known[0] is not values:
            known = self._known = (values, list(_walk(values.data)))
        return known[1]


_LAST_LEAF = _LastLeaf()


def texts(values: Values) -> Texts:
    """Return every text with its path, in the order of writing."""
    return _LAST_LEAF.texts(values)


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
