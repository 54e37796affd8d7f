"""ValidatingAdmissionPolicies, evaluated as the API server does it (apiserver, plugin/policy).

What differs is what nobody knows before deployment: it makes an answer unknown, never a pass.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from catalogc.cel.blame import blamed, likeliest
from catalogc.cel.compiled import Source, is_right
from catalogc.cel.evaluation import Answer, passed, refusals
from catalogc.cel.matching import OPERATIONS, Criteria
from catalogc.cel.objects import Admitted
from catalogc.cel.selectors import selects
from catalogc.cel.values import plain
from catalogc.cel.verdicts import Verdict, mapping, sequence

if TYPE_CHECKING:
    from catalogc.cel.kinds import Served

_NOT_COVERED = dict.fromkeys(OPERATIONS, False)
_NAMES = ("object", "oldObject", "request", "namespaceObject")


class _Request(NamedTuple):
    """One binding of a policy that an object meets."""

    binding: Mapping[str, Any]
    operation: str
    sure: bool


class AdmissionPolicy:
    """One policy with its bindings and parameters, compiled.

    Attributes:
        constants: what every evaluation must be given.
        problems: expressions that are not valid.
    """

    def __init__(self, document: Mapping[str, Any], number: int = 0) -> None:
        self.name = str(document.get("name", ""))
        self._spec = mapping(mapping(document.get("policy")).get("spec"))
        self._criteria = Criteria(mapping(self._spec.get("matchConstraints")))
        self._bindings = [
            (
                mapping(binding),
                Criteria(mapping(mapping(binding.get("spec")).get("matchResources"))),
            )
            for binding in map(mapping, sequence(document.get("bindings")))
        ]
        self._params = [plain(param) for param in sequence(document.get("params"))]
        self._kind = mapping(self._spec.get("paramKind"))
        names = (*_NAMES, "params") if self._kind else _NAMES
        self._source = Source(self.name, self._spec, names, number, right=is_right(document))
        self.constants = {self._source.params: self._params[0] if self._params else None}
        self.problems = self._source.problems
        self.evaluated = 0
        criteria = [self._criteria, *(criteria for _, criteria in self._bindings)]
        self._by_kind: dict[Served, list[_Request]] | None = (
            {} if all(one.by_kind for one in criteria) else None
        )
        self._found: dict[tuple[int, str], list[Any] | str] = {}

    def never(self, admitted: Admitted) -> bool:
        """Return whether it can never say anything about objects of this kind."""
        return admitted.target.served.exempt or self._criteria.never(admitted.target)

    def verdicts(self, admitted: Admitted, params: list[Any]) -> Iterator[Verdict]:
        """Yield what the policy says about an object, unless it passes.

        Args:
            params: further objects that may be the policy's parameters.
        """
        for request in self._requests(admitted):
            found = self._parameters(request.binding, admitted.target.namespace, params)
            if isinstance(found, str):
                if self._spec.get("failurePolicy", "Fail") != "Ignore":
                    answer = Answer("error", found, ["spec", "paramKind"])
                    yield self._verdict(answer, request, admitted, [], ["Deny"])
                continue
            for param in found:
                yield from self._judge(request, admitted, param)

    def _requests(self, admitted: Admitted) -> Iterable[_Request]:
        """Return each binding that covers an object once, with the operation that it watches."""
        if self._by_kind is None:
            return self._matched(admitted)
        served = admitted.target.served
        if served not in self._by_kind:
            self._by_kind[served] = list(self._matched(admitted))
        return self._by_kind[served]

    def _matched(self, admitted: Admitted) -> Iterator[_Request]:
        answers = {
            operation: self._criteria.applies(admitted.target, operation)
            for operation in OPERATIONS
        }
        if answers == _NOT_COVERED:
            return
        for binding, criteria in self._bindings:
            for operation, defined in answers.items():
                bound = defined is not False and criteria.applies(admitted.target, operation)
                if bound is not False:
                    yield _Request(binding, operation, bool(defined and bound))
                    break

    def _parameters(
        self, binding: Mapping[str, Any], namespace: str, params: list[Any]
    ) -> list[Any] | str:
        """Return the parameters that a binding names, or what is wrong with it."""
        if params:
            return self._find_parameters(binding, namespace, params)
        key = (id(binding), namespace)
        if key not in self._found:
            self._found[key] = self._find_parameters(binding, namespace, params)
        return self._found[key]

    def _find_parameters(
        self, binding: Mapping[str, Any], namespace: str, params: list[Any]
    ) -> list[Any] | str:
        reference = mapping(mapping(binding.get("spec")).get("paramRef"))
        if not self._kind or not reference:
            return [None]
        namespace = reference.get("namespace") or namespace
        found = [
            param
            for param in (*self._params, *params)
            if self._is_parameter(mapping(param), reference, namespace)
        ]
        if not found and reference.get("parameterNotFoundAction") == "Deny":
            return (
                "failed to configure binding: no params found for policy binding with `Deny` "
                "parameterNotFoundAction"
            )
        return found

    def _is_parameter(
        self, param: Mapping[str, Any], reference: Mapping[str, Any], namespace: Any
    ) -> bool:
        metadata = mapping(param.get("metadata"))
        if any(param.get(key) != self._kind.get(key) for key in ("apiVersion", "kind")):
            return False
        if metadata.get("namespace", namespace) != namespace:
            return False
        if "name" in reference:
            return bool(metadata.get("name") == reference["name"])
        selector = mapping(reference.get("selector"))
        return bool(selects(selector, mapping(metadata.get("labels"))))

    def _judge(self, request: _Request, admitted: Admitted, param: Any) -> Iterator[Verdict]:
        name = self._source.params
        inputs = admitted.inputs(request.operation)
        if param is not self.constants[name]:
            inputs = admitted.inputs_with(request.operation, {name: param})
        decided = passed(self._source.expressions, inputs)
        if decided:
            self.evaluated += decided
            return
        before = inputs.evaluated
        ignored = self._spec.get("failurePolicy", "Fail") == "Ignore"
        actions = sequence(mapping(request.binding.get("spec")).get("validationActions"))
        for answer in refusals(self._source.expressions, inputs):
            if answer.status == "error" and ignored:
                continue
            fields = self._fields(answer, {**inputs.data, "params": param})
            yield self._verdict(answer, request, admitted, fields, actions or ["Deny"])
        self.evaluated += inputs.evaluated - before

    def _fields(self, answer: Answer, data: Mapping[str, Any]) -> list[list[str | int]]:
        if answer.validation is None or answer.validation.program.compiled is None:
            return []
        paths = blamed(self._source.expressions.scope, answer.validation.program, data)
        return likeliest(list(path[1:]) for path in paths if path[0] == "object")

    def _verdict(
        self,
        answer: Answer,
        request: _Request,
        admitted: Admitted,
        fields: list[list[str | int]],
        actions: list[Any],
    ) -> Verdict:
        status, message, reason = answer.status, answer.message, answer.reason
        if not request.sure:
            status = "unknown"
            reason = "whether the policy covers the object depends on what is not known here"
            message = f"{message}, if the policy covers it: {_doubt(admitted)}"
        return Verdict(
            self.name,
            admitted.index,
            status,
            message,
            answer.path,
            fields,
            [str(action) for action in actions],
            str(mapping(request.binding.get("metadata")).get("name", "")),
            reason,
        )


def _doubt(admitted: Admitted) -> str:
    if not admitted.target.labels_known and admitted.target.namespace:
        return f"the labels of namespace {admitted.target.namespace} are not known"
    return "the API server may convert it to another version first"
