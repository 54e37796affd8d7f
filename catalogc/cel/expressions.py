"""Policies of expressions over a leaf, its values and all that it is rendered to."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from catalogc.cel.blame import Path, blamed, likeliest
from catalogc.cel.compiled import Source, is_right
from catalogc.cel.evaluation import Answer, Inputs, passed, refusals
from catalogc.cel.objects import Release
from catalogc.cel.program import activation
from catalogc.cel.values import plain, plainly
from catalogc.cel.verdicts import Field, Verdict, mapping

_NAMES = ("leaf", "values", "environment", "cluster", "resources", "params")
_LARGE = ("leaf", "values")
# A use of the variable, and no field of this name; with the field that is selected, no method.
_USE = re.compile(
    r"(?<!\.)(?<!\.\?)(?<!\w)(leaf|values)\b(?:\s*\.\s*\??\s*([A-Za-z_]\w*)\b(?!\s*\())?"
)


Reads = Mapping[str, frozenset[str] | None]


def read_fields(specs: Any) -> Reads:
    """Return the fields of ``leaf`` and ``values`` that some texts read; None for all of them.

    Values are large and converting them is most of the work, so what nobody reads is left out.
    """
    found: dict[str, set[str]] = {name: set() for name in _LARGE}
    whole: set[str] = set()
    for text in _texts(specs):
        for name, field in _USE.findall(text):
            if field:
                found[name].add(field)
            else:
                whole.add(name)
    return {name: None if name in whole else frozenset(fields) for name, fields in found.items()}


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        for item in data.values():
            yield from _texts(item)
    elif isinstance(data, list):
        for item in data:
            yield from _texts(item)


def release_inputs(release: Release, reads: Reads) -> Inputs:
    """Return what policies of expressions are given, converted once for all of them."""
    data = {name: plainly(_part(release.data.get(name), reads.get(name))) for name in _NAMES[:4]}
    if data["cluster"] is None:
        del data["cluster"]  # what is not known is left out
    data["resources"] = release.manifests
    data |= release.constants
    return Inputs(data, activation(data), minor=release.minor)


def _part(value: Any, fields: frozenset[str] | None) -> Any:
    if fields is None or not isinstance(value, dict):
        return value
    return {name: item for name, item in value.items() if name in fields}


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
    fields = (list(path[2:]) for path in paths if path[:2] == first[:2] and path[2:])
    return index, likeliest(fields)


def _field(text: str) -> Field:
    """Read ``values.container.ports[0]``, with or without ``values``."""
    steps: Field = []
    for word in text.replace("[", ".").replace("]", "").split("."):
        if word:
            steps.append(int(word) if word.isdecimal() else word)
    return steps[1:] if steps[:1] in (["values"], ["leaf"]) else steps
