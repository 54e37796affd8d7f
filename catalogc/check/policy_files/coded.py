"""Policies over coded rules: a rule, its parameters and its levels."""

from collections.abc import Iterable, Iterator

from catalogc.model.document import Document
from catalogc.model.finding import Finding, Severity
from catalogc.model.policy import Policy
from catalogc.model.source import FieldPath, Location
from catalogc.model.suggestion import nearest
from catalogc.rules import RULES_BY_SLUG

_PATH = ("spec", "rule")


def coded_policy(document: Document) -> Policy:
    """Return the policy that a sound document holds."""
    spec = document.data["spec"]
    levels = {name: Severity(text) for name, text in spec.get("level", {}).items()}
    return Policy(
        name=document.data["metadata"]["name"],
        rule=spec["rule"],
        location=document.at(_PATH),
        production=levels.get("production"),
        default=levels.get("default"),
        owner=spec.get("owner", ""),
        remediation=spec.get("remediation", ""),
        waivable=spec.get("waivable", True),
        params=spec.get("params", {}),
    )


def rule_findings(document: Document) -> Iterator[Finding]:
    """Report a rule that does not exist, and one that no policy can switch on."""
    slug, place = document.data["spec"]["rule"], document.at(_PATH)
    rule = RULES_BY_SLUG.get(slug)
    if rule is None:
        yield unknown_rule(slug, place, _PATH, RULES_BY_SLUG)
    elif not (rule.check or rule.check_catalog or rule.check_resources):
        yield Finding(
            rule="unknown-rule",
            severity=Severity.ERROR,
            message=f"rule {slug} takes no policy: it is always there",
            location=place,
            field=_PATH,
            help="remove the policy; lint.levels of catalogc.yaml sets its severity",
        )


def unknown_rule(slug: str, place: Location, field: FieldPath, known: Iterable[str]) -> Finding:
    """Report a rule that does not exist."""
    guess = nearest(slug, known)
    return Finding(
        rule="unknown-rule",
        severity=Severity.ERROR,
        message=f"there is no rule {slug}",
        location=place,
        label=f"did you mean {guess}?" if guess else "",
        field=field,
        help="catalogc rules lists them",
    )
