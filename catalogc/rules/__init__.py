"""The coded rules: one module each, all named here."""

from catalogc.rules import chart_repository, gpu_capacity, model_revision, vault_path
from catalogc.rules.base import Rule

RULES: tuple[Rule, ...] = (
    chart_repository.RULE,
    gpu_capacity.RULE,
    model_revision.RULE,
    vault_path.RULE,
)

RULES_BY_SLUG = {rule.slug: rule for rule in RULES}
