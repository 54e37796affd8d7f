"""One run of the pipeline for a verb: engine, compilation, report, exit code."""

import contextlib
import functools
import os
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from catalogc.affected.base import Base
from catalogc.cli.boundary import Stop
from catalogc.cli.changes import Changes, States
from catalogc.cli.exit_codes import ExitCode
from catalogc.cli.git_stops import git_stops
from catalogc.cli.options import RunOptions, find_root, wants_colour
from catalogc.cli.progress import Progress
from catalogc.cli.request import lint_request
from catalogc.cli.verdict import exit_code
from catalogc.files import DiskTree, Tree
from catalogc.model.configuration import Config
from catalogc.model.display import listing
from catalogc.model.finding import Finding, Severity
from catalogc.model.lint import LintRequest
from catalogc.model.release import Release
from catalogc.model.unavailable import UnavailableError
from catalogc.pipeline import Backend, Compilation, compile_catalog
from catalogc.render.protocol import Renderer, RenderSettings
from catalogc.report.escape import escape
from catalogc.report.registry import FORMATS
from catalogc.report.summary import Summary

if TYPE_CHECKING:
    from catalogc.rules.base import Rule
    from catalogc.validate.kubeconform import KubeconformValidator

Select = Callable[[Release], bool]


@dataclass(slots=True)
class Session:
    """One run, as the common options ask for it."""

    options: RunOptions
    states: States = field(default_factory=Changes)
    started: float = field(default_factory=time.perf_counter)
    _known_states: tuple[Tree, Base | None] | None = None

    @property
    def root(self) -> Path:
        """The catalog repository."""
        return find_root(self.options.root)

    @property
    def tree(self) -> Tree:
        """What is read: the folder, or git's index.

        Raises:
            Stop: there is no git repository, or no such commit.
        """
        return self._states()[0]

    def _states(self) -> tuple[Tree, Base | None]:
        if self._known_states is None:
            tree, base = self.states.states(self.root)
            self._known_states = tree or DiskTree(self.root.resolve()), base
        return self._known_states

    def compile(
        self,
        select: Select,
        *,
        render: bool = True,
        request: LintRequest | None = None,
        unsaved: Mapping[str, bytes] | None = None,
    ) -> Compilation:
        """Run the pipeline; without a request, as catalogc.yaml and the baseline say.

        Raises:
            Stop: the renderer cannot be used here.
        """
        try:
            with git_stops(), contextlib.ExitStack() as cleanup:
                prepare = functools.partial(self._prepare, cleanup) if render else None
                tree, base = self._states()
                wanted = request or lint_request(self.root, tree=tree)
                return compile_catalog(
                    self.root,
                    prepare=prepare,
                    select=select,
                    request=replace(wanted, strict=self.options.strict),
                    unsaved=unsaved,
                    tree=tree,
                    base=base,
                )
        except UnavailableError as error:
            raise Stop(ExitCode.ENVIRONMENT, str(error)) from None

    def report(
        self,
        compilation: Compilation,
        findings: tuple[Finding, ...],
        leaves: int | None = None,
    ) -> ExitCode:
        """Print the findings; return the exit code that they call for."""
        summary = self.summary(compilation, findings, leaves)
        write = FORMATS[self.options.format_name]
        sys.stdout.write(write(findings, summary, colour=wants_colour()))
        return self.verdict(compilation, findings)

    def summary(
        self,
        compilation: Compilation,
        findings: tuple[Finding, ...],
        leaves: int | None = None,
    ) -> Summary:
        """Return what a run did, in numbers."""
        made = compilation.made
        validated, judged = made.validated, made.judged
        return Summary(
            leaves=compilation.leaves if leaves is None else leaves,
            rendered=sum(not item.release.is_third_party for item in judged),
            resources=sum(len(item.resources) for item in judged),
            errors=sum(finding.severity is Severity.ERROR for finding in findings),
            warnings=sum(finding.severity is Severity.WARNING for finding in findings),
            suppressed=compilation.suppressed,
            validated=validated.validated,
            skipped=validated.skipped,
            without_schema=tuple(sorted(map(" ".join, validated.without_schema))),
            third_party=sum(item.release.is_third_party for item in judged),
            since=made.comparison.base if made.comparison else "",
            seconds=time.perf_counter() - self.started,
            policies=_policies(compilation),
        )

    def verdict(self, compilation: Compilation, findings: tuple[Finding, ...]) -> ExitCode:
        """Say what could not be judged; return the exit code that a run calls for."""
        made = compilation.made
        for reason in made.comparison.reasons if made.comparison else ():
            sys.stderr.write(f"catalogc: {escape(reason)}: every leaf there counts as changed\n")
        if made.validated.not_run:
            names = escape(listing(list(made.validated.not_run)))
            sys.stderr.write(f"catalogc: without rendering, not judged by policies {names}\n")
        if compilation.crashes:
            return self._say_crashes(compilation)
        catalog = compilation.catalog
        policies = (catalog.config.paths.policies,) if catalog else ()
        return exit_code(findings, Severity(self.options.fail_on), policies)

    def _say_crashes(self, compilation: Compilation) -> ExitCode:
        for crash in compilation.crashes:
            where = f" for leaf {crash.leaf}" if crash.leaf else ""
            error = f"{type(crash.error).__name__}: {crash.error}"
            sys.stderr.write(f"catalogc: a bug in rule {crash.rule}{where}: {error}\n")
            if "--debug" in sys.argv:
                traceback.print_exception(crash.error)
        return ExitCode.BUG

    def _prepare(self, cleanup: contextlib.ExitStack, config: Config) -> Backend:
        settings = RenderSettings(
            kube_version=config.kubernetes_version,
            api_versions=config.api_versions,
            jobs=self.options.jobs,
        )
        kubeconform = _kubeconform(self.options)  # quick to say that it is not there
        renderer = cleanup.enter_context(_renderer(self.options.renderer, settings))
        progress = Progress()
        cleanup.callback(progress.clear)
        return Backend(
            renderer,
            progress.update,
            kubeconform,
            os.environ,
            self.options.jobs,
        )


def _kubeconform(options: RunOptions) -> "KubeconformValidator | None":
    if options.validator != "kubeconform":
        return None
    from catalogc.validate.kubeconform import KubeconformSettings, KubeconformValidator

    return KubeconformValidator(KubeconformSettings(jobs=options.jobs))


def _policies(compilation: Compilation) -> "Mapping[str, Rule]":
    """Describe the policies of a run as rules, for reports."""
    from catalogc.rules.shared.of_catalog import policy_rules

    catalog = compilation.catalog
    if catalog is None:
        return {}
    return policy_rules(catalog.expression_policies, catalog.admission_policies)


def _renderer(name: str, settings: RenderSettings) -> Renderer:
    if name == "helm":
        from catalogc.render.cli import HelmRenderer

        return HelmRenderer(settings)
    from catalogc.render.engine import EngineRenderer

    renderer = EngineRenderer(settings)
    renderer.warm_up()
    return renderer
