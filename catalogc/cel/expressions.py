"""Policies of expressions over a leaf, its values and all that it is rendered to."""

from collections.abc import Iterator, Mapping
from typing import Any

from catalogc.cel.blame import Path, blamed
from catalogc.cel.compiled import Source, is_right
from catalogc.cel.evaluation import Answer, Inputs, passed, refusals
from catalogc.cel.objects import Release
from catalogc.cel.program import activation
from catalogc.cel.values import plain, plainly
from catalogc.cel.verdicts import Field, Verdict, mapping

_NAMES = ("leaf", "values", "environment", "cluster", "resources", "params")


def release_inputs(release: Release) -> Inputs:
    """Return what policies of expressions are given, converted once for all of them."""
    data = {name: plainly(release.data.get(name)) for name in _NAMES[:4]}
    if data["cluster"] is None:
        del data["cluster"]  # what is not known is left out
    data["resources"] = release.manifests
    data |= release.constants
    return Inputs(data, activation(data), minor=release.minor)


class ExpressionPolicy:
    """One policy, compiled.

    Attributes:
        constants: what every evaluation must be given.
        problems: expressions that are not valid.
    """

    def __init__(self, document: Mapping[str, Any], number: int = 0) -> None:
        self.name = str(document.get("name", ""))
        spec = mapping(document.get("spec"))
        self._params = plain(mapping(spec.get("params")))
        right = is_right(document)
        self._source = Source(self.name, spec, _NAMES, number, ours=True, right=right)
        self.constants = {self._source.params: self._params}
        self.problems = self._source.problems
        self.evaluated = 0

    def verdicts(self, inputs: Inputs) -> Iterator[Verdict]:
        """Yield what the policy says about a release, unless it passes."""
        decided = passed(self._source.expressions, inputs)
        if decided:
            self.evaluated += decided
            return
        before = inputs.evaluated
        for answer in refusals(self._source.expressions, inputs):
            resource, fields = self._fields(answer, inputs)
            yield Verdict(
                self.name,
                resource,
                answer.status,
                answer.message,
                answer.path,
                fields,
                reason=answer.reason,
            )
        self.evaluated += inputs.evaluated - before

    def _fields(self, answer: Answer, inputs: Inputs) -> tuple[int, list[Field]]:
        """Return the object that an answer is about, or -1, and its fields or those of values."""
        validation = answer.validation
        if validation is None or validation.program.compiled is None:
            return -1, []
        if validation.about:
            return -1, [_field(validation.about)]
        data = {**inputs.data, "params": self._params}
        paths = blamed(self._source.expressions.scope, validation.program, data)
        first = next((path for path in paths if path[0] in ("values", "leaf", "resources")), None)
        if first is None:
            return -1, []
        if first[0] == "resources":
            return _of_resource(first, paths)
        unique = dict.fromkeys(path[1:] for path in paths if path[0] in ("values", "leaf"))
        return -1, [list(path) for path in unique]


def _of_resource(first: Path, paths: list[Path]) -> tuple[int, list[Field]]:
    index = first[1]
    if not isinstance(index, int):
        return -1, []
    return index, [list(path[2:]) for path in paths if path[:2] == first[:2] and path[2:]]


def _field(text: str) -> Field:
    """Read ``values.container.ports[0]``, with or without ``values``."""
    steps: Field = []
    for word in text.replace("[", ".").replace("]", "").split("."):
        if word:
            steps.append(int(word) if word.isdecimal() else word)
    return steps[1:] if steps[:1] in (["values"], ["leaf"]) else steps
