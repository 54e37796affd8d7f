"""One worker process, seen from its pool."""

import os
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from catalogc.model.unavailable import UnavailableError
from catalogc.procs import Child, ToolError
from catalogc.workers.frames import Decoder, Message

# A loaded machine needs seconds for what takes 0.1 s; a job is not to blame for that.
_START_SECONDS = 60.0
_LAST_SECONDS = 5.0
"""A process that has closed its pipes has ended in all but name; its status says of what."""
_READ_BYTES = 1 << 20
DEAD: Message = ("dead",)
_BOOT = "import sys; from {module} import main; main(int(sys.argv[1]))"


class WorkerUnavailableError(UnavailableError):
    """A worker's program cannot be used on this machine; the message says why."""


@dataclass(frozen=True, slots=True)
class Program:
    """What a worker runs.

    Attributes:
        name: what it is, in words that begin a sentence: ``the Helm engine``.
        boot: module with ``main(memory_bytes)``, which calls ``catalogc.workers.boot.serve``.
        deadline_seconds: wall-clock limit of one job.
        memory_bytes: how much it may take beyond its own start-up size.
        first_frame: what every worker is told before its first job.
        environment: variables beside those that Python needs.
    """

    name: str
    boot: str
    deadline_seconds: float
    memory_bytes: int
    first_frame: bytes = b""
    environment: Mapping[str, str] = field(default_factory=dict)


class WorkerProcess:
    """A worker and the job that it is at.

    Attributes:
        version: name and version of what it loaded; empty until it is ready.
        known: what it has been told and remembers; its pool's duties keep the book.
        busy: whether it has a job.
        deadline: monotonic time at which it has taken too long.

    Raises:
        WorkerUnavailableError: the process cannot be started.
    """

    def __init__(self, program: Program) -> None:
        self._program = program
        boot = _BOOT.format(module=program.boot)
        # -S: sys.path is handed over complete, so the site module has nothing to add.
        argv = [sys.executable, "-S", "-P", "-c", boot, str(program.memory_bytes)]
        try:
            self._child = Child(argv, _environment(program))
        except ToolError as error:
            raise WorkerUnavailableError(str(error)) from error
        self._decoder = Decoder()
        self.known: set[str] = set()
        self.version = ""
        self.busy = False
        self._ending = False
        self.deadline = time.monotonic() + _START_SECONDS
        self._write(program.first_frame)

    def fileno(self) -> int:
        """The descriptor to wait on."""
        return self._child.stdout.fileno()

    def submit(self, frame: bytes) -> None:
        """Hand over a job."""
        self.busy = True
        if self.version:
            self.deadline = time.monotonic() + self._program.deadline_seconds
        self._write(frame)

    def receive(self) -> Iterator[Message]:
        """Yield the answers that have arrived, or DEAD; call it when ``fileno`` is readable.

        Raises:
            WorkerUnavailableError: its program cannot be loaded.
        """
        piece = os.read(self.fileno(), _READ_BYTES)
        if not piece:
            self._ending = True
            self.expect_ready()
            yield DEAD
        for message in self._decoder.feed(piece):
            if message[0] == "unavailable":
                raise WorkerUnavailableError(f"{self._program.name} cannot be loaded: {message[1]}")
            if message[0] == "ready":
                self.version = message[1]
                self.deadline = time.monotonic() + self._program.deadline_seconds
            else:
                self.busy = False
                self._child.discard_errors()
                yield message

    def expect_ready(self) -> None:
        """Tell a worker that never came up from one that died of a job.

        Raises:
            WorkerUnavailableError: its program was never loaded.
        """
        if not self.version:
            status, text = self.autopsy()
            reason = (text.strip().splitlines() or [f"exit status {status}"])[-1]
            raise WorkerUnavailableError(f"{self._program.name} does not start: {reason}")

    def autopsy(self) -> tuple[int, str]:
        """Kill the worker; return its exit status and the end of its error text."""
        status = self._child.kill(_LAST_SECONDS if self._ending else 0)
        return status, self._child.error_text()

    def close(self) -> None:
        """End the worker, whatever it is doing."""
        self._child.release()

    def _write(self, frame: bytes) -> None:
        view = memoryview(frame)
        try:
            while view:
                view = view[self._child.stdin.write(view) :]
        except BrokenPipeError:
            pass  # it is dead: the next receive() finds out, and why


def _environment(program: Program) -> dict[str, str]:
    """A closed environment: what Python needs, and the program's own variables."""
    return {
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "PYTHONUTF8": "1",
        **program.environment,
    }
