"""Which rules a run asks for, each with the policy that it enforces."""

from collections.abc import Iterable
from typing import Protocol

from catalogc.model.catalog import Catalog
from catalogc.model.lint import Profile
from catalogc.model.policy import Policy
from catalogc.rules import RULES, RULES_BY_SLUG
from catalogc.rules.base import Context, Rule

InForce = tuple[Rule, Context]


class Selection(Protocol):
    """What the configuration and the command line ask for."""

    @property
    def profile(self) -> Profile:
        """The profile of the run."""
        ...

    def runs(self, rule: Rule, named: Iterable[str]) -> bool:
        """Tell whether a rule is asked for; ``named`` are those that policies switch on."""
        ...


def rules_in_force(catalog: Catalog, selection: Selection) -> list[InForce]:
    """Return each policy's rule, and the rules of the profile, which need no policy."""
    named = {policy.rule for policy in catalog.policies}
    unwritten = [Policy(rule.slug, rule.slug) for rule in RULES if rule.slug not in named]
    in_force = []
    for policy in (*catalog.policies, *unwritten):
        rule = RULES_BY_SLUG.get(policy.rule)
        if rule is not None and selection.runs(rule, named):
            profile = selection.profile
            context = Context(catalog.config, catalog.clusters, policy, rule.severity, profile)
            in_force.append((rule, context))
    return in_force
