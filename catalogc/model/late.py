"""A mapping that is worked out when somebody first asks for something in it."""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class LateMapping(Mapping[K, V]):
    """Most leaves get no finding, so what only findings need is worked out late."""

    __slots__ = ("_known", "_work_out")

    def __init__(self, work_out: Callable[[], Mapping[K, V]]) -> None:
        self._work_out = work_out
        self._known: Mapping[K, V] | None = None

    def _all(self) -> Mapping[K, V]:
        if self._known is None:
            self._known = self._work_out()
        return self._known

    def __getitem__(self, key: K) -> V:
        return self._all()[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())
