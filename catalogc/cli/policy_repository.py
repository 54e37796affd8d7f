"""What ``catalogc policy`` needs of a repository: everything but its leaves."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalogc import CONFIG_FILE
from catalogc.check.policy_files.admission import kind_of
from catalogc.check.policy_files.folder import OWN_API, TEST_KIND, Policies, read_policies
from catalogc.config import read_config
from catalogc.discover.backstage import walk_entities
from catalogc.discover.listing import list_yaml, refused_file
from catalogc.files import Repository
from catalogc.model.catalog import Catalog
from catalogc.model.document import Document
from catalogc.model.finding import Finding, Outcome, Severity
from catalogc.model.source import Location
from catalogc.model.suggestion import nearest
from catalogc.parse.document import parse_document, parse_documents
from catalogc.resolve.adapters import resolve_adapters
from catalogc.resolve.inventory import read_clusters
from catalogc.schemas.own import own_validator
from catalogc.sources import Sources


@dataclass(frozen=True, slots=True)
class PolicyCase:
    """One case of a ``PolicyTest``.

    Attributes:
        policy: name of the policy that it is about.
        document: the case alone; its places are those of the file.
    """

    policy: str
    document: Document

    @property
    def data(self) -> dict[str, Any]:
        """The case as written."""
        found: dict[str, Any] = self.document.data
        return found

    @property
    def location(self) -> Location:
        """The case's name."""
        return self.document.at(("name",))


@dataclass(frozen=True, slots=True)
class PolicyRepository:
    """A catalog without leaves, its policies and their cases."""

    catalog: Catalog
    policies: Policies
    cases: tuple[PolicyCase, ...]


def read_policy_repository(root: Path) -> Outcome[PolicyRepository | None]:
    """Read configuration, adapters, inventories, policies and cases; each file once.

    Returns:
        None where catalogc.yaml cannot be used. Findings are those of all these files.
    """
    repository = Repository(root.resolve(), {})
    sources = Sources(repository, parse_document, parse_documents, refused_file)
    written = sources.one(CONFIG_FILE)
    if written.value is None:
        return Outcome(None, written.findings)
    configured = read_config(written.value)
    config = configured.value
    if config is None:
        return Outcome(None, (*written.findings, *configured.findings))
    paths = config.paths
    tree = walk_entities(repository, paths.backstage, sources)
    adapters = resolve_adapters(tree.value.documents, repository, sources)
    clusters = read_clusters(list_yaml(repository, paths.inventory).value, sources)
    files = list_yaml(repository, paths.policies)
    policies = read_policies(files.value, sources)
    cases = _read_cases(files.value, sources, policies.value)
    catalog = Catalog(
        config,
        adapters.value,
        clusters.value,
        policies.value.coded,
        (),
        expression_policies=policies.value.expressions,
        admission_policies=policies.value.admission,
    )
    parts = (written, configured, tree, adapters, clusters, files, policies, cases)
    findings = tuple(finding for part in parts for finding in part.findings)
    return Outcome(PolicyRepository(catalog, policies.value, cases.value), findings)


def _read_cases(
    files: Iterable[str], sources: Sources, policies: Policies
) -> Outcome[tuple[PolicyCase, ...]]:
    cases: list[PolicyCase] = []
    findings: list[Finding] = []
    for path in files:
        outcome = sources.many(path)
        findings.extend(outcome.findings)
        for document in outcome.value:
            if kind_of(document) != (OWN_API, TEST_KIND):
                continue
            problems = own_validator("policy-test").document_findings(document)
            findings.extend(problems)
            if problems:
                continue
            name = document.data["metadata"]["name"]
            if name not in policies.names:
                findings.append(_no_policy(document, name, policies.names))
                continue
            count = len(document.data["spec"]["cases"])
            paths = (("spec", "cases", index) for index in range(count))
            cases.extend(PolicyCase(name, document.subtree(path)) for path in paths)
    return Outcome(tuple(cases), tuple(findings))


def _no_policy(document: Document, name: str, known: Iterable[str]) -> Finding:
    guess = nearest(name, known)
    return Finding(
        rule="invalid-policy",
        severity=Severity.ERROR,
        message=f"there is no policy {name} to test",
        location=document.at(("metadata", "name")),
        label=f"did you mean {guess}?" if guess else "",
        field=("metadata", "name"),
        help="catalogc policy list names them",
    )
