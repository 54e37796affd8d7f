"""The stages, in order: discover, parse, resolve, check, render, validate; a verb emits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from catalogc import CONFIG_FILE
from catalogc.affected.base import Base
from catalogc.affected.comparison import Comparison, compare
from catalogc.affected.records import Read
from catalogc.check.judge import Judge
from catalogc.check.policies import read_policies, settings_findings
from catalogc.check.runner import check_catalog
from catalogc.config import read_config
from catalogc.discover.backstage import walk_entities
from catalogc.discover.listing import list_yaml, refused_file
from catalogc.files import Repository, Tree
from catalogc.model.catalog import Catalog
from catalogc.model.configuration import Config
from catalogc.model.finding import Finding, Outcome, Severity, has_errors
from catalogc.model.lint import LintRequest
from catalogc.model.release import Release
from catalogc.parse.document import parse_document, parse_documents
from catalogc.pipeline.compilation import Backend, Compilation, Made, Prepare, Select, versions
from catalogc.pipeline.making import Making, policy_runner
from catalogc.resolve.adapters import resolve_adapters
from catalogc.resolve.inventory import read_clusters
from catalogc.resolve.leaves import find_leaves
from catalogc.resolve.releases import resolve_releases
from catalogc.schemas.custom import CustomSchemas
from catalogc.sources import Sources
from catalogc.validate.stage import Validation

T = TypeVar("T")


def compile_catalog(
    root: Path,
    *,
    prepare: Prepare | None,
    select: Select,
    request: LintRequest = LintRequest(),  # noqa: B008 - frozen
    unsaved: Mapping[str, bytes] | None = None,
    tree: Tree | None = None,
    base: Base | None = None,
) -> Compilation:
    """Run every stage but the last: ``_catalog`` holds the first three.

    Args:
        root: the repository; it holds catalogc.yaml.
        prepare: starts the engine, so that it loads while leaves are read; None leaves
            rendering and what follows out.
        select: which releases to render; all of them are resolved and checked.
        request: what this run asks of leaves beside catalogc.yaml.
        unsaved: texts that stand for files of the disk, by path.
        tree: what is read instead of the disk, such as git's index.
        base: an earlier state; only what can differ from it is rendered and judged.
    """
    repository = Repository(root.resolve(), unsaved, tree)
    sources = Sources(repository, parse_document, parse_documents, refused_file)
    findings: list[Finding] = []
    configured = _configuration(sources)
    config = configured.value
    if config is None:
        return Compilation(None, Made(), configured.findings, 0, repository.digests)
    backend = prepare(config) if prepare is not None else None

    catalog, leaves = _catalog(config, repository, sources, findings)
    judge = Judge(catalog, request)
    with policy_runner(judge.levels.enforced, backend) as policies:
        checked = check_catalog(catalog, judge.levels)
        findings.extend((*settings_findings(config, judge.levels.rules), *checked.findings))
        sound = _sound(catalog.releases, judge.settle(findings).findings)
        custom = CustomSchemas(repository, config.paths.schemas)
        validation = Validation(catalog, judge.levels, policies, custom)
        comparison = _comparison(catalog, repository, base, backend)
        making = Making(backend, validation, comparison, findings)
        made = making.make(tuple(filter(select, sound)))
    verdict = judge.settle(findings, complete=True)
    crashes = (*checked.crashes, *made.validated.crashes)
    inputs, suppressed = repository.digests, verdict.suppressed
    return Compilation(catalog, made, verdict.findings, leaves, inputs, suppressed, crashes)


def _comparison(
    catalog: Catalog, repository: Repository, base: Base | None, backend: Backend | None
) -> Comparison | None:
    if base is None:
        return None
    engine = backend.renderer.version if backend else ""
    read = Read(catalog, repository.digests, versions(engine))
    return compare(base, catalog.config.paths, repository, read.before_rendering())


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
