"""The later stages: render, validate, and blame what is found on the lines of leaves."""

from collections.abc import Sequence
from dataclasses import dataclass

from catalogc.affected.comparison import Comparison
from catalogc.affected.narrow import Narrowed, render_narrowed
from catalogc.model.catalog import Catalog, RenderedRelease
from catalogc.model.finding import Finding, Outcome
from catalogc.model.release import Release
from catalogc.origin.cache import OriginCache
from catalogc.origin.leaf_values import leaf_value_findings
from catalogc.pipeline.compilation import Backend, Made
from catalogc.render.stage import render_releases
from catalogc.validate.policies import PolicyRunner
from catalogc.validate.right_policies import RightPolicies
from catalogc.validate.stage import Validated, Validation


def policy_runner(catalog: Catalog, backend: Backend | None) -> PolicyRunner:
    """Return what asks policies of expressions, its worker not yet started."""
    if backend is None:
        return PolicyRunner(catalog, rendered=False)
    right = RightPolicies.of(backend.variables)
    return PolicyRunner(catalog, limit=backend.jobs, right=right)


@dataclass(frozen=True, slots=True)
class Making:
    """Render, validate, and blame what is found on the lines of leaves."""

    backend: Backend | None
    validation: Validation
    comparison: Comparison | None
    findings: list[Finding]

    def make(self, releases: tuple[Release, ...]) -> Made:
        """Make objects of releases, or judge them without, and add to the findings."""
        if self.backend is None:
            affected = self.comparison.affected if self.comparison else None
            mine = [item for item in releases if affected is None or item.id in affected]
            validated = self.validation.of_leaves(mine)
            self.findings.extend(validated.findings)
            return Made(validated, comparison=self.comparison)
        made = self._rendered(releases, self.backend)
        validated = self.validation.of_objects(made.judged, made.others, self.backend.kubeconform)
        self.findings.extend(validated.findings)
        self._blame(made.judged, validated, self.backend)
        rendered, engine = made.in_order(releases), self.backend.renderer.version
        return Made(validated, rendered, made.judged, engine, self.comparison)

    def _rendered(self, releases: tuple[Release, ...], backend: Backend) -> Narrowed:
        version = self.validation.catalog.kubernetes_version

        def render(mine: Sequence[Release]) -> Outcome[tuple[RenderedRelease, ...]]:
            return render_releases(mine, backend.renderer, version, backend.progress)

        if self.comparison is None:
            outcome = render(releases)
            narrowed = Narrowed(outcome.value, (), outcome.findings)
        else:
            narrowed = render_narrowed(releases, self.comparison, render)
        failures = narrowed.findings
        if failures:
            from catalogc.origin.failures import blame_failures  # a clean run does not pay for it

            failures = blame_failures(failures, releases, backend.renderer, version)
        self.findings.extend(failures)
        return narrowed

    def _blame(
        self, rendered: tuple[RenderedRelease, ...], validated: Validated, backend: Backend
    ) -> None:
        catalog, renderer = self.validation.catalog, backend.renderer
        version, output = catalog.kubernetes_version, catalog.config.paths.output
        cache = OriginCache.of(backend.variables)
        self.findings.extend(leaf_value_findings(rendered, renderer, version, output, cache))
        if validated.of_resources:
            from catalogc.origin.blame import Blame  # a clean run does not pay for it

            blame = Blame(rendered, renderer, version, output, cache)
            self.findings.extend(blame.findings(validated.of_resources))
