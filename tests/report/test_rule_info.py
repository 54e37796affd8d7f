"""What reports know of rules."""

import pytest

from catalogc.report.links import rule_url
from catalogc.report.rule_info import describe
from catalogc.rules import RULES


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.slug)
def test_every_rule_is_described(rule):
    info = describe(rule.slug)
    assert (info.slug, info.summary, info.severity) == (rule.slug, rule.summary, rule.severity)
    assert (info.rationale, info.scope) == (rule.rationale, rule.scope.value)
    assert info.url == rule_url(rule.slug)
    assert info.page.startswith(f"# {rule.slug}\n")


def test_unknown_slug_has_no_description():
    assert describe("no-such-rule") is None
