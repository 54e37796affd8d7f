"""The verdict on findings: graded, waived, known from the baseline, or reported."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from catalogc.check import waivers
from catalogc.check.levels import Levels
from catalogc.check.waivers import Waiver, read_waivers
from catalogc.model.catalog import Catalog
from catalogc.model.document import Document
from catalogc.model.finding import Finding, Label, Severity, fingerprints, sort_findings
from catalogc.model.lint import LintRequest
from catalogc.rules.base import Scope


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is reported, sorted, and how many findings are accepted as they are."""

    findings: tuple[Finding, ...]
    suppressed: int = 0


@dataclass(slots=True)
class Judge:
    """Settles findings of one run; the same ones again get the same verdict."""

    catalog: Catalog
    request: LintRequest
    levels: Levels = field(init=False)
    _waivers: Mapping[str, list[Waiver]] = field(init=False)
    _problems: list[Finding] = field(init=False)
    _unwaivable: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        """Read the waivers."""
        self.levels = Levels.of(self.catalog, self.request)
        self._waivers, self._problems = read_waivers(_documents(self.catalog), self.levels.rules)
        self._unwaivable = frozenset(_unwaivable(self.catalog))

    def settle(self, findings: Iterable[Finding], *, complete: bool = False) -> Verdict:
        """Return the verdict.

        Args:
            complete: whether these are all findings of the run, so that a waiver that
                accepts none of them is of no use.
        """
        graded = filter(None, map(self.levels.grade, findings))
        kept: list[Finding] = list(self._problems)
        suppressed = 0
        for finding in sort_findings(graded):
            waiver = self._waiver(finding)
            if waiver is None:
                kept.append(finding)
            elif self._may_be_waived(finding):
                waiver.used.add(finding.rule)
                suppressed += 1
            else:
                waiver.used.add(finding.rule)
                kept.append(_refused(finding, waiver))
        if complete:
            kept.extend(filter(None, map(self.levels.grade, self._idle())))
        new = self._new(sort_findings(kept))
        return Verdict(tuple(new), suppressed + len(kept) - len(new))

    def _waiver(self, finding: Finding) -> Waiver | None:
        candidates = self._waivers.get(finding.location.file.path, ())
        if finding.leaf is not None:
            path = self.levels.paths.get(finding.leaf, "")
            # A default of the chart is judged at the chart's line; the leaf can waive it.
            if path != finding.location.file.path:
                others = self._waivers.get(path, ())
                candidates = [*candidates, *(item for item in others if item.line == 0)]
        for waiver in candidates:
            if waiver.covers(finding) and not self._is_expired(waiver):
                return waiver
        return None

    def _is_expired(self, waiver: Waiver) -> bool:
        today = self.request.today
        return waiver.until is not None and today is not None and waiver.until < today

    def _may_be_waived(self, finding: Finding) -> bool:
        rule = self.levels.rules.get(finding.rule)
        if rule is None or rule.mandatory:
            return False
        return finding.rule not in self._unwaivable

    def _idle(self) -> Iterable[Finding]:
        """Report waivers that are over, and those that accept nothing."""
        for waiver in (waiver for found in self._waivers.values() for waiver in found):
            if self._is_expired(waiver):
                yield waivers.expired(waiver)
                continue
            idle = [rule for rule in waiver.rules if rule not in waiver.used and self._ran(rule)]
            if idle:
                yield waivers.unused(waiver, idle)

    def _ran(self, slug: str) -> bool:
        rule = self.levels.rules[slug]
        named = [policy.rule for policy in self.catalog.policies]
        return rule.scope is not Scope.RESOURCE and self.levels.runs(rule, named)

    def _new(self, findings: list[Finding]) -> list[Finding]:
        """Drop what the baseline knows; what no setting can switch off is never known."""
        known = self.request.baseline
        if not known:
            return findings
        return [
            finding
            for finding, mark in zip(findings, fingerprints(findings), strict=True)
            if mark not in known or self._is_mandatory(finding)
        ]

    def _is_mandatory(self, finding: Finding) -> bool:
        rule = self.levels.rules.get(finding.rule)
        return finding.severity is Severity.ERROR and (rule is None or rule.mandatory)


def _unwaivable(catalog: Catalog) -> Iterable[str]:
    """Yield rules that a policy allows no exception from."""
    yield from (policy.rule for policy in catalog.policies if not policy.waivable)
    terms = [policy.terms for policy in catalog.expression_policies]
    terms += [policy.terms for policy in catalog.admission_policies]
    yield from (item.name for item in terms if not item.waivable)


def _documents(catalog: Catalog) -> Iterable[Document]:
    seen: set[str] = set()
    leaves = (release.leaf.document for release in catalog.releases)
    for document in (*leaves, *catalog.defaults):
        if document.file.path not in seen:
            seen.add(document.file.path)
            yield document


def _refused(finding: Finding, waiver: Waiver) -> Finding:
    label = Label(waiver.location, f"{finding.rule} cannot be waived")
    return replace(finding, related=(*finding.related, label))
