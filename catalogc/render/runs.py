"""Runs of a driver's variants in a worker: what to run again after a template has failed.

Helm stops at the first template that fails. It is noted, and what is left is run once more
without it. Workers import this: it stays free of dataclasses and of the model.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from json import dumps, loads
from typing import Any, NamedTuple

from catalogc.workers.frames import Message

Plan = tuple[str, Sequence[str], Sequence[str], Sequence[int]]
"""The driver's file, the templates that it includes, the variants, and the numbers of those
templates that may refuse values by ``fail`` or ``required``."""
MOST_RUNS = 128
"""Of one render: the driver has one line more."""
MOST_FAILURES = 4
"""Templates of a variant that fail: more of them, and it is not looked at."""

# All of a driver's own that stands before an error of a template that it includes.
_OWN_FRAMES = re.compile(
    r'.*executing "catalogc\.variant" at <.*?>:\s+error calling include:\s+', re.DOTALL
)
_OUTERMOST = re.compile(r"(?:template: )?([^\s:]+):\d+")
_REFUSED = re.compile(r"execution error at \([^)\n]*\): (.*)", re.DOTALL)


class UntrustedError(Exception):
    """Included templates do not write what they write by themselves."""


class Run(NamedTuple):
    """Some templates of a variant.

    Attributes:
        number: of the variant.
        variant: its name, namespace, values and templates, in JSON.
        only: the one template that it has; -1 for one that may have more.
    """

    number: int
    variant: str
    only: int = -1


class Failures:
    """Templates that fail, by the numbers of their variants.

    Attributes:
        found: ``("error", text)`` as Helm says it for the variant alone, or
            ``("refused", template, message)``; of each variant in the order of Helm's answers.
        unclear: variants that must be rendered by themselves.
    """

    def __init__(self, chart: str, plan: Plan) -> None:
        self.found: dict[int, list[Message]] = {}
        self.unclear: set[int] = set()
        self._driver, self._templates, _, self._refusing = plan
        self._chart = chart

    def left(self, runs: Sequence[Run], error: str) -> list[Run]:
        """Note what an error is about; return the runs without it.

        Raises:
            UntrustedError: the error is not about one of them.
        """
        # The driver's line n + 2 is that of run n, the first being the release as it is.
        line = re.search(re.escape(f"{self._chart}/{self._driver}") + r":(\d+)", error)
        place = int(line[1]) - 3 if line else -1
        if not 0 <= place < len(runs):
            raise UntrustedError
        run = runs[place]
        again = self._again(run, error)
        left = [*again, *runs[place + 1 :], *runs[:place]]  # those before work
        if run.number in self.unclear or self.is_hopeless(run.number):
            return [other for other in left if other.number != run.number]
        return left

    def is_hopeless(self, number: int) -> bool:
        """Whether too much of a variant fails."""
        return len(self.found.get(number, ())) > MOST_FAILURES

    def _again(self, run: Run, error: str) -> list[Run]:
        """What is to be run of a variant after an error."""
        if refused := _REFUSED.fullmatch(error.strip()):
            return self._refused(run, refused[1])
        inner, own = _OWN_FRAMES.subn("", error, count=1)
        outermost = _OUTERMOST.match(inner)
        name = outermost[1].removeprefix(f"{self._chart}/") if own and outermost else ""
        if name not in self._templates:
            self.unclear.add(run.number)
            return []
        self._note(run, ("error", inner))
        return _chosen(run, lambda number: self._templates[number] != name)

    def _refused(self, run: Run, message: str) -> list[Run]:
        """Helm names the driver only: the template is the only one that can, or is looked for."""
        suspects = [run.only] if run.only >= 0 else self._suspects(run)
        if not suspects:
            self.unclear.add(run.number)
            return []
        rest = _chosen(run, lambda number: number not in suspects)
        if len(suspects) == 1:
            self._note(run, ("refused", self._templates[suspects[0]], message))
            return rest
        single = [
            Run(run.number, chosen.variant, suspect)
            for suspect in suspects
            for chosen in _chosen(run, {suspect}.__contains__)
        ]
        return [*single, *rest]

    def _suspects(self, run: Run) -> list[int]:
        parts = loads(run.variant)["parts"]
        return [
            number for part in parts for number in part["templates"] if number in self._refusing
        ]

    def _note(self, run: Run, failure: Message) -> None:
        self.found.setdefault(run.number, []).append(failure)


def _chosen(run: Run, wanted: Callable[[int], bool]) -> list[Run]:
    """A run of some of its templates; none where nothing is left of it."""
    data: dict[str, Any] = loads(run.variant)
    parts: list[Mapping[str, Any]] = []
    for part in data["parts"]:
        templates = [number for number in part["templates"] if wanted(number)]
        if templates:
            parts.append({**part, "templates": templates})
    return [run._replace(variant=dumps({**data, "parts": parts}))] if parts else []
