"""Evaluates policies in workers that may fall, and finds out which policy they fell over.

A batch of releases that a worker falls over is judged again, step by step, by a worker that tells
each step before it takes it; then once more, without the policy that it fell over.
"""

import re
import signal
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from catalogc.validate.policy_worker import STEP
from catalogc.workers.frames import Message, encode
from catalogc.workers.pool import Pool
from catalogc.workers.process import Program

BUDGET_SECONDS = 1.0
"""Processor time that one policy may take for one release."""

_DEADLINE_BUDGETS = 20
"""What a batch may take by the clock, in budgets: other programs run as well."""

MEMORY_BYTES = 512 * 2**20
_BATCH = 32
_ROUND = 16  # batches
_STEP = re.compile(re.escape(STEP) + r"(\d+) (.*)\n")


@dataclass(frozen=True, slots=True)
class Failure:
    """A policy that decided nothing, and why."""

    policy: str
    reason: str


@dataclass(slots=True)
class Judged:
    """What the policies say of one release.

    Attributes:
        verdicts: of the evaluator; what passes has none.
        failures: policies that failed at this release.
    """

    verdicts: list[dict[str, Any]] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Fallen:
    """A job that two workers fell over; the second one may have said at which step."""

    reason: str
    release: int = 0
    policy: str = ""


class _Postponed:
    """A job that was not begun."""


class _PostponedError(ValueError):
    """Workers fell, and it is not known yet why."""


@dataclass(eq=False, slots=True)
class _Batch:
    """A job: some releases, and the policies to ask."""

    names: tuple[str, ...]
    releases: list[dict[str, Any]]
    careful: bool = False


_Answer = Message | _Fallen | _Postponed


class _Duties:
    """What workers are told, and what becomes of it.

    Attributes:
        failed: policies that are not asked any more, and why.
        limit: most workers at a time.
    """

    def __init__(self, budget: float) -> None:
        self._budget = budget
        self._begun: dict[int, bool] = {}  # in their order; whether it was put off
        self.failed: dict[str, str] = {}
        self.limit = 1

    def frames(self, job: _Batch | None, known: set[str]) -> bytes:
        """Return what a worker is told; None stands for compiling.

        Raises:
            _PostponedError: as many jobs as there may be workers have begun and not ended.
        """
        del known
        if job is None:
            return encode(("compile",))
        again = id(job) in self._begun
        if not again and len(self._begun) >= self.limit:
            raise _PostponedError
        # The first one names the policy, whichever fell first: every run says the same.
        if again and id(job) != next(iter(self._begun)):
            self._begun[id(job)] = True
            return encode(("judge", (), [], True))
        self._begun[id(job)] = False
        names = tuple(name for name in job.names if name not in self.failed)
        return encode(("judge", names, job.releases, job.careful or again))

    def unusable(self, job: _Batch | None, error: Exception) -> _Answer:
        """Report values that are no plain data, or a job that has to wait."""
        self._begun.pop(id(job), None)
        if isinstance(error, _PostponedError):
            return _Postponed()
        return _Fallen(f"cannot be told of this leaf: {error}")

    def answered(self, job: _Batch | None, message: Message) -> _Answer:
        """Return the answer as it is."""
        return _Postponed() if self._begun.pop(id(job), False) else message

    def died(self, job: _Batch | None, status: int, error_text: str) -> _Answer:
        """Report the end of a worker."""
        self._begun.pop(id(job), None)
        steps = list(_STEP.finditer(error_text))
        lines = error_text[steps[-1].end() if steps else 0 :].strip().splitlines()
        # A worker that raised may be killed before it has ended: what it said counts first.
        why = lines[-1] if lines else f"signal {-status}" if status < 0 else f"status {status}"
        overran = status == -signal.SIGPROF
        reason = self._overran() if overran else f"ended its process: {why}"
        if not steps:
            return _Fallen(reason)
        number, policy = steps[-1].groups()
        self.failed[policy] = reason
        return _Fallen(reason, int(number), policy)

    def overran(self, job: _Batch | None) -> _Answer:
        """Report a job without an end."""
        self._begun.pop(id(job), None)
        return _Fallen(self._overran())

    def _overran(self) -> str:
        return f"took longer than {self._budget:g} s"


class PolicyPool:
    """Policies, as plain data, and the workers that evaluate them.

    Attributes:
        failed: policies that are not asked any more, and why.
        evaluated: number of expressions evaluated.

    Args:
        policies: as ``catalogc.cel.evaluator.Evaluator`` takes them.
        limit: most workers at a time; 0 for one a processor.
        budget: seconds of processor time that one policy may take for one release.
        boot: the module that a worker runs.
    """

    def __init__(
        self,
        policies: Sequence[dict[str, Any]],
        limit: int = 0,
        budget: float = BUDGET_SECONDS,
        boot: str = "catalogc.validate.policy_worker",
    ) -> None:
        self._policies = list(policies)
        self._limit = limit
        self._budget = budget
        self._boot = boot
        self._duties = _Duties(budget)
        self.failed = self._duties.failed
        self.evaluated = 0
        self._pool = self._new_pool()

    @property
    def names(self) -> tuple[str, ...]:
        """The policies that are still asked."""
        names = (policy["name"] for policy in self._policies)
        return tuple(name for name in names if name not in self.failed)

    def start(self) -> None:
        """Start a worker, which compiles policies while others read leaves."""
        self._pool.warm_up()

    def compile(self) -> tuple[list[dict[str, Any]], list[Failure]]:
        """Return what does not compile, and policies that compiling fails of; both are dropped."""
        failures: list[Failure] = []
        while self.names:
            (answer,) = self._pool.run([None])
            if isinstance(answer, tuple):
                return self._compiled(list(answer[1])), failures
            assert isinstance(answer, _Fallen)  # noqa: S101 - compiling is never put off
            # A worker that falls without a step may have fallen over any of them.
            for name in (answer.policy,) if answer.policy else self.names:
                self.failed[name] = answer.reason
                failures.append(Failure(name, answer.reason))
            self._renew()
        return [], failures

    def judge(self, releases: Sequence[dict[str, Any]], names: Sequence[str]) -> list[Judged]:
        """Ask policies about releases; a policy that fails once is not asked again.

        Args:
            names: the policies to ask.
        """
        results = [Judged() for _ in releases]
        # The first batch alone: a policy that always fails is found out by it.
        for start, end in _rounds(len(releases)):
            waiting = [range(at, min(at + _BATCH, end)) for at in range(start, end, _BATCH)]
            while waiting:
                waiting = self._judge_round(releases, waiting, names, results)
        return results

    def close(self) -> None:
        """End all workers."""
        self._pool.close()

    def __enter__(self) -> Self:
        """Start a worker."""
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End all workers."""
        self.close()

    def _judge_round(
        self,
        releases: Sequence[dict[str, Any]],
        parts: Sequence[range],
        names: Sequence[str],
        results: Sequence[Judged],
    ) -> list[range]:
        """Judge parts of the releases; return those that are to be judged once more."""
        active = tuple(name for name in names if name not in self.failed)
        if not active:
            return []
        jobs = [_Batch(active, [releases[at] for at in part]) for part in parts]
        again: list[range] = []
        fell = False
        for part, answer in zip(parts, list(self._pool.run(jobs)), strict=True):
            if isinstance(answer, tuple):
                self._read(answer, [results[at] for at in part])
                continue
            if isinstance(answer, _Fallen):
                fell = True
                if not answer.policy:
                    self._judge_apart(releases, part, active, results)
                    continue
                failure = Failure(answer.policy, answer.reason)
                results[part[answer.release]].failures.append(failure)
            again.append(part)
        if fell:
            self._renew()
        return again

    def _judge_apart(
        self,
        releases: Sequence[dict[str, Any]],
        part: range,
        names: Sequence[str],
        results: Sequence[Judged],
    ) -> None:
        """Ask one policy about one release at a time: nobody knows what a worker fell over."""
        for name, at in ((name, at) for name in names for at in part):
            if name in self.failed:
                continue
            (answer,) = self._pool.run([_Batch((name,), [releases[at]], careful=True)])
            if isinstance(answer, tuple):
                self._read(answer, [results[at]])
            elif isinstance(answer, _Fallen):
                self.failed[name] = answer.reason
                results[at].failures.append(Failure(name, answer.reason))

    def _read(self, answer: Message, results: Sequence[Judged]) -> None:
        self.evaluated += answer[2]
        for judged, verdicts in zip(results, answer[1], strict=True):
            judged.verdicts += verdicts

    def _compiled(self, problems: list[dict[str, Any]]) -> list[dict[str, Any]]:
        for problem in problems:
            self.failed.setdefault(problem["policy"], "does not compile")
        self._policies = [policy | {"right": True} for policy in self._policies]
        return problems

    def _renew(self) -> None:
        """Let workers that start from now on know what was found out."""
        self._pool.close()
        self._pool = self._new_pool()

    def _new_pool(self) -> Pool[_Batch | None, _Answer]:
        asked = [policy for policy in self._policies if policy["name"] not in self.failed]
        program = Program(
            name="the CEL engine",
            boot=self._boot,
            deadline_seconds=self._budget * _DEADLINE_BUDGETS,
            memory_bytes=MEMORY_BYTES,
            first_frame=encode(("policies", asked, self._budget)) + encode(("prepare",)),
        )
        pool: Pool[_Batch | None, _Answer] = Pool(program, self._duties, self._limit)
        self._duties.limit = pool.limit
        return pool


def _rounds(count: int) -> Iterator[tuple[int, int]]:
    """Yield slices: a short one first, then long ones."""
    start, size = 0, _BATCH
    while start < count:
        yield start, min(start + size, count)
        start, size = start + size, _BATCH * _ROUND
