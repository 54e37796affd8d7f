"""The inside of a worker process: reads frames from stdin, writes frames to stdout.

It ends when stdin is closed, even in the middle of a job. Its imports are few: every
millisecond of them delays a commit hook.
"""

import os
import select
import sys
from _thread import start_new_thread
from collections.abc import Callable
from typing import BinaryIO

from catalogc.workers.frames import Message, encode, read

Answer = Callable[[Message], Message | None]


def serve(load: Callable[[], tuple[str, Answer]], memory_bytes: int) -> None:
    """Serve until stdin is closed.

    Args:
        load: imports what the work needs; returns its name and version, and what answers a
            message (None for a message without an answer).
        memory_bytes: how much the process may grow once that is loaded.
    """
    start_new_thread(_exit_with_parent, ())
    # What native code prints must not end up among the frames.
    frames_out = os.dup(1)
    os.dup2(2, 1)
    with open(frames_out, "wb") as out:  # noqa: PTH123 - a descriptor, not a path
        try:
            version, answer = load()
        except Exception as error:  # noqa: BLE001 - the pool tells the reason
            _send(out, ("unavailable", f"{type(error).__name__}: {error}"))
            return
        limit_memory(memory_bytes)
        _send(out, ("ready", version))
        while (message := read(sys.stdin.buffer)) is not None:
            reply = answer(message)
            if reply is not None:
                _send(out, reply)


def limit_memory(extra_bytes: int) -> None:
    """Let this process grow by so many bytes; no core file where that kills it.

    The limit is one of data, not of address space, of which Go and threads reserve much
    more than they use. Only Linux (since 4.7) enforces it; elsewhere there is none.
    """
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        with open("/proc/self/statm", "rb") as statm:  # noqa: PTH123
            pages = int(statm.read().split()[5])
    except OSError:
        return
    limit = pages * resource.getpagesize() + extra_bytes
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


def _exit_with_parent() -> None:
    """Wait until the other end of stdin is closed, then end whatever is being done."""
    poll = select.poll()
    poll.register(0, 0)
    poll.poll()
    os._exit(0)


def _send(out: BinaryIO, message: Message) -> None:
    out.write(encode(message))
    out.flush()
