"""The coded rules: one module each, all named here."""

from catalogc.rules import (
    chart_repository,
    expired_waiver,
    gpu_capacity,
    invalid_waiver,
    model_revision,
    unused_waiver,
    vault_path,
)
from catalogc.rules.base import Rule

RULES: tuple[Rule, ...] = (
    chart_repository.RULE,
    expired_waiver.RULE,
    gpu_capacity.RULE,
    invalid_waiver.RULE,
    model_revision.RULE,
    unused_waiver.RULE,
    vault_path.RULE,
)

RULES_BY_SLUG = {rule.slug: rule for rule in RULES}
