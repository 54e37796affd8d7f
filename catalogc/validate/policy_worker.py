"""A worker process that evaluates policies: an expression that never ends, ends it alone.

Messages in: ``("policies", policies)``, ``("prepare", names)`` without an answer;
``("compile", names)`` -> ``("compiled", problems)``;
``("judge", names, releases)`` -> ``("judged", verdicts of each release, expressions evaluated)``.
"""

from typing import TYPE_CHECKING, Any

from catalogc.workers.boot import Answer, serve
from catalogc.workers.frames import Message

if TYPE_CHECKING:
    from catalogc.cel.evaluator import Evaluator


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
        self._policies: dict[str, dict[str, Any]] = {}
        self._evaluators: dict[tuple[str, ...], Evaluator] = {}

    def answer(self, message: Message) -> Message | None:
        """Do what a message says."""
        verb, content, *rest = message
        if verb == "policies":
            self._policies = {policy["name"]: policy for policy in content}
            return None
        evaluator = self._evaluator(tuple(content))
        if verb == "prepare":
            return None
        if verb == "compile":
            return ("compiled", evaluator.problems)
        before = evaluator.evaluated
        verdicts = [evaluator.evaluate(release) for release in rest[0]]
        return ("judged", verdicts, evaluator.evaluated - before)

    def _evaluator(self, names: tuple[str, ...]) -> "Evaluator":
        if names not in self._evaluators:
            wanted = [self._policies[name] for name in names]
            self._evaluators[names] = self._build(wanted)
        return self._evaluators[names]
