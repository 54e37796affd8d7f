"""Compiles policies once and evaluates them on release after release."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from catalogc.cel.admission import AdmissionPolicy
from catalogc.cel.compiled import Expressions
from catalogc.cel.expressions import ExpressionPolicy, ReleaseInputs
from catalogc.cel.objects import Admitted
from catalogc.cel.values import plain
from catalogc.cel.verdicts import Verdict, mapping, sequence

if TYPE_CHECKING:
    from catalogc.cel.kinds import Served


class Evaluator:
    """Policies, ready to judge.

    It takes and returns plain data alone, so that it can live in a worker process.

    Args:
        policies: each ``{"name", "form": "admission", "policy", "bindings", "params"}`` or
            ``{"name", "form": "expression", "spec"}``.

    Attributes:
        problems: expressions that are not valid, as ``{"policy", "path", "message", "line",
            "column"}``; all others are evaluated.
    """

    def __init__(self, policies: list[dict[str, Any]]) -> None:
        self._admission = [
            AdmissionPolicy(policy) for policy in policies if policy.get("form") == "admission"
        ]
        self._expression = [
            ExpressionPolicy(policy) for policy in policies if policy.get("form") == "expression"
        ]
        self._covering: dict[Served, list[AdmissionPolicy]] = {}
        self.problems: list[dict[str, Any]] = [
            problem.as_data()
            for expressions in self._expressions()
            for problem in expressions.problems
        ]

    @property
    def evaluated(self) -> int:
        """How many expressions were evaluated so far."""
        admission = sum(policy.evaluated for policy in self._admission)
        return admission + sum(policy.evaluated for policy in self._expression)

    def _expressions(self) -> Iterator[Expressions]:
        yield from (policy.expressions for policy in self._admission)
        yield from (policy.expressions for policy in self._expression)

    def evaluate(self, release: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Judge one release.

        Args:
            release: ``leaf`` as written, ``values`` in effect, ``environment``, ``cluster`` (None
                where it is not known), ``resources`` (manifests), ``namespace`` for those that
                name none, ``namespaces`` (labels by name, as far as known), ``params`` (objects
                that policies may name as parameters), ``kubernetesVersion``.

        Returns:
            Verdicts that are no passes: ``{"policy", "resource", "status", "message", "path",
            "fields", "actions", "binding", "reason"}``; ``status`` is fail, error or unknown.
        """
        return [verdict.as_data() for verdict in self._verdicts(release)]

    def _verdicts(self, release: Mapping[str, Any]) -> Iterator[Verdict]:
        if self._expression:
            inputs = ReleaseInputs(release)
            for policy in self._expression:
                yield from policy.verdicts(inputs)
        if not self._admission:
            return
        params = [plain(param) for param in sequence(release.get("params"))]
        for index, manifest in enumerate(sequence(release.get("resources"))):
            admitted = Admitted(index, mapping(manifest), release)
            served = admitted.target.served
            if served not in self._covering:
                self._covering[served] = [
                    policy for policy in self._admission if not policy.never(admitted)
                ]
            for admission in self._covering[served]:
                yield from admission.verdicts(admitted, params)
