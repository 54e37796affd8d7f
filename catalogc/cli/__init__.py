"""The command line: one module a verb; the only part that knows click."""

import contextlib
import gc
import os
import sys

from catalogc.cli.boundary import run_guarded


def main() -> None:
    """Run the ``catalogc`` command and exit with one of the documented codes."""
    from catalogc.cli.command import catalogc

    # A run makes many objects, keeps nearly all, and ends: looking for cycles is a fifth of it.
    gc.set_threshold(200_000, 50, 100)
    code = run_guarded(catalogc, sys.argv[1:])
    with contextlib.suppress(OSError):
        sys.stdout.flush()
        sys.stderr.flush()
    # All is written and closed; taking a large catalog apart in memory would only take time.
    os._exit(code)
