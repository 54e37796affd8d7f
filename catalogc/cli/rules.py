"""``catalogc rules`` and ``catalogc explain``: what the rules are, and why."""

import json
import sys

import click

from catalogc.cli.boundary import Stop
from catalogc.cli.completion import complete_rules
from catalogc.cli.exit_codes import ExitCode
from catalogc.cli.options import TEXT_OR_JSON


@click.command()
@TEXT_OR_JSON
def rules(*, format_name: str) -> int:
    """List every rule, and in a catalog repository its policies of expressions."""
    from catalogc.cli.known_rules import known_rules
    from catalogc.report.rule_page import rule_record

    found = tuple(known_rules(None).values())

    if format_name == "json":
        content = {"version": 1, "rules": [rule_record(rule) for rule in found]}
        sys.stdout.write(json.dumps(content, indent=2) + "\n")
        return ExitCode.CLEAN
    width = max(len(rule.slug) for rule in found)
    for rule in found:
        mark = "*" if rule.fixable else " "
        sys.stdout.write(f"{rule.slug:<{width}}  {rule.severity:<7} {mark} {rule.summary}\n")
    sys.stdout.write("\n* has fixes; catalogc explain RULE tells more.\n")
    return ExitCode.CLEAN


@click.command()
@click.argument("rule", shell_complete=complete_rules)
def explain(*, rule: str) -> int:
    """Tell what RULE says, why, and how to correct a leaf."""
    from catalogc.cli.known_rules import find_rule, known_rules
    from catalogc.model.suggestion import nearest
    from catalogc.report.rule_page import rule_page

    found = find_rule(rule, None)
    if found is None:
        guess = nearest(rule, known_rules(None))
        remedy = f"did you mean {guess}?" if guess else "catalogc rules lists them"
        raise Stop(ExitCode.USAGE, f"there is no rule {rule}", remedy)
    sys.stdout.write(rule_page(found))
    return ExitCode.CLEAN
