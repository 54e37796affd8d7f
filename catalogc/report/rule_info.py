"""What a report tells of a rule, wherever that is written down."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from catalogc.model.finding import Severity
from catalogc.report.links import rule_url
from catalogc.report.rule_page import rule_page
from catalogc.rules import RULES_BY_SLUG
from catalogc.rules.base import Rule


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """A rule, as reports show it.

    Attributes:
        slug: its name.
        summary: what a finding says, in one sentence without a capital.
        rationale: why it is worth keeping; empty where nothing is written.
        severity: of a finding, unless configuration says otherwise; None if it varies.
        url: its documentation page.
        scope: what it looks at, as ``leaf`` or ``catalog``; empty if unknown.
        page: its documentation in Markdown, as ``catalogc explain`` prints it.
    """

    slug: str
    summary: str
    rationale: str = ""
    severity: Severity | None = None
    url: str = ""
    scope: str = ""
    page: str = ""


def describe(slug: str, policies: Mapping[str, Rule] = MappingProxyType({})) -> RuleInfo | None:
    """Return what is known of a rule or policy; None for a slug that neither has."""
    rule = RULES_BY_SLUG.get(slug) or policies.get(slug)
    if rule is None:
        return None
    return RuleInfo(
        slug=slug,
        summary=rule.summary,
        rationale=rule.rationale,
        severity=rule.severity,
        url=rule_url(slug),
        scope=rule.scope.value,
        page=rule_page(rule),
    )
