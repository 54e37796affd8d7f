"""A worker process that evaluates policies: an expression that never ends, ends it alone.

Messages in: ``("policies", policies, budget)``, ``("prepare",)`` without an answer;
``("compile",)`` -> ``("compiled", problems)``;
``("judge", names, releases, careful)`` -> ``("judged", verdicts of each release, expressions
evaluated)``. What takes more processor time than it may, ends the process with SIGPROF; each line
on stderr that begins with ``STEP`` says what comes next: a release's number and a policy.
"""

import os
import signal
from functools import partial
from typing import TYPE_CHECKING, Any

from catalogc.workers.boot import Answer, serve
from catalogc.workers.frames import Message

if TYPE_CHECKING:
    from catalogc.cel.evaluator import Evaluator

STEP = "\x1fpolicy "
_POLICY_SECONDS = 0.001
"""What a policy may take for a release in a batch, beside the batch's own budget: a hundred
times what it takes."""


def main(memory_bytes: int) -> None:
    """Serve until stdin is closed."""
    serve(_load, memory_bytes)


def _load() -> tuple[str, Answer]:
    from catalogc.cel.evaluator import Evaluator

    return "cel", PolicyWorker(Evaluator).answer


class PolicyWorker:
    """Answers messages; knows no pipes."""

    def __init__(self, evaluator: "type[Evaluator]") -> None:
        self._build = evaluator
        self._policies: list[dict[str, Any]] = []
        self._budget = 0.0
        self._built: Evaluator | None = None

    def answer(self, message: Message) -> Message | None:
        """Do what a message says."""
        verb, *content = message
        if verb == "policies":
            self._policies, self._budget = content
            return None
        evaluator = self._evaluator()
        if verb == "prepare":
            return None
        if verb == "compile":
            return ("compiled", evaluator.problems)
        names, releases, careful = content
        before = evaluator.evaluated
        judge = self._carefully if careful else self._at_once
        verdicts = judge(evaluator, frozenset(names), releases)
        _end_after(0)
        return ("judged", verdicts, evaluator.evaluated - before)

    def _at_once(
        self, evaluator: "Evaluator", names: frozenset[str], releases: list[dict[str, Any]]
    ) -> list[list[dict[str, Any]]]:
        _end_after(self._budget + len(names) * len(releases) * _POLICY_SECONDS)
        return [evaluator.evaluate(release, names) for release in releases]

    def _carefully(
        self, evaluator: "Evaluator", names: frozenset[str], releases: list[dict[str, Any]]
    ) -> list[list[dict[str, Any]]]:
        return [
            evaluator.evaluate(release, names, partial(self._step, number))
            for number, release in enumerate(releases)
        ]

    def _evaluator(self) -> "Evaluator":
        if self._built is None:
            self._built = self._build(self._policies, lambda name: self._step(0, name))
            _end_after(0)
        return self._built

    def _step(self, number: int, name: str) -> None:
        os.write(2, f"{STEP}{number} {name}\n".encode(errors="replace"))
        _end_after(self._budget)


def _end_after(seconds: float) -> None:
    """End the process after so much processor time; 0 for never.

    The engine does not let go of the interpreter, so nothing but a signal comes through.
    """
    signal.setitimer(signal.ITIMER_PROF, seconds)
