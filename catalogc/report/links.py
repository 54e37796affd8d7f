"""Where a rule is explained."""

DOCUMENTATION = "https://catalogc.dev/rules/"


def rule_url(rule: str) -> str:
    """Return the documentation page of a rule, from its slug."""
    return DOCUMENTATION + rule
