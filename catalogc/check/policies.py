"""Read ``policies/*.yaml``."""

from collections.abc import Iterable

from catalogc.model.configuration import Config
from catalogc.model.document import Document
from catalogc.model.finding import Finding, Outcome, Severity
from catalogc.model.policy import Policy
from catalogc.model.reader import DocumentReader
from catalogc.model.source import FieldPath, Location
from catalogc.model.suggestion import nearest
from catalogc.rules import RULES_BY_SLUG
from catalogc.schemas.own import own_validator


def read_policies(files: Iterable[str], reader: DocumentReader) -> Outcome[tuple[Policy, ...]]:
    """Read every policy file; a policy over a rule that does not exist is an error."""
    policies: list[Policy] = []
    findings: list[Finding] = []
    for path in files:
        outcome = reader.one(path)
        findings.extend(outcome.findings)
        if outcome.value is None:
            continue
        problems = own_validator("policy").document_findings(outcome.value)
        findings.extend(problems)
        if not problems:
            policies.append(_policy(outcome.value))
            place = outcome.value.at(("spec", "rule"))
            findings.extend(_unknown_rule(policies[-1].rule, place, ("spec", "rule")))
            findings.extend(_without_code(policies[-1].rule, place))
    return Outcome(tuple(policies), tuple(findings))


def _policy(document: Document) -> Policy:
    spec = document.data["spec"]
    levels = {name: Severity(text) for name, text in spec.get("level", {}).items()}
    return Policy(
        name=document.data["metadata"]["name"],
        rule=spec["rule"],
        location=document.at(("spec", "rule")),
        production=levels.get("production"),
        default=levels.get("default"),
        owner=spec.get("owner", ""),
        remediation=spec.get("remediation", ""),
        waivable=spec.get("waivable", True),
        params=spec.get("params", {}),
    )


def settings_findings(config: Config) -> list[Finding]:
    """Report rules of catalogc.yaml's ``lint`` that do not exist."""
    lint = config.lint
    places = dict(lint.select)
    for levels in (lint.levels, *(entry.levels for entry in lint.paths)):
        places |= {rule: level.location for rule, level in levels.items() if level.location}
    return [
        finding
        for rule, place in places.items()
        for finding in _unknown_rule(rule, place, ("lint",))
    ]


def _unknown_rule(rule: str, place: Location, field: FieldPath) -> list[Finding]:
    if rule in RULES_BY_SLUG:
        return []
    known = sorted(RULES_BY_SLUG)
    guess = nearest(rule, known)
    return [
        Finding(
            rule="unknown-rule",
            severity=Severity.ERROR,
            message=f"there is no rule {rule}",
            location=place,
            label=f"did you mean {guess}?" if guess else "",
            field=field,
            help="catalogc rules lists them",
        )
    ]


def _without_code(slug: str, place: Location) -> list[Finding]:
    rule = RULES_BY_SLUG.get(slug)
    if rule is None or rule.check is not None or rule.check_catalog is not None:
        return []
    return [
        Finding(
            rule="unknown-rule",
            severity=Severity.ERROR,
            message=f"rule {slug} takes no policy: it is always there",
            location=place,
            field=("spec", "rule"),
            help="remove the policy; lint.levels of catalogc.yaml sets its severity",
        )
    ]
