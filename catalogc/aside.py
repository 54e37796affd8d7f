"""A part of the work on a second processor: in a fork, which shares all that was read."""

import os
import pickle
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def run_aside(function: Callable[[], T]) -> Callable[[], T]:
    """Start a function in a fork of this process.

    Returns:
        A function that waits for the result. Where a fork is not possible or not safe (other
        threads), and where it fails, the work is done when the result is asked for.
    """
    if not hasattr(os, "fork") or threading.active_count() > 1 or (os.cpu_count() or 1) < 2:
        return function
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _work(function, reading, writing)
    os.close(writing)

    def result() -> T:
        with os.fdopen(reading, "rb") as pipe:
            content = pipe.read()
        _, status = os.waitpid(child, 0)
        if status != 0:
            return function()
        # Our own fork wrote it.
        found: T = pickle.loads(content)  # noqa: S301
        return found

    return result


def _work(function: Callable[[], object], reading: int, writing: int) -> None:
    """Run in the fork, and end it: nothing of the parent's clean-up may happen twice."""
    code = 1
    try:
        os.close(reading)
        content = pickle.dumps(function(), pickle.HIGHEST_PROTOCOL)
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(content)
        code = 0
    finally:
        os._exit(code)
