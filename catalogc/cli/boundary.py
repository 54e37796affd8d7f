"""The one error boundary: whatever happens, a short message and a documented exit code."""

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from click import Command


class Stop(Exception):  # noqa: N818 - the planned end of a run
    """Ends a run with a message and an exit code."""

    def __init__(self, code: int, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.remedy = remedy


def run_guarded(command: "Command", arguments: Sequence[str]) -> int:
    """Run a click command; return its exit code and never let an exception out."""
    import click

    from catalogc.cli.exit_codes import ExitCode

    try:
        result = command.main(args=list(arguments), prog_name="catalogc", standalone_mode=False)
        sys.stdout.flush()
    except Stop as stop:
        return _say(stop.code, stop.message, stop.remedy)
    except click.exceptions.Exit as end:
        return end.exit_code
    except (click.Abort, KeyboardInterrupt):
        return _say(ExitCode.INTERRUPTED, "interrupted")
    except click.ClickException as error:
        error.show()
        return ExitCode.USAGE
    except BrokenPipeError:
        # Whoever read our output has gone; Python would complain once more while it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.ENVIRONMENT
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        return _say(ExitCode.ENVIRONMENT, f"{where}{error.strerror or error}")
    except Exception as error:  # noqa: BLE001 - the last resort
        return _bug(error, ExitCode.BUG, debug="--debug" in arguments)
    return int(result or 0)


def _say(code: int, message: str, remedy: str = "") -> int:
    sys.stderr.write(f"catalogc: {message}\n")
    if remedy:
        sys.stderr.write(f"  = help: {remedy}\n")
    return code


def _bug(error: Exception, code: int, *, debug: bool) -> int:
    if debug:
        import traceback

        traceback.print_exception(error)
    name = type(error).__name__
    return _say(
        code,
        f"this is a bug in catalogc: {name}: {error}",
        "" if debug else "run again with --debug for the trace, and report it",
    )
