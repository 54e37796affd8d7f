"""Runs verbs without a new process, where what they say and write is what counts."""

import contextlib
import io
from subprocess import CompletedProcess

from catalogc.cli.boundary import run_guarded
from catalogc.cli.command import catalogc as command

_RENDERING = ("build", "check", "lint", "new", "promote")


def inside(*arguments, cwd):
    """Run it in this process, as if nobody sat at stdin; one worker starts sooner than several."""
    if arguments[0] in _RENDERING:
        arguments = (*arguments, "--jobs", "1")
    out, error = io.StringIO(), io.StringIO()
    with (
        contextlib.chdir(cwd),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(error),
    ):
        code = run_guarded(command, [str(argument) for argument in arguments])
    return CompletedProcess(arguments, code, out.getvalue(), error.getvalue())
