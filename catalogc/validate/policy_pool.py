"""Evaluates policies in workers that may fall, and finds out which policy they fell over.

A batch of releases that a worker dies of, or that takes too long, is judged again policy by
policy, and by the policy that does it release by release.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from catalogc.workers.frames import Message, encode
from catalogc.workers.pool import Pool
from catalogc.workers.process import Program

BUDGET_SECONDS = 1.0
"""What one policy may take for one release."""

_BATCH_BUDGETS = 3
"""What a batch may take, in budgets. It takes a tenth of one, but other programs run as well."""

MEMORY_BYTES = 512 * 2**20
_BATCH = 32
_ROUND = 16  # batches; a policy that fails is not asked again from the next round on


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
    """A job that two workers fell over."""

    reason: str


class _Duties:
    """Jobs are messages to the worker."""

    def __init__(self, budget_seconds: float) -> None:
        self._budget = budget_seconds

    def frames(self, job: Message, known: set[str]) -> bytes:
        """Return what a worker is told."""
        del known
        return encode(job)

    def unusable(self, job: Message, error: Exception) -> Message | _Fallen:
        """Report values that are no plain data."""
        del job
        return _Fallen(f"cannot be told of this leaf: {error}")

    def answered(self, job: Message, message: Message) -> Message | _Fallen:
        """Return the answer as it is."""
        del job
        return message

    def died(self, job: Message, status: int, error_text: str) -> Message | _Fallen:
        """Report the end of a worker."""
        del job
        lines = error_text.strip().splitlines()
        why = f"signal {-status}" if status < 0 else lines[-1] if lines else f"status {status}"
        return _Fallen(f"ended its process: {why}")

    def overran(self, job: Message) -> Message | _Fallen:
        """Report a job without an end."""
        del job
        return _Fallen(f"took longer than {self._budget:g} s")


class PolicyPool:
    """Policies, as plain data, and the workers that evaluate them.

    Attributes:
        failed: policies that are not asked any more, and why.
        evaluated: number of expressions evaluated.

    Args:
        policies: as ``catalogc.cel.evaluator.Evaluator`` takes them.
        limit: most workers at a time; 0 for one a processor.
        budget: seconds that one policy may take for one release.
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
        self.failed: dict[str, str] = {}
        self.evaluated = 0
        self._boot = boot
        self._pool = self._new_pool(budget * _BATCH_BUDGETS, limit, eager=True)
        # One policy at a time, with nothing but its own budget; it starts when it is needed.
        self._strict = self._new_pool(budget, 1, eager=False)

    @property
    def names(self) -> tuple[str, ...]:
        """The policies that are still asked."""
        names = (policy["name"] for policy in self._policies)
        return tuple(name for name in names if name not in self.failed)

    def start(self) -> None:
        """Start a worker, which compiles every policy while others read leaves."""
        self._pool.warm_up()

    def compile(self) -> tuple[list[dict[str, Any]], list[Failure]]:
        """Return what does not compile, and policies that compiling fails of; both are dropped."""
        answer = _only(self._pool, ("compile", self.names))
        if not isinstance(answer, _Fallen):
            problems = list(answer[1])
            self._drop_broken(problems)
            return problems, []
        # Every worker of this pool would fall again: it compiles all that it is told.
        self._pool.close()
        self._pool = self._new_pool(self._budget * _BATCH_BUDGETS, self._limit, eager=False)
        problems, failures = [], []
        for name in self.names:
            answer = _only(self._strict, ("compile", (name,)))
            if isinstance(answer, _Fallen):
                failures.append(self._fail(name, answer))
            else:
                problems += answer[1]
        self._drop_broken(problems)
        return problems, failures

    def judge(self, releases: Sequence[dict[str, Any]], names: Sequence[str]) -> list[Judged]:
        """Ask policies about releases; a policy that fails once is not asked again.

        Args:
            names: the policies to ask.
        """
        results: list[Judged] = []
        # The first one alone: a policy that always fails is found out by it.
        for start, end in _rounds(len(releases)):
            results += self._judge_round(releases[start:end], names)
        return results

    def close(self) -> None:
        """End all workers."""
        self._pool.close()
        self._strict.close()

    def __enter__(self) -> Self:
        """Start a worker."""
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End all workers."""
        self.close()

    def _judge_round(
        self, releases: Sequence[dict[str, Any]], names: Sequence[str]
    ) -> list[Judged]:
        active = tuple(name for name in names if name not in self.failed)
        batches = [list(releases[at : at + _BATCH]) for at in range(0, len(releases), _BATCH)]
        if not active:
            return [Judged() for _ in releases]
        answers = list(self._pool.run([("judge", active, batch) for batch in batches]))
        results: list[Judged] = []
        for batch, answer in zip(batches, answers, strict=True):
            fell = isinstance(answer, _Fallen)
            results += self._judge_apart(batch, names) if fell else self._read(answer)
        return results

    def _judge_apart(
        self, releases: Sequence[dict[str, Any]], names: Sequence[str]
    ) -> list[Judged]:
        """Judge a batch that fell, policy by policy."""
        results = [Judged() for _ in releases]
        for name in names:
            if name in self.failed:
                continue
            answer = _only(self._strict, ("judge", (name,), list(releases)))
            if isinstance(answer, _Fallen):
                self._judge_by(name, releases, results)
                continue
            for judged, more in zip(results, self._read(answer), strict=True):
                judged.verdicts += more.verdicts
        return results

    def _judge_by(
        self, name: str, releases: Sequence[dict[str, Any]], results: Sequence[Judged]
    ) -> None:
        """Ask one policy about each release, until it fails."""
        for release, judged in zip(releases, results, strict=True):
            answer = _only(self._strict, ("judge", (name,), [release]))
            if isinstance(answer, _Fallen):
                judged.failures.append(self._fail(name, answer))
                return
            judged.verdicts += self._read(answer)[0].verdicts

    def _fail(self, name: str, fallen: _Fallen) -> Failure:
        self.failed[name] = fallen.reason
        return Failure(name, fallen.reason)

    def _read(self, answer: Message | _Fallen) -> list[Judged]:
        if isinstance(answer, _Fallen):
            return []
        self.evaluated += answer[2]
        return [Judged(list(verdicts)) for verdicts in answer[1]]

    def _drop_broken(self, problems: Sequence[dict[str, Any]]) -> None:
        for problem in problems:
            self.failed.setdefault(problem["policy"], "does not compile")

    def _new_pool(
        self, deadline: float, limit: int, *, eager: bool
    ) -> Pool[Message, Message | _Fallen]:
        first = encode(("policies", self._policies))
        if eager:
            first += encode(("prepare", self.names))
        program = Program(
            name="the CEL engine",
            boot=self._boot,
            deadline_seconds=deadline,
            memory_bytes=MEMORY_BYTES,
            first_frame=first,
        )
        return Pool(program, _Duties(deadline), limit)


def _only(pool: Pool[Message, Message | _Fallen], job: Message) -> Message | _Fallen:
    (answer,) = pool.run([job])
    return answer


def _rounds(count: int) -> Iterator[tuple[int, int]]:
    """Yield slices: a short one first, then long ones."""
    start, size = 0, _BATCH
    while start < count:
        yield start, min(start + size, count)
        start, size = start + size, _BATCH * _ROUND
