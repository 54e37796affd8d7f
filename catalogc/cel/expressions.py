"""Policies of expressions over a leaf, its values and all that it is rendered to."""

from collections.abc import Iterator, Mapping
from typing import Any

from catalogc.cel.blame import Path, blamed
from catalogc.cel.compiled import Expressions
from catalogc.cel.evaluation import Answer, Inputs, refusals
from catalogc.cel.objects import minor
from catalogc.cel.program import Scope, activation
from catalogc.cel.values import plain
from catalogc.cel.verdicts import Field, Verdict, mapping

_NAMES = ("leaf", "values", "environment", "cluster", "resources", "params")


class ReleaseInputs:
    """What a policy of expressions is given, converted once for all policies."""

    def __init__(self, release: Mapping[str, Any]) -> None:
        self._release = release
        self._resources: Any = None
        self._data = {name: plain(release.get(name)) for name in _NAMES[:3]}
        if release.get("cluster") is not None:
            self._data["cluster"] = plain(release["cluster"])  # what is not known is left out
        self._minor = minor(str(release.get("kubernetesVersion") or ""))
        self._inputs: dict[tuple[int, bool], Inputs] = {}

    def of(self, params: Any, *, resources: bool) -> Inputs:
        """Return the values with a policy's own parameters, and the objects where it reads them."""
        key = (id(params), resources)
        if key not in self._inputs:
            data = {**self._data, "params": params}
            if resources:
                if self._resources is None:
                    self._resources = plain(self._release.get("resources") or [])
                data["resources"] = self._resources
            self._inputs[key] = Inputs(data, activation(data), minor=self._minor)
        return self._inputs[key]


class ExpressionPolicy:
    """One policy, compiled."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.name = str(document.get("name", ""))
        spec = mapping(document.get("spec"))
        self._params = plain(mapping(spec.get("params")))
        self.expressions = Expressions.of(self.name, spec, Scope(_NAMES, ours=True), ["spec"])
        self._resources = "resources" in str(spec)
        self.evaluated = 0

    def verdicts(self, release: ReleaseInputs) -> Iterator[Verdict]:
        """Yield what the policy says about a release, unless it passes."""
        inputs = release.of(self._params, resources=self._resources)
        before = inputs.evaluated
        for answer in refusals(self.expressions, inputs):
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
        paths = blamed(self.expressions.scope, validation.program, inputs.data)
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
