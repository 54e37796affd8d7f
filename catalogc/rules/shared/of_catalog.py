"""The rules of a catalog: those in code, and its policies of expressions under their names."""

from collections.abc import Mapping

from catalogc.model.catalog import Catalog
from catalogc.model.document import Document
from catalogc.model.finding import Severity
from catalogc.model.policy import ACTION_SEVERITY, AdmissionPolicy, ExpressionPolicy, Terms
from catalogc.rules import RULES_BY_SLUG
from catalogc.rules.base import Rule, Scope

_WEIGHT = (Severity.INFO, Severity.WARNING, Severity.ERROR)


def rules_of(catalog: Catalog) -> Mapping[str, Rule]:
    """Return every rule that a finding of this catalog may name, by its slug."""
    policies = policy_rules(catalog.expression_policies, catalog.admission_policies)
    return {**policies, **RULES_BY_SLUG}


def policy_rules(
    expressions: tuple[ExpressionPolicy, ...], admission: tuple[AdmissionPolicy, ...]
) -> Mapping[str, Rule]:
    """Describe policies of expressions as rules, by name."""
    found = {item.terms.name: _rule(item.terms, Severity.ERROR) for item in expressions}
    for policy in admission:
        found[policy.terms.name] = _rule(policy.terms, action_severity(policy.bindings))
    return found


def action_severity(bindings: tuple[Document, ...]) -> Severity:
    """Return the severity of the strongest action of some bindings; of none, an error's."""
    named = [text for item in bindings for text in item.data["spec"]["validationActions"]]
    found = (level for action, level in ACTION_SEVERITY.items() if action in named)
    return next(found, Severity.ERROR)


def _rule(terms: Terms, severity: Severity) -> Rule:
    remedy = f" {_sentence(terms.remediation)}" if terms.remediation else ""
    levels = (terms.production or severity, terms.default or severity)
    described = terms.description.partition(". ")[0].rstrip(".") or f"policy {terms.name}"
    return Rule(
        terms.name,
        f"{described[:1].lower()}{described[1:]}" if not described[1:2].isupper() else described,
        rationale=f"{_sentence(terms.description)}{remedy}" if terms.description else "",
        scope=Scope.RESOURCE,
        severity=max(levels, key=_WEIGHT.index),
    )


def _sentence(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."
