"""The Helm engine in worker processes."""

import contextlib
import os
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Self

from catalogc.render.answers import (
    crash_failure,
    read_answer,
    timeout_failure,
    unusable_values_failure,
)
from catalogc.render.determinism import extra_renders
from catalogc.render.payload import chart_frame, job_frame, settings_frame
from catalogc.render.protocol import (
    RendererUnavailableError,
    RenderFailure,
    RenderJob,
    RenderResult,
    RenderSettings,
)
from catalogc.workers.frames import Message
from catalogc.workers.pool import Pool
from catalogc.workers.process import Program, WorkerUnavailableError


class EngineRenderer:
    """Renders with the official Helm engine, loaded in spawned workers."""

    def __init__(self, settings: RenderSettings) -> None:
        program = Program(
            name="the Helm engine",
            boot="catalogc.render.boot",
            deadline_seconds=settings.deadline_seconds,
            memory_bytes=settings.memory_bytes,
            first_frame=settings_frame(settings),
            environment=_environment(),
        )
        self._pool = Pool(program, _Rendering(settings), settings.jobs)

    @property
    def version(self) -> str:
        """Name and version of the engine; the first use waits for a worker to start.

        Raises:
            RendererUnavailableError: the engine cannot be loaded.
        """
        with _reported():
            return self._pool.version

    def warm_up(self) -> None:
        """Start a worker ahead of the first job, so that both start-ups overlap."""
        with _reported():
            self._pool.warm_up()

    def render(self, jobs: Iterable[RenderJob]) -> Iterator[RenderResult]:
        """Render each job; results in the order of the jobs.

        Raises:
            RendererUnavailableError: the engine cannot be loaded.
        """
        with _reported():
            yield from self._pool.run(jobs)

    def close(self) -> None:
        """End all workers."""
        self._pool.close()

    def __enter__(self) -> Self:
        """Return the renderer itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End all workers."""
        self.close()


class _Rendering:
    """The pool's duties: a worker keeps the charts that it has been given."""

    def __init__(self, settings: RenderSettings) -> None:
        self._settings = settings
        self._extra: dict[str, int] = {}

    def frames(self, job: RenderJob, known: set[str]) -> bytes:
        frame = job_frame(job, self._extra_renders(job), self._settings.version_for(job))
        if job.chart.digest not in known:
            frame = chart_frame(job.chart) + frame
            known.add(job.chart.digest)
        return frame

    def unusable(self, job: RenderJob, error: Exception) -> RenderResult:
        return _failed(job, unusable_values_failure(error))

    def answered(self, job: RenderJob, message: Message) -> RenderResult:
        return read_answer(message, job, self._settings)

    def died(self, job: RenderJob, status: int, error_text: str) -> RenderResult:
        return _failed(job, crash_failure(status, error_text, self._settings))

    def overran(self, job: RenderJob) -> RenderResult:
        return _failed(job, timeout_failure(self._settings))

    def _extra_renders(self, job: RenderJob) -> int:
        digest = job.chart.digest
        if digest not in self._extra:
            self._extra[digest] = extra_renders(job.chart.files)
        return self._extra[digest]


def _failed(job: RenderJob, failure: RenderFailure) -> RenderResult:
    return RenderResult(job.index, failure=failure)


@contextlib.contextmanager
def _reported() -> Iterator[None]:
    try:
        yield
    except WorkerUnavailableError as error:
        raise RendererUnavailableError(str(error)) from error


def _environment() -> dict[str, str]:
    """Go reads its own variables before Python could set them."""
    environment = {
        "GOMAXPROCS": "1",  # one worker a processor: 1.95 times the work of one on two
        "GOGC": "400",
    }
    if "HELM_C_LIB" in os.environ:
        environment["HELM_C_LIB"] = os.environ["HELM_C_LIB"]
    return environment
