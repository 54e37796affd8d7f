"""Check what a release is rendered to against the schemas of its kinds."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from catalogc.model.catalog import Catalog, RenderedRelease
from catalogc.model.display import listing
from catalogc.model.finding import Finding, Severity
from catalogc.model.release import Release
from catalogc.model.resource import Resource
from catalogc.model.resource_finding import ResourceFinding, ResourceLabel
from catalogc.model.source import Location
from catalogc.schemas.explanation import Problem
from catalogc.schemas.kubernetes import KubernetesSchemas, kubernetes_schemas
from catalogc.schemas.kubernetes_absence import Absence, absence
from catalogc.schemas.list_keys import DUPLICATE
from catalogc.schemas.manifest import ManifestValidator

SCHEMA = "manifest-schema"
DUPLICATE_KEY = "duplicate-list-key"
REMOVED = "removed-api"
UNSERVED = "unserved-version"
MISSING = "missing-schema"


@dataclass(slots=True)
class SchemaCheck:
    """What the schemas say of some objects.

    ``validated + skipped`` is the number of objects.

    Attributes:
        validated: objects that were decided, good or bad.
        without_schema: how many objects of each kind have no schema, by apiVersion and kind.
    """

    findings: list[ResourceFinding] = field(default_factory=list)
    validated: int = 0
    without_schema: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def skipped(self) -> int:
        """Objects of kinds without a schema."""
        return self.without_schema.total()


def schema_findings(
    item: RenderedRelease,
    validator: ManifestValidator,
    kubernetes: KubernetesSchemas,
    *,
    elsewhere: bool = False,
) -> SchemaCheck:
    """Check the objects of one release.

    Args:
        validator: its sources have ``kubernetes`` first.
        kubernetes: of the version that the release's environment has.
        elsewhere: whether another program compares objects with their schemas; then only what
            no schema says is judged: keys of lists, versions of kinds.

    Raises:
        InvalidSchema: the schema of a kind is not valid.
    """
    check = SchemaCheck()
    judge = validator.check_keys if elsewhere else validator.check
    unknown: dict[tuple[str, str], list[Resource]] = {}
    for resource in item.resources:
        verdict = judge(resource.api_version, resource.kind, resource.manifest)
        if verdict.schema is None:
            _without_schema(check, item.release, resource, kubernetes, unknown)
            continue
        check.validated += 1
        if not verdict.schema.served:
            check.findings.append(_unserved(item.release, resource, validator))
        check.findings += [_finding(item.release, resource, one) for one in verdict.problems]
    check.findings += [_missing(item.release, found, validator) for found in unknown.values()]
    return check


def _without_schema(
    check: SchemaCheck,
    release: Release,
    resource: Resource,
    kubernetes: KubernetesSchemas,
    unknown: dict[tuple[str, str], list[Resource]],
) -> None:
    kind = (resource.api_version, resource.kind)
    if reason := absence(kubernetes, *kind):
        check.validated += 1
        check.findings.append(_absent(release, resource, reason))
    else:
        check.without_schema[kind] += 1
        unknown.setdefault(kind, []).append(resource)


def version_findings(catalog: Catalog) -> Iterator[Finding]:
    """Say of which versions of Kubernetes there are no schemas, and which are used instead.

    One finding a version, at the place that names it: the inventory of a cluster, else
    catalogc.yaml.
    """
    seen = set()
    for release in catalog.releases:
        version = catalog.kubernetes_version(release.environment)
        if version in seen:
            continue
        seen.add(version)
        schemas = kubernetes_schemas(version)
        location = _version_place(catalog, release)
        if not schemas.exact and location is not None:
            yield Finding(
                MISSING,
                Severity.INFO,
                f"there are no schemas of Kubernetes {version}: those of 1.{schemas.bundled} "
                "are used",
                location,
                label=f"checked as 1.{schemas.bundled}",
                help="what differs between the two is not found; a newer catalogc may know it",
                unknown=True,
            )


def _version_place(catalog: Catalog, release: Release) -> Location | None:
    cluster = catalog.clusters.get(release.environment.cluster)
    if cluster is not None and cluster.kubernetes_version:
        return cluster.location
    return catalog.config.at_key(("kubernetes", "version"))


def _finding(release: Release, resource: Resource, problem: Problem) -> ResourceFinding:
    return ResourceFinding(
        rule=DUPLICATE_KEY if problem.keyword == DUPLICATE else SCHEMA,
        severity=Severity.ERROR,
        message=f"{_name(resource)}: {problem.message}",
        release=release,
        resource=resource,
        path=problem.path,
        label=problem.label,
        help=problem.remedy,
        related=tuple(ResourceLabel(resource, path, text) for path, text in problem.related),
    )


def _absent(release: Release, resource: Resource, reason: Absence) -> ResourceFinding:
    return ResourceFinding(
        rule=REMOVED if reason.other_version else SCHEMA,
        severity=Severity.ERROR,
        message=f"{_name(resource)}: {reason.message}",
        release=release,
        resource=resource,
        path=reason.path,
        label=reason.label,
        help=reason.remedy,
    )


def _unserved(
    release: Release, resource: Resource, validator: ManifestValidator
) -> ResourceFinding:
    served = next(iter(validator.served_versions(resource.group, resource.kind)), "")
    return ResourceFinding(
        rule=UNSERVED,
        severity=Severity.ERROR,
        message=f"{_name(resource)}: {resource.api_version} is no longer served",
        release=release,
        resource=resource,
        path=("apiVersion",),
        label=f"use {served}" if served else "not served",
        help=f"use apiVersion {served}" if served else "use a version that the CRD serves",
    )


def _missing(
    release: Release, resources: Iterable[Resource], validator: ManifestValidator
) -> ResourceFinding:
    first, *others = resources
    more = f" (and {len(others)} more of this kind)" if others else ""
    known = validator.served_versions(first.group, first.kind)
    instead = f", or use {listing(list(known))}, which has one" if len(known) == 1 else ""
    if len(known) > 1:
        instead = f", or use one that has a schema: {listing(list(known))}"
    return ResourceFinding(
        rule=MISSING,
        severity=Severity.INFO,
        message=f"{_name(first)}{more} is not checked: there is no schema of "
        f"{first.api_version} {first.kind}",
        release=release,
        resource=first,
        path=("apiVersion",) if known else ("kind",),
        label="no schema",
        help="add its CustomResourceDefinition: catalogc schemas add <file, folder or URL>"
        + instead,
        unknown=True,
    )


def _name(resource: Resource) -> str:
    return f"{resource.kind} {resource.name}"
