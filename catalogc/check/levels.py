"""How severe a finding is here: the profile, catalogc.yaml and the command line decide."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from catalogc.model.catalog import Catalog
from catalogc.model.finding import Finding, Severity
from catalogc.model.globs import glob_pattern
from catalogc.model.leaf import LeafId
from catalogc.model.lint import Level, LintRequest, Profile
from catalogc.rules.base import Rule
from catalogc.rules.shared.of_catalog import rules_of


@dataclass(frozen=True, slots=True)
class Levels:
    """Grades findings.

    Attributes:
        paths: the file of each leaf.
        rules: every rule that a finding may name, and policies of expressions, by slug.
    """

    catalog: Catalog
    request: LintRequest
    paths: Mapping[LeafId, str]
    rules: Mapping[str, Rule] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, catalog: Catalog, request: LintRequest) -> "Levels":
        """Prepare for a catalog."""
        paths = {release.id: release.leaf.document.file.path for release in catalog.releases}
        return cls(catalog, request, paths, rules_of(catalog))

    @property
    def profile(self) -> Profile:
        """The profile of the run."""
        return self.request.profile or self.catalog.config.lint.profile

    def runs(self, rule: Rule, named: Iterable[str]) -> bool:
        """Tell whether a rule is asked for.

        Args:
            named: rules that policies switch on.
        """
        if rule.mandatory:
            return True
        if rule.slug in self.request.ignore:
            return False
        if self.request.only:
            return rule.slug in self.request.only
        settings = self.catalog.config.lint
        return rule.slug in {*named, *settings.select} or self.profile.holds(rule.profile)

    @property
    def enforced(self) -> Catalog:
        """The catalog, with those policies of expressions that are asked for."""
        catalog = self.catalog
        names = {name for name, rule in self.rules.items() if self.runs(rule, (name,))}
        return replace(
            catalog,
            expression_policies=tuple(
                policy for policy in catalog.expression_policies if policy.terms.name in names
            ),
            admission_policies=tuple(
                policy for policy in catalog.admission_policies if policy.terms.name in names
            ),
        )

    def grade(self, finding: Finding) -> Finding | None:
        """Return the finding with the severity that it has here, or None where it is off."""
        if finding.unknown and self.request.strict:
            finding = replace(finding, severity=Severity.ERROR)
        rule = self.rules.get(finding.rule)
        if rule is None or rule.mandatory:
            return finding
        if finding.rule in self.request.ignore:
            return None
        if self.request.only and finding.rule not in self.request.only:
            return None
        level = self._level(finding)
        if level is None:
            return finding
        if level.off:
            return None
        # What a rule itself holds to be of little weight, or cannot decide, stays so.
        minor = finding.severity is Severity.INFO and rule.severity is not Severity.INFO
        graded = level.production if self._is_production(finding) else level.default
        if graded is None or minor or finding.unknown:
            return finding
        return replace(finding, severity=graded)

    def _level(self, finding: Finding) -> Level | None:
        settings = self.catalog.config.lint
        if not settings.levels and not settings.paths:
            return None
        path = self.paths.get(finding.leaf, "") if finding.leaf else ""
        path = path or finding.location.file.path
        found = settings.levels.get(finding.rule)
        for entry in settings.paths:
            if finding.rule in entry.levels and glob_pattern(entry.pattern).match(path):
                found = entry.levels[finding.rule]
        return found

    def _is_production(self, finding: Finding) -> bool:
        if finding.leaf is None:
            return False
        environment = self.catalog.config.environment(finding.leaf.environment)
        return environment is not None and environment.production
