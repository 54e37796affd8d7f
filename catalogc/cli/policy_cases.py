"""Runs the cases of policies: each is one release, or some objects, and what must be said of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from catalogc.cli.policy_answers import Said, reason_against, said_by_expressions, said_by_rule
from catalogc.cli.policy_repository import PolicyCase, PolicyRepository
from catalogc.model.catalog import RenderedRelease
from catalogc.model.configuration import Environment
from catalogc.model.document import Document
from catalogc.model.finding import Outcome
from catalogc.model.policy import AdmissionPolicy, ExpressionPolicy, Policy
from catalogc.model.release import Release
from catalogc.model.values import Origin, Values
from catalogc.resolve.leaves import LayeredLeaf
from catalogc.resolve.releases import resolve_releases
from catalogc.rules import RULES_BY_SLUG
from catalogc.validate.policy_input import (
    admission_input,
    cluster_input,
    environment_input,
    expression_input,
    reads_resources,
    release_input,
)
from catalogc.validate.policy_pool import Judged, PolicyPool

Render = Callable[[Sequence[Release]], Outcome[tuple[RenderedRelease, ...]]]
AnyPolicy = Policy | ExpressionPolicy | AdmissionPolicy

_IDENTITY = {"serviceName": "case", "serviceCatalog": "case", "environment": "dev"}


@dataclass(frozen=True, slots=True)
class CaseResult:
    """A case and how it ended; ``reason`` is empty for a case that holds."""

    case: PolicyCase
    said: Said
    reason: str


class CaseRunner:
    """Runs cases over one repository.

    Args:
        render: makes the objects of leaves; called once, with all leaves that need it.
    """

    def __init__(self, repository: PolicyRepository, render: Render) -> None:
        self._repository = repository
        self._catalog = repository.catalog
        self._render = render
        policies = repository.policies
        self._policies: dict[str, AnyPolicy] = {policy.name: policy for policy in policies.coded}
        self._policies |= {policy.terms.name: policy for policy in policies.expressions}
        self._policies |= {policy.terms.name: policy for policy in policies.admission}

    def run(
        self, cases: Sequence[PolicyCase], untested: Sequence[str] = ()
    ) -> tuple[list[CaseResult], dict[str, str]]:
        """Run cases, in their order.

        Args:
            untested: names of policies without a case, which are compiled all the same.

        Returns:
            The results, and those untested policies that cannot be used, each with the reason.

        Raises:
            WorkerUnavailableError: the engine of expressions cannot be loaded.
            RendererUnavailableError: the Helm engine cannot be loaded.
        """
        releases = [self._release(case) for case in cases]
        rendered = self._rendered(cases, releases)
        inputs = [
            self._input(index, case, item)
            for index, (case, item) in enumerate(zip(cases, rendered, strict=True))
        ]
        policies = {given["name"]: given for given, _ in filter(None, inputs)}
        for name in untested:
            policy = self._policies[name]
            if not isinstance(policy, Policy):
                policies[name] = _policy_input(policy)
        with PolicyPool(list(policies.values()), limit=1) as pool:
            problems, failures = pool.compile()
            broken = {failure.policy: failure.reason for failure in failures}
            broken |= {item["policy"]: f"does not compile: {item['message']}" for item in problems}
            said = [
                self._said(case, item, given, pool, broken)
                for case, item, given in zip(cases, rendered, inputs, strict=True)
            ]
        results = [
            CaseResult(case, answer, reason_against(case.data, answer))
            for case, answer in zip(cases, said, strict=True)
        ]
        return results, {name: broken[name] for name in untested if name in broken}

    def _release(self, case: PolicyCase) -> Release | str | None:
        """Resolve the leaf of a case; a text says why that cannot be done."""
        if "leaf" not in case.data:
            return None
        document = case.document.subtree(("leaf",))
        identity = dict(_IDENTITY)
        if "environment" in case.data:
            identity["environment"] = case.data["environment"]
        data = {**identity, **document.data}
        values = Values(data, {(): Origin(document, ())})
        leaf = LayeredLeaf(Document(document.file, data, document.spans), (values,))
        config = self._catalog.config
        outcome = resolve_releases((leaf,), self._catalog.adapters, config)
        if outcome.value and config.environment(data["environment"]) is not None:
            return outcome.value[0]
        return outcome.findings[0].message if outcome.findings else "the leaf has no adapter"

    def _rendered(
        self, cases: Sequence[PolicyCase], releases: Sequence[Release | str | None]
    ) -> list[RenderedRelease | str | None]:
        """Render the leaves whose policies read objects, all at once."""
        wanted = [
            release
            for case, release in zip(cases, releases, strict=True)
            if isinstance(release, Release) and self._needs_objects(case)
        ]
        outcome = self._render(wanted) if wanted else Outcome(())
        made = {id(item.release): item for item in outcome.value}
        problem = outcome.findings[0].message if outcome.findings else ""
        found: list[RenderedRelease | str | None] = []
        for case, release in zip(cases, releases, strict=True):
            if not isinstance(release, Release):
                found.append(release)
            elif self._needs_objects(case):
                found.append(made.get(id(release)) or problem or "cannot be rendered")
            else:
                found.append(RenderedRelease(release, ()))
        return found

    def _needs_objects(self, case: PolicyCase) -> bool:
        policy = self._policies[case.policy]
        if "resources" in case.data:
            return False
        if isinstance(policy, ExpressionPolicy):
            return reads_resources(policy)
        return (
            isinstance(policy, AdmissionPolicy)
            or RULES_BY_SLUG[policy.rule].check_resources is not None
        )

    def _input(
        self, index: int, case: PolicyCase, item: RenderedRelease | str | None
    ) -> tuple[dict[str, Any], dict[str, Any]] | None:
        """Return the policy as this case has it, under a name of its own, and what it judges."""
        policy = self._policies[case.policy]
        if isinstance(policy, Policy) or isinstance(item, str):
            return None
        params = case.data.get("params")
        given = _policy_input(policy)
        if params is not None and isinstance(policy, ExpressionPolicy):
            given["spec"] = {**given["spec"], "params": params}
        elif params is not None:
            given["params"] = params if isinstance(params, list) else [params]
        # One evaluator serves all cases that change nothing.
        given["name"] = case.policy if params is None else f"{case.policy} {index}"
        return given, self._judged_input(case.data, item)

    def _judged_input(
        self, case: Mapping[str, Any], item: RenderedRelease | None
    ) -> dict[str, Any]:
        config = self._catalog.config
        name = case.get("environment", _IDENTITY["environment"])
        environment = config.environment(name) or Environment(name)
        if item is not None:
            given = release_input(item, self._catalog)
        else:
            cluster = self._catalog.clusters.get(environment.cluster)
            given = {
                "leaf": {},
                "values": {},
                "environment": environment_input(environment),
                "cluster": cluster and cluster_input(cluster),
                "resources": [],
                "namespace": "default",
                "namespaces": dict(cluster.namespaces) if cluster else {},
                "kubernetesVersion": self._catalog.kubernetes_version(environment),
            }
        for key in ("values", "resources", "cluster"):
            if key in case:
                given[key] = case[key]
        if "namespaceLabels" in case:
            labels = case["namespaceLabels"]
            names = {_namespace(one) or given["namespace"] for one in given["resources"]}
            given["namespaces"] = {**given["namespaces"], **dict.fromkeys(names, labels)}
        return given

    def _said(
        self,
        case: PolicyCase,
        item: RenderedRelease | str | None,
        given: tuple[dict[str, Any], dict[str, Any]] | None,
        pool: PolicyPool,
        broken: Mapping[str, str],
    ) -> Said:
        if isinstance(item, str):
            return Said("error", (item,))
        policy = self._policies[case.policy]
        if isinstance(policy, Policy):
            if item is None:
                return Said("error", ("a policy over a coded rule is tested with a leaf",))
            return said_by_rule(policy, item, self._catalog, case.data.get("params"))
        if given is None or given[0]["name"] in broken:
            return Said("error", (broken.get(given[0]["name"], "") if given else "",))
        return self._asked(policy, given, pool)

    def _asked(
        self,
        policy: ExpressionPolicy | AdmissionPolicy,
        given: tuple[dict[str, Any], dict[str, Any]],
        pool: PolicyPool,
    ) -> Said:
        """Ask about each object alone: only then is it known whether the policy is about it."""
        policy_input, content = given
        judged, applies = Judged(), False
        conditions = _conditions(policy)
        for one in _one_by_one(policy, content):
            before = pool.evaluated
            (answer,) = pool.judge([one], [policy_input["name"]])
            judged.verdicts += answer.verdicts
            judged.failures += answer.failures
            applies = applies or pool.evaluated - before > conditions
        return said_by_expressions(policy, judged, applies)


def _policy_input(policy: ExpressionPolicy | AdmissionPolicy) -> dict[str, Any]:
    if isinstance(policy, ExpressionPolicy):
        return expression_input(policy)
    return admission_input(policy)


def _one_by_one(
    policy: ExpressionPolicy | AdmissionPolicy, content: dict[str, Any]
) -> list[dict[str, Any]]:
    if isinstance(policy, ExpressionPolicy):
        return [content]
    return [{**content, "resources": [manifest]} for manifest in content["resources"]]


def _conditions(policy: ExpressionPolicy | AdmissionPolicy) -> int:
    """Return how many conditions are evaluated for what a policy is not about, at most."""
    if isinstance(policy, ExpressionPolicy):
        return len(policy.spec.get("matchConditions", ()))
    conditions = len(policy.document.data["spec"].get("matchConditions", ()))
    references = [binding.data["spec"].get("paramRef", {}) for binding in policy.bindings]
    times = sum(len(policy.params) if "selector" in one else 1 for one in references)
    return conditions * max(1, times)


def _namespace(manifest: Mapping[str, Any]) -> str:
    metadata = manifest.get("metadata")
    return str(metadata.get("namespace") or "") if isinstance(metadata, dict) else ""
