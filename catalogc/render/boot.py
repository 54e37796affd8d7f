"""Start of a render worker, with a closed environment; the order of its imports matters."""

import ctypes
import os
import sys

from catalogc.workers.boot import Answer, serve


def main(memory_bytes: int) -> None:
    """Serve until stdin is closed.

    Args:
        memory_bytes: how much the process may grow once the engine is loaded.
    """
    serve(_load, memory_bytes)


def _load() -> tuple[str, Answer]:
    preload_library()
    # PyYAML loads while Go starts; the worker's own imports wait for Go.
    import catalogc.render.manifests  # noqa: F401
    from catalogc.render.worker import ENGINE_VERSION, Worker

    return ENGINE_VERSION, Worker().answer


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
