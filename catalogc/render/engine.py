"""The Helm engine in worker processes."""

import contextlib
import os
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeAlias

from catalogc.model.adapter import Chart
from catalogc.render.answers import (
    crash_failure,
    read_answer,
    timeout_failure,
    unusable_values_failure,
)
from catalogc.render.determinism import extra_renders
from catalogc.render.payload import chart_frame, job_frame, known_as, settings_frame
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

if TYPE_CHECKING:  # a run without findings about objects does not need variants
    from catalogc.render.driver import DrivenChart
    from catalogc.render.variants import VariantsJob, VariantsResult

_Job: TypeAlias = "RenderJob | VariantsJob"
_Result: TypeAlias = "RenderResult | VariantsResult"


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
        self._pool: Pool[_Job, _Result] = Pool(program, _Rendering(settings), settings.jobs)

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
        for result in self.render_mixed(jobs):
            if isinstance(result, RenderResult):
                yield result

    @property
    def parallel(self) -> int:
        """How many jobs it does at a time."""
        return self._pool.limit

    def render_mixed(self, jobs: Iterable[_Job]) -> Iterator[_Result]:
        """Do each job; one result a job, in the order of the jobs.

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
        self._driven: dict[str, DrivenChart | None] = {}  # by digest

    def frames(self, job: _Job, known: set[str]) -> bytes:
        if not isinstance(job, RenderJob):
            return self._variants_frames(job, known)
        frame = job_frame(job, self._extra_renders(job), self._settings.version_for(job))
        return _new_chart(job.chart, known, once=job.once) + frame

    def unusable(self, job: _Job, error: Exception) -> _Result:
        return _failed(job, unusable_values_failure(error))

    def answered(self, job: _Job, message: Message) -> _Result:
        if isinstance(job, RenderJob):
            return read_answer(message, job, self._settings)
        from catalogc.render.driver import read_variants

        return read_variants(message, job)

    def died(self, job: _Job, status: int, error_text: str) -> _Result:
        return _failed(job, crash_failure(status, error_text, self._settings))

    def overran(self, job: _Job) -> _Result:
        return _failed(job, timeout_failure(self._settings))

    def _variants_frames(self, job: "VariantsJob", known: set[str]) -> bytes:
        from catalogc.render.driver import drive, variants_frame

        chart = job.base.chart
        if chart.digest not in self._driven:
            self._driven[chart.digest] = drive(chart)
        driven = self._driven[chart.digest]
        if driven is None:
            raise ValueError("its subcharts write objects")
        driven = driven.fixed(job.unchanged.values)
        frame = variants_frame(job, driven, self._settings.version_for(job.base))
        return _new_chart(driven.chart, known, once=True) + frame

    def _extra_renders(self, job: RenderJob) -> int:
        digest = job.chart.digest
        if job.once:
            return 0
        if digest not in self._extra:
            self._extra[digest] = extra_renders(job.chart.files)
        return self._extra[digest]


def _new_chart(chart: Chart, known: set[str], *, once: bool) -> bytes:
    """The frame of a chart that a worker does not have yet."""
    name = known_as(chart, once=once)
    if name in known:
        return b""
    frame = chart_frame(chart, once=once)
    known.add(name)
    return frame


def _failed(job: _Job, failure: RenderFailure) -> _Result:
    if isinstance(job, RenderJob):
        return RenderResult(job.index, failure=failure)
    from catalogc.render.driver import unanswered

    return unanswered(job)  # rendered one by one, each fails or not by itself


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
