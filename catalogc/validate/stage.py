"""The validate stage: rendered objects in, what is wrong with them out."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from catalogc.model.catalog import Catalog, RenderedRelease
from catalogc.model.crash import Crash
from catalogc.model.finding import Finding
from catalogc.model.leaf import LeafId
from catalogc.model.record import Looked
from catalogc.model.release import Release
from catalogc.model.resource_finding import ResourceFinding
from catalogc.model.resource_index import ResourceIndex
from catalogc.rules.force import Selection, rules_in_force
from catalogc.schemas.custom import CustomSchemas
from catalogc.schemas.kubernetes import kubernetes_schemas
from catalogc.schemas.manifest import ManifestValidator
from catalogc.validate.policies import PolicyRunner
from catalogc.validate.resource_rules import check_rendered
from catalogc.validate.schema_findings import schema_findings, version_findings

if TYPE_CHECKING:
    from catalogc.validate.kubeconform import KubeconformValidator


@dataclass(slots=True)
class Validated:
    """What was found.

    Attributes:
        findings: about files: policies, schemas, leaves.
        of_resources: about rendered objects.
        crashes: rules that failed; the findings of all others are there.
        validated: objects that were checked against a schema.
        skipped: objects of kinds without one, and those that kubeconform could not judge.
        without_schema: how many objects of each kind have no schema, by apiVersion and kind.
        not_run: policies that judge rendered objects, where nothing was rendered.
        looked: what rules looked at beside each leaf.
    """

    findings: list[Finding] = field(default_factory=list)
    of_resources: list[ResourceFinding] = field(default_factory=list)
    crashes: list[Crash] = field(default_factory=list)
    validated: int = 0
    skipped: int = 0
    without_schema: Counter[tuple[str, str]] = field(default_factory=Counter)
    not_run: tuple[str, ...] = ()
    looked: Mapping[LeafId, set[Looked]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Validation:
    """What judges releases and their objects.

    Attributes:
        selection: which rules the run asks for.
        policies: those of expressions; its worker is running.
        custom: schemas of custom resources.
    """

    catalog: Catalog
    selection: Selection
    policies: PolicyRunner
    custom: CustomSchemas

    def of_leaves(self, releases: Sequence[Release]) -> Validated:
        """Judge releases of which nothing is rendered, by policies that do not need that.

        Raises:
            UnavailableError: the engine of expressions cannot be used.
        """
        items = tuple(map(RenderedRelease, releases))
        report = self.policies.judge(items, rendered=False)
        return Validated(report.findings, not_run=report.not_run)

    def of_objects(
        self,
        rendered: Sequence[RenderedRelease],
        others: Sequence[RenderedRelease] = (),
        kubeconform: "KubeconformValidator | None" = None,
    ) -> Validated:
        """Judge the objects of releases.

        Args:
            rendered: the releases to judge.
            others: those whose objects are only looked at.
            kubeconform: instead of the built-in check against schemas.

        Raises:
            UnavailableError: kubeconform, the engine of expressions or the schemas of
                Kubernetes cannot be used.
            InvalidSchema: a schema that ships with catalogc is not valid.
        """
        found = Validated()
        everything = (*rendered, *others)
        index = ResourceIndex.of(everything, self._whole(everything))
        self._schemas(rendered, kubeconform, found)
        in_force = rules_in_force(self.catalog, self.selection)
        checked = check_rendered(rendered, index, in_force)
        found.of_resources += checked.findings
        found.crashes += checked.crashes
        found.looked = index.looked
        report = self.policies.judge(rendered)
        found.of_resources += report.resource_findings
        found.findings += report.findings
        return found

    def _schemas(
        self,
        rendered: Sequence[RenderedRelease],
        kubeconform: "KubeconformValidator | None",
        found: Validated,
    ) -> None:
        for version, items in self._by_version(rendered):
            kubernetes = kubernetes_schemas(version)
            sources = (kubernetes, self.custom)
            if kubeconform is not None:
                answer = kubeconform.validate(items, sources, version)
                found.of_resources += answer.findings
                found.validated -= answer.unknown
                found.skipped += answer.unknown
            validator = ManifestValidator(sources)
            for item in items:
                elsewhere = kubeconform is not None
                check = schema_findings(item, validator, kubernetes, elsewhere=elsewhere)
                found.of_resources += check.findings
                found.validated += check.validated
                found.skipped += check.skipped
                found.without_schema += check.without_schema
        found.findings += version_findings(self.catalog)
        found.findings += self.custom.findings

    def _whole(self, rendered: Sequence[RenderedRelease]) -> Iterator[str]:
        """Yield the environments of which all releases are here."""
        found = Counter(item.release.environment.name for item in rendered)
        all_of = Counter(release.environment.name for release in self.catalog.releases)
        return (name for name, count in all_of.items() if found[name] == count)

    def _by_version(
        self, rendered: Sequence[RenderedRelease]
    ) -> Iterator[tuple[str, list[RenderedRelease]]]:
        def version(item: RenderedRelease) -> str:
            return self.catalog.kubernetes_version(item.release.environment)

        for name, items in groupby(sorted(rendered, key=version), version):
            yield name, list(items)
