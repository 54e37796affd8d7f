"""What a rule is: data about it, and a pure function that decides."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from catalogc.model.configuration import Config
from catalogc.model.finding import Finding, Label, Severity
from catalogc.model.inventory import Cluster
from catalogc.model.policy import Policy
from catalogc.model.release import Release
from catalogc.model.source import FieldPath, Location


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule may know beside the release that it judges."""

    config: Config
    clusters: Mapping[str, Cluster]
    policy: Policy

    @property
    def params(self) -> Mapping[str, Any]:
        """The policy's parameters."""
        return self.policy.params

    def graded(self, release: Release) -> Severity:
        """Severity of what production forbids: the policy's level for the environment."""
        if release.environment.production:
            return self.policy.production or Severity.ERROR
        return self.policy.default or Severity.WARNING


Check = Callable[[Release, Context], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A coded rule over one release.

    Attributes:
        slug: names its module, test cases, policy and SARIF rule alike.
        summary: one sentence, why it exists.
    """

    slug: str
    summary: str
    check: Check
    since: str = "0.1"


@dataclass(frozen=True, slots=True)
class Reporter:
    """Builds the findings of one rule about one release."""

    slug: str
    release: Release
    context: Context

    def finding(
        self,
        path: FieldPath,
        message: str,
        *,
        label: str = "",
        remedy: str = "",
        severity: Severity = Severity.ERROR,
        location: Location | None = None,
        related: tuple[Label, ...] = (),
    ) -> Finding:
        """Blame the value at ``path``, or its nearest parent that is written down."""
        policy = self.context.policy
        return Finding(
            rule=self.slug,
            severity=severity,
            message=message,
            location=location or self.release.effective.at(path),
            label=label,
            field=path,
            leaf=self.release.id,
            related=related,
            help=remedy or policy.remediation,
            policy=policy.location,
        )
