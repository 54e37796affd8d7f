"""Versions, and the ranges of them that are supported."""

import re
from dataclasses import dataclass

from catalogc.doctor.diagnosis import State

Version = tuple[int, ...]

_NUMBERS = re.compile(r"\d{1,9}(?:\.\d{1,9})*")
_SPECIFIER = re.compile(r"(>=|<=|==|<|>)\s*([0-9][0-9.]*)")


def read_version(text: str) -> Version:
    """Return the numbers of the first version in a text: of ``v4.2.3+g1`` 4, 2, 3."""
    found = _NUMBERS.search(text)
    return tuple(map(int, found[0].split("."))) if found else ()


@dataclass(frozen=True, slots=True)
class Range:
    """Versions from ``lowest`` on, and below ``limit``; empty for no end."""

    text: str
    lowest: Version = ()
    limit: Version = ()

    @classmethod
    def read(cls, specifiers: str) -> "Range":
        """Read the specifiers of a Python requirement that this project uses: ``>=8.1,<9``."""
        lowest: Version = ()
        limit: Version = ()
        for sign, text in _SPECIFIER.findall(specifiers):
            version = read_version(text)
            if sign in (">=", "=="):
                lowest = version
            if sign == "==":
                limit = (*version[:-1], version[-1] + 1)
            elif sign == "<":
                limit = version
        return cls(specifiers.replace(" ", ""), lowest, limit)

    def judge(self, version: Version) -> State:
        """Tell whether a version is in the range."""
        length = max(len(version), len(self.lowest), len(self.limit))
        padded = _padded(version, length)
        if padded < _padded(self.lowest, length):
            return State.TOO_OLD
        if self.limit and padded >= _padded(self.limit, length):
            return State.TOO_NEW
        return State.OK


def _padded(version: Version, length: int) -> Version:
    return version + (0,) * (length - len(version))
