"""What a rule is: data about it, and a pure function that decides."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from catalogc.model.catalog import Catalog, RenderedRelease
from catalogc.model.configuration import Config
from catalogc.model.finding import Applicability, Finding, Fix, Label, Severity
from catalogc.model.inventory import Cluster
from catalogc.model.lint import Profile
from catalogc.model.policy import Policy
from catalogc.model.release import Release
from catalogc.model.resource_finding import ResourceFinding
from catalogc.model.resource_index import ResourceIndex
from catalogc.model.source import FieldPath, Location


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule may know beside the release that it judges."""

    config: Config
    clusters: Mapping[str, Cluster]
    policy: Policy
    severity: Severity = Severity.ERROR  # the rule's own
    profile: Profile = Profile.DEFAULT  # of the run

    @property
    def params(self) -> Mapping[str, Any]:
        """The policy's parameters."""
        return self.policy.params

    def level(self, release: Release) -> Severity:
        """Severity of a finding: the policy's level for the environment, or the rule's own."""
        levels = self.policy
        graded = levels.production if release.environment.production else levels.default
        return graded or self.severity

    def graded(self, release: Release) -> Severity:
        """Severity of what production forbids: the policy's level for the environment."""
        if release.environment.production:
            return self.policy.production or Severity.ERROR
        return self.policy.default or Severity.WARNING


Check = Callable[[Release, Context], Iterator[Finding]]
CheckCatalog = Callable[[Catalog, Context], Iterator[Finding]]
CheckResources = Callable[[RenderedRelease, ResourceIndex, Context], Iterator[ResourceFinding]]


class Scope(StrEnum):
    """What a rule looks at."""

    SOURCE = "source"  # one file, while it is read
    LEAF = "leaf"  # one leaf with its defaults
    CATALOG = "catalog"  # all leaves together, and the files around them
    RESOURCE = "resource"  # what a leaf is rendered to
    OUTPUT = "output"  # what is committed
    CHART = "chart"  # a chart by itself: `catalogc chart check`


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: what it says, why, and how it decides.

    Attributes:
        slug: names its module, test cases, policy and SARIF rule alike.
        summary: what a finding says, in one sentence without a capital.
        check: judges one leaf; None where a stage finds it while it does its own work.
        check_catalog: judges the catalog as a whole.
        check_resources: judges what one leaf is rendered to, among the objects of the run.
        rationale: why it is worth keeping, in a few sentences.
        severity: of a finding, unless configuration says otherwise.
        profile: the least demanding profile that has it.
        fixable: whether findings carry fixes, and how safe these are.
        since: the version that brought it.
        mandatory: whether no configuration can switch it off or lower it.
        bad: text of a leaf that gets a finding of this rule.
        good: the same leaf without a finding.
        files: other files that both need, by path.
    """

    slug: str
    summary: str
    check: Check | None = None
    check_catalog: CheckCatalog | None = None
    check_resources: CheckResources | None = None
    rationale: str = ""
    scope: Scope = Scope.LEAF
    severity: Severity = Severity.ERROR
    profile: Profile = Profile.RELAXED
    fixable: Applicability | None = None
    since: str = "0.1"
    mandatory: bool = False
    bad: str = ""
    good: str = ""
    files: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reporter:
    """Builds the findings of one rule about one release."""

    slug: str
    release: Release
    context: Context

    def finding(  # noqa: PLR0913 - the parts of a finding
        self,
        path: FieldPath,
        message: str,
        *,
        label: str = "",
        remedy: str = "",
        severity: Severity | None = None,
        location: Location | None = None,
        related: tuple[Label, ...] = (),
        fixes: tuple[Fix, ...] = (),
        unknown: bool = False,
    ) -> Finding:
        """Blame the value at ``path``, or its nearest parent that is written down."""
        policy = self.context.policy
        return Finding(
            rule=self.slug,
            severity=Severity.INFO if unknown else severity or self.context.level(self.release),
            message=message,
            location=location or self.release.effective.at(path),
            label=label,
            field=path,
            leaf=self.release.id,
            related=related,
            help=remedy or policy.remediation,
            policy=policy.location,
            fixes=fixes,
            unknown=unknown,
        )
