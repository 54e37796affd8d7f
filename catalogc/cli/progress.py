"""How far a slow run is: on stderr, for a person at a terminal."""

import sys
import time

_PATIENCE = 1.0
"""Seconds that a run may take in silence."""
_BETWEEN = 0.1
_CLEAR = "\r\x1b[K"


class Progress:
    """One line that is written over; nothing where stderr is no terminal."""

    def __init__(self) -> None:
        self._next = time.monotonic() + _PATIENCE
        self._shown = False

    def update(self, done: int, total: int) -> None:
        """Tell how many leaves are rendered."""
        now = time.monotonic()
        if now < self._next or not sys.stderr.isatty():
            return
        self._next = now + _BETWEEN
        self._shown = True
        sys.stderr.write(f"{_CLEAR}rendering {done} of {total} leaves")
        sys.stderr.flush()

    def clear(self) -> None:
        """Remove the line."""
        if self._shown:
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()
            self._shown = False
