"""What one run did, in numbers."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from catalogc.rules.base import Rule


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts of one run.

    Attributes:
        leaves: leaves that were checked.
        rendered: leaves that were rendered here; Argo CD renders third-party charts itself.
        resources: Kubernetes objects that rendering made.
        validated: resources that were checked against a schema.
        skipped: resources for which there is no schema.
        without_schema: names of their kinds, sorted.
        third_party: leaves that Argo CD renders, so that nothing is known of their resources.
        errors: findings that are errors.
        warnings: findings that are warnings.
        suppressed: findings that a waiver accepts.
        policies: policies of expressions, described as rules, by name.
        since: of a run that is narrowed to changes, what they are measured from.
        seconds: wall time; only people see it, so that machine formats stay deterministic.
    """

    leaves: int = 0
    rendered: int = 0
    resources: int = 0
    validated: int = 0
    skipped: int = 0
    without_schema: tuple[str, ...] = ()
    third_party: int = 0
    errors: int = 0
    warnings: int = 0
    suppressed: int = 0
    since: str = ""
    seconds: float = 0.0
    policies: Mapping[str, Rule] = field(default_factory=dict, repr=False)
