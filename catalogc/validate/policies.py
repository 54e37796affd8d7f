"""Policies of expressions: Kubernetes' own over rendered objects, ours over leaves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from catalogc.model.catalog import Catalog, RenderedRelease
from catalogc.model.finding import Finding, Label, Severity
from catalogc.model.resource_finding import ResourceFinding
from catalogc.validate.expression_place import expression_location
from catalogc.validate.policy_input import (
    admission_input,
    expression_input,
    reads_resources,
    release_input,
)
from catalogc.validate.policy_pool import BUDGET_SECONDS, Failure, PolicyPool
from catalogc.validate.policy_verdicts import AnyPolicy, findings_of
from catalogc.validate.right_policies import RightPolicies

_NONE_KNOWN = RightPolicies(None)


@dataclass(slots=True)
class PolicyReport:
    """What the policies of a run say.

    Attributes:
        findings: about leaves, and about policies themselves.
        resource_findings: about rendered objects.
        evaluated: number of expressions evaluated.
        not_run: policies that judge rendered objects, where nothing was rendered.
    """

    findings: list[Finding] = field(default_factory=list)
    resource_findings: list[ResourceFinding] = field(default_factory=list)
    evaluated: int = 0
    not_run: tuple[str, ...] = ()


class PolicyRunner:
    """Judges releases by the expression and admission policies of a catalog.

    Use it as a context: its worker starts at once, beside everything else, and only where
    there are such policies.

    Args:
        rendered: whether releases will have their objects; without, policies that read any are
            not even compiled.
        limit: most workers at a time; 0 for one a processor.
        budget: seconds of processor time that one policy may take for one release.
        right: remembers which policies are valid.
    """

    def __init__(
        self,
        catalog: Catalog,
        *,
        rendered: bool = True,
        limit: int = 0,
        budget: float = BUDGET_SECONDS,
        right: RightPolicies = _NONE_KNOWN,
    ) -> None:
        self._catalog = catalog
        self._right = right
        self.policies: dict[str, AnyPolicy] = {}
        self._over_leaves: list[str] = []
        inputs: list[dict[str, Any]] = []
        for expression in catalog.expression_policies:
            self.policies[expression.terms.name] = expression
            over_leaf = not reads_resources(expression)
            if over_leaf:
                self._over_leaves.append(expression.terms.name)
            if over_leaf or rendered:
                inputs.append(expression_input(expression))
        for admission in catalog.admission_policies:
            self.policies[admission.terms.name] = admission
            if rendered:
                inputs.append(admission_input(admission))
        self._inputs = [right.marked(policy) for policy in inputs]
        self._pool = PolicyPool(self._inputs, limit, budget) if inputs else None

    def __enter__(self) -> Self:
        """Start a worker."""
        if self._pool is not None:
            self._pool.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End all workers."""
        if self._pool is not None:
            self._pool.close()

    def judge(self, items: Sequence[RenderedRelease], *, rendered: bool = True) -> PolicyReport:
        """Judge releases.

        Args:
            rendered: whether the releases have their objects; without, only policies that do
                not read any are asked.

        Raises:
            WorkerUnavailableError: the engine of expressions cannot be loaded.
        """
        report = PolicyReport()
        if not rendered:
            report.not_run = tuple(name for name in self.policies if name not in self._over_leaves)
        pool = self._pool
        if pool is None:
            return report
        problems, failures = pool.compile()
        self._right.remember(item for item in self._inputs if item["name"] not in pool.failed)
        report.findings += [self._problem(problem) for problem in problems]
        report.findings += [self._uncompiled(failure) for failure in failures]
        complete = [item for item in items if rendered and not item.release.is_third_party]
        others = [item for item in items if not rendered or item.release.is_third_party]
        self._ask(pool, _varied(complete), list(self.policies), report)
        self._ask(pool, _varied(others), self._over_leaves, report)
        report.evaluated = pool.evaluated
        return report

    def _ask(
        self,
        pool: PolicyPool,
        items: Sequence[RenderedRelease],
        names: Sequence[str],
        report: PolicyReport,
    ) -> None:
        asked = [name for name in names if name not in pool.failed]
        inputs = [release_input(item, self._catalog) for item in items]
        for item, judged in zip(items, pool.judge(inputs, asked), strict=True):
            report.findings += [self._failure(failure, item) for failure in judged.failures]
            for finding in findings_of(judged.verdicts, self.policies, item):
                if isinstance(finding, Finding):
                    report.findings.append(finding)
                else:
                    report.resource_findings.append(finding)

    def _problem(self, problem: dict[str, Any]) -> Finding:
        policy = self.policies[problem["policy"]]
        path = tuple(problem["path"])
        line, column = problem.get("line") or 0, problem.get("column") or 0
        return Finding(
            rule="invalid-policy",
            severity=Severity.ERROR,
            message=f"policy {policy.terms.name} does not compile: {problem['message']}",
            location=expression_location(policy.document, path, line, column),
            field=path,
            help="correct the expression",
        )

    def _uncompiled(self, failure: Failure) -> Finding:
        return Finding(
            rule="policy-error",
            severity=Severity.ERROR,
            message=f"policy {failure.policy} {failure.reason} while it was compiled",
            location=self.policies[failure.policy].terms.location,
            help="write shorter expressions",
        )

    def _failure(self, failure: Failure, item: RenderedRelease) -> Finding:
        leaf = item.release.leaf
        return Finding(
            rule="policy-error",
            severity=Severity.ERROR,
            message=f"policy {failure.policy} {failure.reason} with leaf {leaf.id}",
            location=self.policies[failure.policy].terms.location,
            label="not asked again in this run",
            related=(Label(leaf.values.at_key(("workloadType",)), "the leaf"),),
            help="avoid expressions within expressions that each run over a list",
        )


def _varied(items: Iterable[RenderedRelease]) -> list[RenderedRelease]:
    """Put one release of each workload type first, so that a policy which fails fails early."""
    return sorted(items, key=_Seen())


class _Seen:
    """Sorts first ones before all others; each group keeps its order."""

    def __init__(self) -> None:
        self._types: set[str] = set()

    def __call__(self, item: RenderedRelease) -> bool:
        name = item.release.leaf.workload_type
        known = name in self._types
        self._types.add(name)
        return known
