"""Policies in relation to rules: what catalogc.yaml says of rules that do not exist."""

from collections.abc import Mapping

from catalogc.check.policy_files.coded import unknown_rule
from catalogc.check.policy_files.folder import Policies, read_policies
from catalogc.model.configuration import Config
from catalogc.model.finding import Finding
from catalogc.rules.base import Rule

__all__ = ["Policies", "read_policies", "settings_findings"]


def settings_findings(config: Config, known: Mapping[str, Rule]) -> list[Finding]:
    """Report rules of catalogc.yaml's ``lint`` that do not exist.

    Args:
        known: rules and policies by name.
    """
    lint = config.lint
    places = dict(lint.select)
    for levels in (lint.levels, *(entry.levels for entry in lint.paths)):
        places |= {rule: level.location for rule, level in levels.items() if level.location}
    return [
        unknown_rule(rule, place, ("lint",), known)
        for rule, place in places.items()
        if rule not in known
    ]
