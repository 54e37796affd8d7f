"""Runs verbs without a new process, where what they say and write is what counts."""

import contextlib
import io
import os
from subprocess import CompletedProcess
from unittest.mock import patch

from catalogc.cli.boundary import run_guarded
from catalogc.cli.command import catalogc as command
from cli.run import closed

_RENDERING = ("build", "check", "diff", "gate", "lint", "new", "promote", "publish", "trace")


def inside(*arguments, cwd, environment=None, stdin=""):
    """Run it in this process, in a closed environment as `cli.run.catalogc` does.

    One worker starts sooner than several, so one renders if nothing else is asked for.

    Args:
        stdin: a text instead of a terminal.
    """
    words = [str(argument) for argument in arguments]
    if words and words[0] in _RENDERING and "--jobs" not in words:
        words += ["--jobs", "1"]
    out, error = io.StringIO(), io.StringIO()
    with (
        contextlib.chdir(cwd),
        patch.dict(os.environ, closed(environment), clear=True),
        patch("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8")),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(error),
    ):
        code = run_guarded(command, words)
    return CompletedProcess(arguments, code, out.getvalue(), error.getvalue())
