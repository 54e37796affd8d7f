"""Where catalogc and its rules are explained."""

HOME_PAGE = "https://catalogc.dev/"
DOCUMENTATION = HOME_PAGE + "rules/"


def rule_url(rule: str) -> str:
    """Return the documentation page of a rule, from its slug."""
    return DOCUMENTATION + rule
