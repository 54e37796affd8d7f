"""One worker process, seen from the engine."""

import os
import sys
import time
from collections.abc import Iterator

from catalogc.procs import Child
from catalogc.render.frames import Decoder, Message
from catalogc.render.payload import chart_frame, job_frame, settings_frame
from catalogc.render.protocol import RendererUnavailableError, RenderJob, RenderSettings

# A loaded machine needs seconds for what takes 0.1 s; a leaf is not to blame for that.
_START_SECONDS = 60.0
_READ_BYTES = 1 << 20
DEAD: Message = ("dead",)
_BOOT = "import sys; from catalogc.render.boot import main; main(int(sys.argv[1]))"


class WorkerProcess:
    """A worker and the job that it is at.

    Attributes:
        engine: name and version of its engine; empty until it is ready.
        busy: whether it has a job.
        deadline: monotonic time at which it has taken too long.

    Raises:
        RendererUnavailableError: the process cannot be started.
    """

    def __init__(self, settings: RenderSettings) -> None:
        self._settings = settings
        # -S: sys.path is handed over complete, so the site module has nothing to add.
        argv = [sys.executable, "-S", "-P", "-c", _BOOT, str(settings.memory_bytes)]
        self._child = Child(argv, _environment())
        self._decoder = Decoder()
        self._charts: set[str] = set()
        self.engine = ""
        self.busy = False
        self.deadline = time.monotonic() + _START_SECONDS
        self._write(settings_frame(settings))

    def fileno(self) -> int:
        """The descriptor to wait on."""
        return self._child.stdout.fileno()

    def submit(self, job: RenderJob, extra_renders: int) -> None:
        """Hand over a job.

        Raises:
            ValueError: the chart or the values cannot be handed over.
            TypeError: the values hold something else than plain data.
        """
        frame = job_frame(job, extra_renders)
        if job.chart.digest not in self._charts:
            frame = chart_frame(job.chart) + frame
            self._charts.add(job.chart.digest)
        self.busy = True
        if self.engine:
            self.deadline = time.monotonic() + self._settings.deadline_seconds
        self._write(frame)

    def receive(self) -> Iterator[Message]:
        """Yield the answers that have arrived, or DEAD; call it when ``fileno`` is readable.

        Raises:
            RendererUnavailableError: its engine cannot be loaded.
        """
        piece = os.read(self.fileno(), _READ_BYTES)
        if not piece:
            self.expect_engine()
            yield DEAD
        for message in self._decoder.feed(piece):
            if message[0] == "unavailable":
                raise RendererUnavailableError(f"the Helm engine cannot be loaded: {message[1]}")
            if message[0] == "ready":
                self.engine = message[1]
                self.deadline = time.monotonic() + self._settings.deadline_seconds
            else:
                self.busy = False
                self._child.discard_errors()
                yield message

    def expect_engine(self) -> None:
        """Tell a worker that never came up from one that died of a job.

        Raises:
            RendererUnavailableError: its engine was never loaded.
        """
        if not self.engine:
            status, text = self.autopsy()
            reason = (text.strip().splitlines() or [f"exit status {status}"])[-1]
            raise RendererUnavailableError(f"the Helm engine does not start: {reason}")

    def autopsy(self) -> tuple[int, str]:
        """Kill the worker; return its exit status and the end of its error text."""
        status = self._child.kill()
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


def _environment() -> dict[str, str]:
    """A closed environment; Go reads its own variables before Python could set them."""
    environment = {
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "PYTHONUTF8": "1",
        "GOMAXPROCS": "1",  # one worker a processor: 1.95 times the work of one on two
        "GOGC": "400",
    }
    if "HELM_C_LIB" in os.environ:
        environment["HELM_C_LIB"] = os.environ["HELM_C_LIB"]
    return environment
