"""The command line: one module a verb; the only part that knows click."""

import gc
import sys

from catalogc.cli.boundary import run_guarded


def main() -> None:
    """Run the ``catalogc`` command and exit with one of the documented codes."""
    from catalogc.cli.command import catalogc

    # A run makes many objects, keeps nearly all, and ends: looking for cycles is a fifth of it.
    gc.disable()
    sys.exit(run_guarded(catalogc, sys.argv[1:]))
