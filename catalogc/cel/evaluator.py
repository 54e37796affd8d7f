"""Compiles policies once and evaluates them on release after release."""

from collections.abc import Callable, Container, Iterator, Mapping
from itertools import chain
from typing import TYPE_CHECKING, Any

from catalogc.cel.admission import AdmissionPolicy
from catalogc.cel.expressions import ExpressionPolicy, read_fields, release_inputs
from catalogc.cel.objects import Admitted, Release
from catalogc.cel.values import plain
from catalogc.cel.verdicts import Verdict, sequence

if TYPE_CHECKING:
    from catalogc.cel.kinds import Served


class Evaluator:
    """Policies, ready to judge.

    It takes and returns plain data alone, so that it can live in a worker process.

    Args:
        policies: each ``{"name", "form": "admission", "policy", "bindings", "params"}`` or
            ``{"name", "form": "expression", "spec"}``. With ``"right": True``, its expressions
            are known to be valid: they are not checked, and compiled when they are needed.
        before: is told the name of each policy before it is compiled.

    Attributes:
        problems: expressions that are not valid, as ``{"policy", "path", "message", "line",
            "column"}``; all others are evaluated.
    """

    def __init__(
        self, policies: list[dict[str, Any]], before: Callable[[str], None] | None = None
    ) -> None:
        self._admission: list[AdmissionPolicy] = []
        self._expression: list[ExpressionPolicy] = []
        for number, policy in enumerate(policies):
            if before is not None:
                before(str(policy.get("name", "")))
            if policy.get("form") == "admission":
                self._admission.append(AdmissionPolicy(policy, number))
            elif policy.get("form") == "expression":
                self._expression.append(ExpressionPolicy(policy, number))
        self._reads = read_fields([policy.get("spec") for policy in policies])
        self._constants: dict[str, Any] = {}
        for admission in self._admission:
            self._constants |= admission.constants
        for expression in self._expression:
            self._constants |= expression.constants
        self._covering: dict[Served, list[AdmissionPolicy]] = {}
        found = [problem for policy in self._admission for problem in policy.problems]
        found += [problem for policy in self._expression for problem in policy.problems]
        self.problems: list[dict[str, Any]] = [problem.as_data() for problem in found]

    @property
    def evaluated(self) -> int:
        """How many expressions were evaluated so far."""
        admission = sum(policy.evaluated for policy in self._admission)
        return admission + sum(policy.evaluated for policy in self._expression)

    def evaluate(
        self,
        release: Mapping[str, Any],
        names: Container[str] | None = None,
        before: Callable[[str], None] | None = None,
    ) -> list[dict[str, Any]]:
        """Judge one release.

        Args:
            release: ``leaf`` as written, ``values`` in effect, ``environment``, ``cluster`` (None
                where it is not known), ``resources`` (manifests), ``namespace`` for those that
                name none, ``namespaces`` (labels by name, as far as known), ``params`` (objects
                that policies may name as parameters), ``kubernetesVersion``.
            names: the policies to ask; None for all.
            before: is told the name of each policy before it is asked, once for each object.

        Returns:
            Verdicts that are no passes: ``{"policy", "resource", "status", "message", "path",
            "fields", "actions", "binding", "reason"}``; ``status`` is fail, error or unknown.
        """
        known = Release(release, self._constants)
        verdicts = chain(
            self._of_release(known, names, before), self._of_objects(known, names, before)
        )
        return [verdict.as_data() for verdict in verdicts]

    def _of_release(
        self, release: Release, names: Container[str] | None, before: Callable[[str], None] | None
    ) -> Iterator[Verdict]:
        inputs = release_inputs(release, self._reads) if self._expression else None
        for policy in self._expression:
            if inputs is None or (names is not None and policy.name not in names):
                continue
            if before is not None:
                before(policy.name)
            yield from policy.verdicts(inputs)

    def _of_objects(
        self, release: Release, names: Container[str] | None, before: Callable[[str], None] | None
    ) -> Iterator[Verdict]:
        params = [plain(param) for param in sequence(release.data.get("params"))]
        for admitted in release.objects() if self._admission else ():
            for policy in self._covering_policies(admitted):
                if names is not None and policy.name not in names:
                    continue
                if before is not None:
                    before(policy.name)
                yield from policy.verdicts(admitted, params)

    def _covering_policies(self, admitted: Admitted) -> list[AdmissionPolicy]:
        served = admitted.target.served
        if served not in self._covering:
            self._covering[served] = [
                policy for policy in self._admission if not policy.never(admitted)
            ]
        return self._covering[served]
