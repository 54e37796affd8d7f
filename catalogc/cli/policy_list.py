"""What ``catalogc policy list`` tells of a policy."""

from collections.abc import Mapping

from catalogc.check.policy_files.folder import Policies
from catalogc.model.policy import Terms
from catalogc.rules import RULES_BY_SLUG
from catalogc.rules.base import Rule
from catalogc.rules.shared.of_catalog import policy_rules


def policy_rows(policies: Policies) -> list[dict[str, str]]:
    """Return one row a policy, sorted by name; keys are only ever added."""
    rules = policy_rules(policies.expressions, policies.admission)
    rows = []
    for policy in policies.coded:
        rule = RULES_BY_SLUG[policy.rule]
        level = policy.production or policy.default or rule.severity
        path = policy.location.file.path if policy.location else ""
        rows.append(_row(policy.name, "rule", level, policy.owner, rule.summary, path))
    rows += [_terms_row(item.terms, "expression", rules) for item in policies.expressions]
    rows += [_terms_row(item.terms, "admission", rules) for item in policies.admission]
    return sorted(rows, key=lambda row: row["name"])


def _terms_row(terms: Terms, form: str, rules: Mapping[str, Rule]) -> dict[str, str]:
    rule = rules[terms.name]
    path = terms.location.file.path
    return _row(terms.name, form, rule.severity, terms.owner, rule.summary, path)


def _row(
    name: str, form: str, level: str, owner: str, description: str, path: str
) -> dict[str, str]:
    return {
        "name": name,
        "form": form,
        "level": str(level),
        "owner": owner,
        "description": description,
        "path": path,
    }
