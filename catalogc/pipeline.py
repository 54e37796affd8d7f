"""The stages, in order: discover, parse, resolve, check, render, validate, emit."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from catalogc import CONFIG_FILE
from catalogc.check.judge import Judge
from catalogc.check.policies import read_policies, settings_findings
from catalogc.check.runner import check_catalog
from catalogc.config import read_config
from catalogc.discover.backstage import walk_entities
from catalogc.discover.listing import list_yaml, refused_file
from catalogc.files import Repository
from catalogc.model.catalog import Catalog, RenderedRelease
from catalogc.model.configuration import Config
from catalogc.model.crash import Crash
from catalogc.model.finding import Finding, Outcome, Severity, has_errors
from catalogc.model.lint import LintRequest
from catalogc.model.release import Release
from catalogc.origin.cache import OriginCache
from catalogc.origin.leaf_values import leaf_value_findings
from catalogc.parse.document import parse_document, parse_documents
from catalogc.render.protocol import Renderer
from catalogc.render.stage import render_releases
from catalogc.resolve.adapters import resolve_adapters
from catalogc.resolve.inventory import read_clusters
from catalogc.resolve.leaves import DEFAULTS_NAME, find_leaves
from catalogc.resolve.releases import resolve_releases
from catalogc.schemas.custom import CustomSchemas
from catalogc.sources import Sources
from catalogc.validate.policies import PolicyRunner
from catalogc.validate.right_policies import RightPolicies
from catalogc.validate.stage import Validated, Validation

if TYPE_CHECKING:
    from catalogc.validate.kubeconform import KubeconformValidator

T = TypeVar("T")
Select = Callable[[Release], bool]


@dataclass(frozen=True, slots=True)
class Backend:
    """What renders and judges, for as long as a run lasts; whoever made it ends it.

    Attributes:
        progress: gets the number of leaves rendered so far, and of all.
        kubeconform: instead of the built-in check against schemas.
        variables: those that say where the user's caches are; without any there is none.
        jobs: most workers at a time that evaluate policies; 0 for one a processor.
    """

    renderer: Renderer
    progress: Callable[[int, int], None] | None = None
    kubeconform: "KubeconformValidator | None" = None
    variables: Mapping[str, str] = field(default_factory=dict)
    jobs: int = 0


Prepare = Callable[[Config], Backend]


@dataclass(frozen=True, slots=True)
class Compilation:
    """What a run found and made.

    Attributes:
        catalog: None where catalogc.yaml could not be read.
        leaves: number of leaves found, also those that could not be resolved.
        inputs: sha256 of every file that was read, by path.
        suppressed: number of findings that a waiver or the baseline accepts.
        crashes: rules that failed; the findings of all others are there.
        engine: name and version of what rendered; empty where nothing did.
        validated: what was judged of rendered objects, in numbers and names.
    """

    catalog: Catalog | None
    rendered: tuple[RenderedRelease, ...]
    findings: tuple[Finding, ...]
    leaves: int
    inputs: Mapping[str, str]
    suppressed: int = 0
    crashes: tuple[Crash, ...] = ()
    engine: str = ""
    validated: Validated = field(default_factory=Validated, repr=False)

    @property
    def has_errors(self) -> bool:
        """Whether any finding is an error."""
        return has_errors(self.findings)


def compile_catalog(
    root: Path,
    *,
    prepare: Prepare | None,
    select: Select,
    request: LintRequest = LintRequest(),  # noqa: B008 - frozen
    unsaved: Mapping[str, bytes] | None = None,
) -> Compilation:
    """Run every stage but the last: ``_catalog`` holds the first three.

    Args:
        root: the repository; it holds catalogc.yaml.
        prepare: starts the engine, so that it loads while leaves are read; None leaves
            rendering and what follows out.
        select: which releases to render; all of them are resolved and checked.
        request: what this run asks of leaves beside catalogc.yaml.
        unsaved: texts that stand for files of the disk, by path.
    """
    repository = Repository(root.resolve(), unsaved or {})
    sources = Sources(repository, parse_document, parse_documents, refused_file)
    findings: list[Finding] = []
    configured = _configuration(sources)
    config = configured.value
    if config is None:
        return Compilation(None, (), configured.findings, 0, repository.digests)
    backend = prepare(config) if prepare is not None else None

    catalog, leaves = _catalog(config, repository, sources, findings)
    judge = Judge(catalog, request)
    with _policy_runner(judge.levels.enforced, backend) as policies:
        checked = check_catalog(catalog, judge.levels)
        findings.extend((*settings_findings(config, judge.levels.rules), *checked.findings))
        sound = _sound(catalog.releases, judge.settle(findings).findings)
        custom = CustomSchemas(repository, config.paths.schemas)
        validation = Validation(catalog, judge.levels, policies, custom)
        made = _make(tuple(filter(select, sound)), backend, validation, findings)
    verdict = judge.settle(findings, complete=True)
    return Compilation(
        catalog,
        made.rendered,
        verdict.findings,
        leaves,
        repository.digests,
        verdict.suppressed,
        (*checked.crashes, *made.validated.crashes),
        made.engine,
        made.validated,
    )


def _policy_runner(catalog: Catalog, backend: Backend | None) -> PolicyRunner:
    if backend is None:
        return PolicyRunner(catalog, rendered=False)
    right = RightPolicies.of(backend.variables)
    return PolicyRunner(catalog, limit=backend.jobs, right=right)


@dataclass(frozen=True, slots=True)
class _Made:
    validated: Validated
    rendered: tuple[RenderedRelease, ...] = ()
    engine: str = ""


def _make(
    releases: tuple[Release, ...],
    backend: Backend | None,
    validation: Validation,
    findings: list[Finding],
) -> _Made:
    """Render, validate, and blame what is found on the lines of leaves."""
    if backend is None:
        validated = validation.of_leaves(releases)
        findings.extend(validated.findings)
        return _Made(validated)
    catalog, renderer = validation.catalog, backend.renderer
    version = catalog.kubernetes_version
    outcome = render_releases(releases, renderer, version, backend.progress)
    rendered = _keep(outcome, findings)
    validated = validation.of_objects(rendered, backend.kubeconform)
    findings.extend(validated.findings)
    cache = OriginCache.of(backend.variables)
    output = catalog.config.paths.output
    findings.extend(leaf_value_findings(rendered, renderer, version, output, cache))
    if validated.of_resources:
        from catalogc.origin.blame import Blame  # a clean run does not pay for it

        blame = Blame(rendered, renderer, version, output, cache)
        findings.extend(blame.findings(validated.of_resources))
    return _Made(validated, rendered, renderer.version)


def _catalog(
    config: Config, repository: Repository, sources: Sources, findings: list[Finding]
) -> tuple[Catalog, int]:
    """Discover, parse, resolve: return the catalog and the number of leaves found."""
    tree = _keep(walk_entities(repository, config.paths.backstage, sources), findings)
    entities = tree.documents
    files = _Files.list(repository, config, findings)
    adapters = _keep(resolve_adapters(entities, repository, sources), findings)
    clusters = _keep(read_clusters(files.inventory, sources), findings)
    policies = _keep(read_policies(files.policies, sources), findings)
    found = _keep(find_leaves(files.leaves, entities, config.paths.leaves, sources), findings)
    releases = _keep(resolve_releases(found.leaves, adapters, config), findings)

    catalog = Catalog(
        config,
        adapters,
        clusters,
        policies.coded,
        releases,
        found.defaults,
        entities,
        tree.derived,
        policies.expressions,
        policies.admission,
    )
    return catalog, len(found.leaves)


@dataclass(frozen=True, slots=True)
class _Files:
    leaves: tuple[str, ...]
    inventory: tuple[str, ...]
    policies: tuple[str, ...]

    @classmethod
    def list(cls, repository: Repository, config: Config, findings: list[Finding]) -> "_Files":
        paths = config.paths
        inventory = _keep(list_yaml(repository, paths.inventory), findings)
        policies = _keep(list_yaml(repository, paths.policies), findings)
        leaves = _keep(list_yaml(repository, paths.leaves), findings)
        others = {*inventory, *policies}
        return cls(tuple(path for path in leaves if path not in others), inventory, policies)


def _configuration(sources: Sources) -> Outcome[Config | None]:
    parsed = sources.one(CONFIG_FILE)
    if parsed.value is None or has_errors(parsed.findings):
        return Outcome(None, parsed.findings)
    read = read_config(parsed.value)
    return Outcome(read.value, (*parsed.findings, *read.findings))


def _keep(outcome: Outcome[T], findings: list[Finding]) -> T:
    findings.extend(outcome.findings)
    return outcome.value


def _sound(releases: Iterable[Release], findings: Iterable[Finding]) -> list[Release]:
    """Leave out releases that an error is about: what they would render is not worth a look."""
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    files = {finding.location.file.path for finding in errors}
    leaves = {finding.leaf for finding in errors}
    return [
        release
        for release in releases
        if release.leaf.document.file.path not in files and release.id not in leaves
    ]


def environment_names(catalog: Catalog) -> tuple[str, ...]:
    """Return the environments that a build writes: those with a leaf, sorted."""
    return tuple(sorted({release.environment.name for release in catalog.releases}))


def inputs_of(compilation: Compilation, environment: str) -> dict[str, str]:
    """Return the input digests that an environment's output depends on.

    Leaves of other environments are left out: a change to one must not touch this one's files.
    """
    if compilation.catalog is None:
        return {}
    mine: set[str] = set()
    others: set[str] = set()
    for release in compilation.catalog.releases:
        path = release.leaf.document.file.path
        (mine if release.environment.name == environment else others).add(path)
    return {
        path: digest for path, digest in compilation.inputs.items() if path not in others - mine
    }


def is_defaults(path: str) -> bool:
    """Tell whether a file holds defaults for the leaves below its folder."""
    return path.rpartition("/")[2] == DEFAULTS_NAME
