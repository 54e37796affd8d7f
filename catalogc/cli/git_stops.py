"""What git cannot do, as the planned end of a run."""

import contextlib
from collections.abc import Iterator

from catalogc.cli.boundary import Stop
from catalogc.cli.exit_codes import ExitCode
from catalogc.git.runner import GitError, UnknownRefError


@contextlib.contextmanager
def git_stops() -> Iterator[None]:
    """End a run with 2 where a commit is not known here, with 3 where git cannot be used.

    Raises:
        Stop: in place of an error of git.
    """
    try:
        yield
    except UnknownRefError as error:
        raise Stop(ExitCode.USAGE, error.message, error.remedy) from None
    except GitError as error:
        raise Stop(ExitCode.ENVIRONMENT, error.message, error.remedy) from None
