"""What a policy says in a case, and whether that is what the case expects."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from catalogc.model.catalog import Catalog, RenderedRelease
from catalogc.model.lint import Profile
from catalogc.model.policy import AdmissionPolicy, ExpressionPolicy, Policy
from catalogc.model.resource_index import ResourceIndex
from catalogc.model.source import FieldPath, format_path
from catalogc.rules import RULES_BY_SLUG
from catalogc.rules.base import Context
from catalogc.validate.policy_pool import Judged
from catalogc.validate.policy_verdicts import leaf_field


@dataclass(frozen=True, slots=True)
class Said:
    """What a policy says in one case.

    Attributes:
        status: ``pass``, ``fail``, ``unknown`` or ``skip``; ``error`` where the case cannot be run.
        messages: of its findings.
        fields: what each finding is about.
    """

    status: str
    messages: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


def said_by_rule(policy: Policy, item: RenderedRelease, catalog: Catalog, params: Any) -> Said:
    """Run exactly the rule of a policy."""
    rule = RULES_BY_SLUG[policy.rule]
    if params is not None:
        policy = replace(policy, params=params)
    context = Context(catalog.config, catalog.clusters, policy, rule.severity, Profile.STRICT)
    findings: list[Any] = []
    if rule.check is not None:
        findings += rule.check(item.release, context)
    if rule.check_catalog is not None:
        findings += rule.check_catalog(replace(catalog, releases=(item.release,)), context)
    if rule.check_resources is not None:
        index = ResourceIndex.of((item,), (item.release.environment.name,))
        findings += rule.check_resources(item, index, context)
    status = "pass" if not findings else "fail"
    if findings and all(finding.unknown for finding in findings):
        status = "unknown"
    paths = [finding.field if hasattr(finding, "field") else finding.path for finding in findings]
    return Said(status, tuple(item.message for item in findings), tuple(map(format_path, paths)))


def said_by_expressions(
    policy: ExpressionPolicy | AdmissionPolicy, judged: Judged, applies: bool
) -> Said:
    """Read the verdicts; a policy that is not about a case skips it."""
    messages = [f"{failure.policy} {failure.reason}" for failure in judged.failures]
    if messages:
        return Said("fail", tuple(messages))
    if not judged.verdicts:
        return Said("pass" if applies else "skip")
    failed = [verdict for verdict in judged.verdicts if verdict["status"] != "unknown"]
    shown = failed or judged.verdicts
    return Said(
        "fail" if failed else "unknown",
        tuple(verdict["message"] or verdict["reason"] for verdict in shown),
        tuple(format_path(_field(policy, verdict)) for verdict in shown),
    )


def _field(policy: ExpressionPolicy | AdmissionPolicy, verdict: Mapping[str, Any]) -> FieldPath:
    fields: list[FieldPath] = [tuple(path) for path in verdict["fields"]]
    if verdict["resource"] < 0 and isinstance(policy, ExpressionPolicy):
        return leaf_field(policy, verdict["path"], fields)
    return fields[0] if fields else ()


def reason_against(case: Mapping[str, Any], said: Said) -> str:
    """Return what is wrong with an answer; empty for one that is as expected."""
    shown = f": {said.messages[0]}" if said.messages else ""
    if said.status != case["expect"]:
        return f"expected {case['expect']}, got {said.status}{shown}"
    if "message" in case and not any(case["message"] in text for text in said.messages):
        return f"no message holds {case['message']!r}{shown}"
    if "field" in case and case["field"] not in said.fields:
        named = ", ".join(field or "none" for field in said.fields) or "none"
        return f"expected a finding about {case['field']}, got {named}"
    return ""
