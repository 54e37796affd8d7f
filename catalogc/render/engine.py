"""The Helm engine in worker processes: one job at a time each, replaced when they fall."""

import os
import select
import time
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Self

from catalogc.procs import ToolError
from catalogc.render.answers import (
    crash_failure,
    read_answer,
    timeout_failure,
    unusable_values_failure,
)
from catalogc.render.determinism import extra_renders
from catalogc.render.frames import Message
from catalogc.render.protocol import (
    RendererUnavailableError,
    RenderJob,
    RenderResult,
    RenderSettings,
)
from catalogc.render.worker_process import DEAD, WorkerProcess

_Numbered = tuple[int, RenderJob]


class EngineRenderer:
    """Renders with the official Helm engine, loaded in spawned workers.

    Workers start when there is work for them. A job whose worker dies or takes too long is
    tried once more, alone; if that fails too, it is the job's failure.
    """

    def __init__(self, settings: RenderSettings) -> None:
        self._settings = settings
        self._limit = settings.jobs or _processors()
        self._workers: list[WorkerProcess] = []
        self._extra: dict[str, int] = {}
        self._engine = ""

    @property
    def version(self) -> str:
        """Name and version of the engine; the first use waits for a worker to start.

        Raises:
            RendererUnavailableError: the engine cannot be loaded.
        """
        if not self._engine:
            worker = self._idle() or self._spawn()
            while not worker.engine:
                if not _wait([worker]):
                    worker.expect_engine()
                list(worker.receive())
            self._engine = worker.engine
        return self._engine

    def warm_up(self) -> None:
        """Start a worker ahead of the first job, so that both start-ups overlap."""
        if not self._workers:
            self._spawn()

    def render(self, jobs: Iterable[RenderJob]) -> Iterator[RenderResult]:
        """Render each job; results in the order of the jobs.

        Raises:
            RendererUnavailableError: the engine cannot be loaded.
        """
        if any(worker.busy for worker in self._workers):
            raise RuntimeError("a renderer renders one batch at a time")
        batch = _Batch(enumerate(jobs))
        try:
            while self._feed(batch):
                self._collect(batch)
                yield from batch.ready()
            for number, job in batch.suspects:
                batch.finished[number] = self._replay(job)
                yield from batch.ready()
            yield from batch.ready()
        finally:
            for worker in batch.running:  # given up on: their answers are nobody's
                self._drop(worker)

    def close(self) -> None:
        """End all workers."""
        while self._workers:
            self._workers.pop().close()

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

    def _feed(self, batch: "_Batch") -> bool:
        """Give jobs to idle workers; False once there is nothing left to wait for."""
        while (worker := self._idle()) or len(self._workers) < self._limit:
            numbered = batch.take()
            if numbered is None:
                break
            number, job = numbered
            worker = worker or self._spawn()
            try:
                worker.submit(job, self._extra_renders(job))
            except (TypeError, ValueError, RecursionError) as error:
                failure = unusable_values_failure(error)
                batch.finished[number] = RenderResult(job.index, failure=failure)
            else:
                batch.running[worker] = numbered
        return bool(batch.running) or batch.pending

    def _collect(self, batch: "_Batch") -> None:
        """Wait for workers; book what they answer and which jobs they fell over."""
        running = list(batch.running)
        readable = _wait(running)
        for worker in running:
            if worker in readable:
                for message in worker.receive():
                    self._book(batch, worker, message)
            elif worker.deadline <= time.monotonic():
                worker.expect_engine()
                self._book(batch, worker, DEAD)

    def _book(self, batch: "_Batch", worker: WorkerProcess, message: Message) -> None:
        number, job = batch.running.pop(worker)
        if message == DEAD:
            batch.suspects.append((number, job))
            self._drop(worker)
        else:
            batch.finished[number] = read_answer(message, job, self._settings)

    def _replay(self, job: RenderJob) -> RenderResult:
        """Try a suspect alone, in a worker of its own."""
        worker = self._spawn()
        try:
            worker.submit(job, self._extra_renders(job))
            while _wait([worker]):
                for message in worker.receive():
                    if message == DEAD:
                        failure = crash_failure(*worker.autopsy(), self._settings)
                        return RenderResult(job.index, failure=failure)
                    return read_answer(message, job, self._settings)
            worker.expect_engine()
            return RenderResult(job.index, failure=timeout_failure(self._settings))
        finally:
            self._drop(worker)

    def _extra_renders(self, job: RenderJob) -> int:
        digest = job.chart.digest
        if digest not in self._extra:
            self._extra[digest] = extra_renders(job.chart.files)
        return self._extra[digest]

    def _idle(self) -> WorkerProcess | None:
        return next((worker for worker in self._workers if not worker.busy), None)

    def _spawn(self) -> WorkerProcess:
        try:
            worker = WorkerProcess(self._settings)
        except ToolError as error:
            raise RendererUnavailableError(str(error)) from error
        self._workers.append(worker)
        return worker

    def _drop(self, worker: WorkerProcess) -> None:
        if worker in self._workers:
            self._workers.remove(worker)
        worker.close()


class _Batch:
    """The jobs of one ``render`` call."""

    def __init__(self, jobs: Iterator[_Numbered]) -> None:
        self._jobs = jobs
        self._next = 0
        self.pending = True
        self.running: dict[WorkerProcess, _Numbered] = {}
        self.suspects: list[_Numbered] = []
        self.finished: dict[int, RenderResult] = {}

    def take(self) -> _Numbered | None:
        """Return the next job; None after the last."""
        numbered = next(self._jobs, None)
        self.pending = numbered is not None
        return numbered

    def ready(self) -> Iterator[RenderResult]:
        """Yield the results whose turn it is."""
        while self._next in self.finished:
            result = self.finished.pop(self._next)
            self._next += 1
            yield result


def _wait(workers: list[WorkerProcess]) -> set[WorkerProcess]:
    """Wait until a worker has said something, or the first deadline; return those who have."""
    poll = select.poll()
    by_descriptor = {worker.fileno(): worker for worker in workers}
    for descriptor in by_descriptor:
        poll.register(descriptor, select.POLLIN)
    until = min(worker.deadline for worker in workers)
    timeout = max(0.0, until - time.monotonic())
    return {by_descriptor[descriptor] for descriptor, _ in poll.poll(timeout * 1000)}


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
