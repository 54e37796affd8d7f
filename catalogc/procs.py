"""Child processes: the only caller of subprocess.

Every child gets a closed environment, its own session and a time limit, so neither the
caller's variables nor a stuck tool can change or hold up a run.
"""

import contextlib
import fcntl
import os
import resource
import selectors
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from io import FileIO
from typing import IO, Self

# A dying Go program prints about 30 KB of stack traces after its reason.
_ERROR_TEXT_BYTES = 65536
_OUTPUT_BYTES = 256 << 20
_PIECE_BYTES = 65536


class ToolError(Exception):
    """A tool could not do its work; the message is fit to print."""


class ToolMissingError(ToolError):
    """A tool is not on PATH."""


class ToolTimeoutError(ToolError):
    """A tool ran longer than it may."""


class ToolOutputError(ToolError):
    """A tool printed more than it may."""


@dataclass(frozen=True, slots=True)
class Completed:
    """What a finished tool left behind."""

    returncode: int
    stdout: bytes
    stderr: bytes


def find_tool(name: str) -> str:
    """Return the absolute path of a tool on PATH.

    Raises:
        ToolMissingError: there is none.
    """
    import shutil

    path = shutil.which(name)
    if path is None:
        raise ToolMissingError(f"{name} is not on PATH: install it")
    return os.path.abspath(path)  # noqa: PTH100 - a link's own name stays


def closed_environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the whole environment of a child: PATH, a fixed locale and ``extra``."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", **(extra or {})}


def run(
    argv: Sequence[str],
    *,
    environment: Mapping[str, str],
    timeout_seconds: float,
    cwd: str | os.PathLike[str] | None = None,
    stdin: bytes = b"",
    memory_bytes: int = 0,
    output_bytes: int = _OUTPUT_BYTES,
) -> Completed:
    """Run a tool to its end; on any exception it and its children are killed first.

    Args:
        argv: absolute path of the tool and its arguments.
        environment: the whole environment.
        timeout_seconds: wall-clock limit.
        cwd: working directory.
        stdin: what the tool reads.
        memory_bytes: limit of its data where the system has one (Linux); 0 for none.
        output_bytes: limit of what it prints, on stdout and stderr together.

    Raises:
        ToolMissingError: the tool cannot be started.
        ToolTimeoutError: the time limit was reached.
        ToolOutputError: the limit of output was reached.
    """
    deadline = time.monotonic() + timeout_seconds
    with _start(argv, environment, subprocess.PIPE, cwd) as process:
        try:
            _limit_memory(process, memory_bytes)
            stdout, stderr = _exchange(process, stdin, deadline, output_bytes)
            process.wait(max(0.0, deadline - time.monotonic()))
        except (TimeoutError, subprocess.TimeoutExpired) as error:
            raise ToolTimeoutError(f"{argv[0]} ran longer than {timeout_seconds:g} s") from error
        except OverflowError as error:
            raise ToolOutputError(f"{argv[0]} printed more than {output_bytes} bytes") from error
        finally:
            _kill_session(process)
    return Completed(process.returncode, stdout, stderr)


def _exchange(
    process: subprocess.Popen[bytes], stdin: bytes, deadline: float, limit: int
) -> tuple[bytes, bytes]:
    """Feed a child, and read what it prints until it closes both of its outputs.

    Raises:
        TimeoutError: the deadline, of the monotonic clock, has passed.
        OverflowError: it printed more bytes than the limit.
    """
    assert process.stdin and process.stdout and process.stderr  # noqa: S101, PT018
    stdout, stderr = bytearray(), bytearray()
    with selectors.DefaultSelector() as waiting:
        waiting.register(process.stdout, selectors.EVENT_READ, partial(_read, stdout))
        waiting.register(process.stderr, selectors.EVENT_READ, partial(_read, stderr))
        waiting.register(process.stdin, selectors.EVENT_WRITE, partial(_feed, bytearray(stdin)))
        os.set_blocking(process.stdin.fileno(), False)
        while waiting.get_map():
            ready = waiting.select(max(0.0, deadline - time.monotonic()))
            if not ready or time.monotonic() > deadline:
                raise TimeoutError
            for key, _ in ready:
                if not key.data(key.fd):
                    waiting.unregister(key.fileobj)
                    if key.fileobj is process.stdin:
                        process.stdin.close()
            if len(stdout) + len(stderr) > limit:
                raise OverflowError
    return bytes(stdout), bytes(stderr)


def _read(into: bytearray, descriptor: int) -> bool:
    """Take what there is; return whether there may be more."""
    piece = os.read(descriptor, _PIECE_BYTES)
    into += piece
    return bool(piece)


def _feed(left: bytearray, descriptor: int) -> bool:
    """Hand over what fits; return whether something is left."""
    try:
        del left[: os.write(descriptor, left)]
    except BrokenPipeError:  # the child reads no more of it
        return False
    return bool(left)


class Child:
    """A long-lived child that is spoken to over its stdin and stdout.

    Attributes:
        stdin: unbuffered pipe to the child.
        stdout: unbuffered pipe from the child.

    Raises:
        ToolMissingError: the tool cannot be started.
    """

    def __init__(self, argv: Sequence[str], environment: Mapping[str, str]) -> None:
        self._errors = _anonymous_file()
        try:
            self._process = _start(argv, environment, self._errors, None)
        except ToolError:
            self._errors.close()
            raise
        stdin, stdout = self._process.stdin, self._process.stdout
        assert isinstance(stdin, FileIO) and isinstance(stdout, FileIO)  # noqa: S101, PT018
        self.stdin, self.stdout = stdin, stdout

    @property
    def pid(self) -> int:
        """The child's process id, which is also its session and group."""
        return self._process.pid

    def error_text(self) -> str:
        """Return the end of what the child wrote to stderr."""
        descriptor = self._errors.fileno()
        start = max(0, os.fstat(descriptor).st_size - _ERROR_TEXT_BYTES)
        return os.pread(descriptor, _ERROR_TEXT_BYTES, start).decode(errors="replace")

    def discard_errors(self) -> None:
        """Forget what the child has written to stderr so far."""
        os.ftruncate(self._errors.fileno(), 0)

    def kill(self, grace_seconds: float = 0) -> int:
        """Kill the child's whole session, reap it and close the pipes; may be called twice.

        Args:
            grace_seconds: how long it may take to end by itself, so that its own status is seen.

        Returns:
            The exit status; negative for the signal that ended it.
        """
        if grace_seconds:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(grace_seconds)
        _kill_session(self._process)
        status = self._process.wait()
        self.stdin.close()
        self.stdout.close()
        return status

    def release(self) -> None:
        """Kill the child and forget its error text."""
        self.kill()
        self._errors.close()

    def __enter__(self) -> Self:
        """Return the child itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Release the child."""
        self.release()


@contextlib.contextmanager
def _reported(argv: Sequence[str]) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ToolMissingError(f"cannot start {argv[0]}: {error.strerror}") from error


def _start(
    argv: Sequence[str],
    environment: Mapping[str, str],
    stderr: int | IO[bytes],
    cwd: str | os.PathLike[str] | None,
) -> subprocess.Popen[bytes]:
    with _reported(argv):
        return subprocess.Popen(
            list(argv),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
            env=dict(environment),
            cwd=cwd,
            bufsize=0,
            start_new_session=True,
        )


def _limit_memory(process: subprocess.Popen[bytes], limit_bytes: int) -> None:
    if limit_bytes and hasattr(resource, "prlimit"):
        with contextlib.suppress(ProcessLookupError):  # it may have ended already
            resource.prlimit(process.pid, resource.RLIMIT_DATA, (limit_bytes, limit_bytes))


def _kill_session(process: subprocess.Popen[bytes]) -> None:
    # Before the child is reaped its id cannot belong to anyone else.
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)


def _anonymous_file() -> IO[bytes]:
    if hasattr(os, "memfd_create"):
        file: IO[bytes] = os.fdopen(os.memfd_create("stderr"), "wb+", buffering=0)
    else:
        import tempfile

        file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - the caller closes it
    # Appending keeps the child's position right after discard_errors().
    flags = fcntl.fcntl(file.fileno(), fcntl.F_GETFL)
    fcntl.fcntl(file.fileno(), fcntl.F_SETFL, flags | os.O_APPEND)
    return file
