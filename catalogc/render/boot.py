"""Start of a worker process: ``python -c "from catalogc.render.boot import main; ..."``.

Started by the engine with a closed environment. Reads frames from stdin, writes frames to
stdout, and exits when stdin is closed, even in the middle of a render. Its imports are few
and their order matters: every millisecond of them delays a commit hook.
"""

import ctypes
import os
import select
import sys
from _thread import start_new_thread
from typing import BinaryIO

from catalogc.render.frames import Message, encode, read


def main(memory_bytes: int) -> None:
    """Serve until stdin is closed.

    Args:
        memory_bytes: how much the process may grow once the engine is loaded.
    """
    start_new_thread(_exit_with_parent, ())
    # What native code prints must not end up among the frames.
    frames_out = os.dup(1)
    os.dup2(2, 1)
    with open(frames_out, "wb") as out:  # noqa: PTH123 - a descriptor, not a path
        try:
            preload_library()
            # PyYAML loads while Go starts; the worker's own imports wait for Go.
            import catalogc.render.manifests  # noqa: F401
            from catalogc.render.worker import ENGINE_VERSION, Worker
        except Exception as error:  # noqa: BLE001 - the engine tells the reason
            _send(out, ("unavailable", f"{type(error).__name__}: {error}"))
            return
        limit_memory(memory_bytes)
        _send(out, ("ready", ENGINE_VERSION))
        worker = Worker()
        while (message := read(sys.stdin.buffer)) is not None:
            answer = worker.answer(message)
            if answer is not None:
                _send(out, answer)


def preload_library() -> str:
    """Open the engine's library ahead of its Python module.

    Go then starts on another processor beside our imports: 30 ms of 110.

    Returns:
        The library's path; empty where it is not found, which does no harm.
    """
    for folder in () if "HELM_C_LIB" in os.environ else sys.path:
        libraries = os.path.join(folder, "helm_python", "lib")  # noqa: PTH118 - pathlib is slow
        if os.path.isdir(libraries):  # noqa: PTH112
            # The module takes the fully versioned name, which is the longest one.
            path = os.path.join(libraries, max(os.listdir(libraries), key=len))  # noqa: PTH118, PTH208
            ctypes.CDLL(path)
            return path
    return ""


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
