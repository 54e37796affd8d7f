"""From a verdict of the evaluator to a finding: about a rendered object, or about the leaf."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from catalogc.model.catalog import RenderedRelease
from catalogc.model.finding import Finding, Severity
from catalogc.model.policy import ACTION_SEVERITY, AdmissionPolicy, ExpressionPolicy, Terms
from catalogc.model.release import Release
from catalogc.model.resource_finding import ResourceFinding
from catalogc.model.source import FieldPath, Location, parse_path

AnyPolicy = ExpressionPolicy | AdmissionPolicy
Verdict = dict[str, Any]

_LEAF = ("workloadType",)


def findings_of(
    verdicts: Iterable[Verdict], policies: dict[str, AnyPolicy], item: RenderedRelease
) -> Iterator[Finding | ResourceFinding]:
    """Turn the verdicts about one release into findings, each once.

    What cannot be decided for one reason is told once a policy, not once an object.
    """
    told: set[tuple[object, ...]] = set()
    for verdict in sorted(verdicts, key=_weight):
        policy = policies[verdict["policy"]]
        message = _message(policy.terms, verdict)
        one = () if verdict["status"] == "unknown" else (verdict["resource"], *verdict["path"])
        key = (verdict["policy"], verdict["status"], message, one)
        if key not in told:
            told.add(key)
            yield _finding(policy, verdict, message, item)


def _weight(verdict: Verdict) -> int:
    """The strongest action first: bindings may judge one object several times."""
    actions = list(ACTION_SEVERITY)
    return min((actions.index(name) for name in verdict["actions"]), default=0)


def _message(terms: Terms, verdict: Verdict) -> str:
    if verdict["status"] == "unknown":
        return f"{terms.name} cannot be decided offline: {verdict['reason'] or verdict['message']}"
    if verdict["status"] == "error":
        return f"{terms.name} fails, so it allows nothing: {verdict['message']}"
    return str(verdict["message"])


def _finding(
    policy: AnyPolicy, verdict: Verdict, message: str, item: RenderedRelease
) -> Finding | ResourceFinding:
    severity = severity_of(policy.terms, verdict, item.release)
    fields: list[FieldPath] = [tuple(path) for path in verdict["fields"]]
    index = verdict["resource"]
    place = policy_location(policy, tuple(verdict["path"]))
    if index < 0:
        field = leaf_field(policy, verdict["path"], fields)
        return Finding(
            rule=policy.terms.name,
            severity=severity,
            message=message,
            location=_leaf_location(item.release, field),
            field=field,
            leaf=item.release.id,
            help=policy.terms.remediation,
            policy=place,
            unknown=verdict["status"] == "unknown",
        )
    return ResourceFinding(
        rule=policy.terms.name,
        severity=severity,
        message=message,
        release=item.release,
        resource=item.resources[index],
        path=fields[0] if fields else (),
        also=tuple(fields[1:]),
        help=policy.terms.remediation,
        policy=place,
        unknown=verdict["status"] == "unknown",
    )


def severity_of(terms: Terms, verdict: Verdict, release: Release) -> Severity:
    """Return the policy's level in this environment, else that of its bindings' actions."""
    if verdict["status"] == "unknown":
        return Severity.INFO
    level = terms.production if release.environment.production else terms.default
    actions = verdict["actions"]
    strongest = (severity for name, severity in ACTION_SEVERITY.items() if name in actions)
    return level or next(strongest, Severity.ERROR)


def policy_location(policy: AnyPolicy, path: FieldPath) -> Location:
    """Locate an expression of a policy; its name where there is none."""
    return policy.document.at(path) if path in policy.document.spans else policy.terms.location


def leaf_field(policy: AnyPolicy, path: Sequence[str | int], fields: list[FieldPath]) -> FieldPath:
    """Return the field that a validation names, else the first one that its expression reads."""
    node: Any = policy.document.data
    for part in path[:3]:
        known = isinstance(node, dict | list) and (part in node or isinstance(part, int))
        node = node[part] if known else None
    named = node.get("field") if isinstance(node, dict) else None
    if isinstance(policy, ExpressionPolicy) and isinstance(named, str):
        return parse_path(named)
    return next((field for field in fields if field), _LEAF)


def _leaf_location(release: Release, field: FieldPath) -> Location:
    """Locate a field, or its nearest parent; the workload type where none is written."""
    values = release.effective
    return values.at(field if field[0] in values.data else _LEAF)
