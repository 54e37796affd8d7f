"""Where catalogc and its rules are explained."""

from catalogc.rules import RULES_BY_SLUG

HOME_PAGE = "https://catalogc.dev/"
DOCUMENTATION = HOME_PAGE + "rules/"
POLICIES = HOME_PAGE + "policies"
"""What is said of policies that an organisation writes itself."""


def rule_url(rule: str) -> str:
    """Return the documentation page of a rule, from its slug; that of all policies for a policy."""
    return DOCUMENTATION + rule if rule in RULES_BY_SLUG else POLICIES
