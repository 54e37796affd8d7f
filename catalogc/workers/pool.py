"""Jobs over worker processes: one job at a time each, replaced when they fall."""

import os
import select
import time
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Generic, Protocol, Self, TypeVar

from catalogc.workers.frames import Message
from catalogc.workers.process import DEAD, Program, WorkerProcess

Job = TypeVar("Job")
Result = TypeVar("Result")
_Job_contra = TypeVar("_Job_contra", contravariant=True)
_Result_co = TypeVar("_Result_co", covariant=True)


class Duties(Protocol[_Job_contra, _Result_co]):
    """What the jobs of a pool are."""

    def frames(self, job: _Job_contra, known: set[str]) -> bytes:
        """Return what a worker is told; ``known`` is what it remembers, to be kept up.

        Raises:
            TypeError, ValueError, RecursionError: the job cannot be handed over.
        """

    def unusable(self, job: _Job_contra, error: Exception) -> _Result_co:
        """Return the result of a job that cannot be handed over."""

    def answered(self, job: _Job_contra, message: Message) -> _Result_co:
        """Return the result that a worker's answer means."""

    def died(self, job: _Job_contra, status: int, error_text: str) -> _Result_co:
        """Return the result of a job that two workers died of."""

    def overran(self, job: _Job_contra) -> _Result_co:
        """Return the result of a job that took two workers too long."""


class Pool(Generic[Job, Result]):
    """Does jobs in spawned workers, which start when there is work for them.

    A job whose worker dies or takes too long is tried once more, alone; if that fails too,
    it is the job's failure.

    Args:
        limit: most workers at a time; 0 for one a processor.

    Attributes:
        limit: most workers at a time.
    """

    def __init__(self, program: Program, duties: Duties[Job, Result], limit: int = 0) -> None:
        self._program = program
        self._duties = duties
        self.limit = limit or _processors()
        self._workers: list[WorkerProcess] = []
        self._version = ""

    @property
    def version(self) -> str:
        """Name and version of the program; the first use waits for a worker to start.

        Raises:
            WorkerUnavailableError: the program cannot be loaded.
        """
        if not self._version:
            worker = self._idle() or self._spawn()
            while not worker.version:
                if not _wait([worker]):
                    worker.expect_ready()
                list(worker.receive())
            self._version = worker.version
        return self._version

    def warm_up(self) -> None:
        """Start a worker ahead of the first job, so that both start-ups overlap."""
        if not self._workers:
            self._spawn()

    def run(self, jobs: Iterable[Job]) -> Iterator[Result]:
        """Do each job; results in the order of the jobs.

        Raises:
            WorkerUnavailableError: the program cannot be loaded.
        """
        if any(worker.busy for worker in self._workers):
            raise RuntimeError("a pool does one batch at a time")
        batch: _Batch[Job, Result] = _Batch(enumerate(jobs))
        try:
            # Workers have their next jobs before the caller looks at a result.
            while self._feed(batch):
                yield from batch.ready()
                self._collect(batch)
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
        """Return the pool itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End all workers."""
        self.close()

    def _feed(self, batch: "_Batch[Job, Result]") -> bool:
        """Give jobs to idle workers; False once there is nothing left to wait for."""
        while (worker := self._idle()) or len(self._workers) < self.limit:
            numbered = batch.take()
            if numbered is None:
                break
            number, job = numbered
            worker = worker or self._spawn()
            try:
                frames = self._duties.frames(job, worker.known)
            except (TypeError, ValueError, RecursionError) as error:
                batch.finished[number] = self._duties.unusable(job, error)
            else:
                worker.submit(frames)
                batch.running[worker] = numbered
        return bool(batch.running) or batch.pending

    def _collect(self, batch: "_Batch[Job, Result]") -> None:
        """Wait for workers; book what they answer and which jobs they fell over."""
        running = list(batch.running)
        readable = _wait(running)
        for worker in running:
            if worker in readable:
                for message in worker.receive():
                    self._book(batch, worker, message)
            elif worker.deadline <= time.monotonic():
                worker.expect_ready()
                self._book(batch, worker, DEAD)

    def _book(self, batch: "_Batch[Job, Result]", worker: WorkerProcess, message: Message) -> None:
        number, job = batch.running.pop(worker)
        if message == DEAD:
            batch.suspects.append((number, job))
            self._drop(worker)
        else:
            batch.finished[number] = self._duties.answered(job, message)

    def _replay(self, job: Job) -> Result:
        """Try a suspect alone, in a worker of its own."""
        worker = self._spawn()
        try:
            worker.submit(self._duties.frames(job, worker.known))
            while _wait([worker]):
                for message in worker.receive():
                    if message == DEAD:
                        return self._duties.died(job, *worker.autopsy())
                    return self._duties.answered(job, message)
            worker.expect_ready()
            return self._duties.overran(job)
        finally:
            self._drop(worker)

    def _idle(self) -> WorkerProcess | None:
        return next((worker for worker in self._workers if not worker.busy), None)

    def _spawn(self) -> WorkerProcess:
        worker = WorkerProcess(self._program)
        self._workers.append(worker)
        return worker

    def _drop(self, worker: WorkerProcess) -> None:
        if worker in self._workers:
            self._workers.remove(worker)
        worker.close()


class _Batch(Generic[Job, Result]):
    """The jobs of one ``run`` call."""

    def __init__(self, jobs: Iterator[tuple[int, Job]]) -> None:
        self._jobs = jobs
        self._next = 0
        self.pending = True
        self.running: dict[WorkerProcess, tuple[int, Job]] = {}
        self.suspects: list[tuple[int, Job]] = []
        self.finished: dict[int, Result] = {}

    def take(self) -> tuple[int, Job] | None:
        """Return the next job; None after the last."""
        numbered = next(self._jobs, None)
        self.pending = numbered is not None
        return numbered

    def ready(self) -> Iterator[Result]:
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
