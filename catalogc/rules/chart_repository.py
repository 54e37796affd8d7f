"""A third-party chart has much power, so its repository is granted to its serviceCatalog."""

from collections.abc import Iterator
from typing import Any

from catalogc.model.chart_source import FIELD, NAME, OCI, REPOSITORY
from catalogc.model.configuration import CatalogLimits
from catalogc.model.display import listing, show
from catalogc.model.finding import Finding, Label, Severity
from catalogc.model.release import Release
from catalogc.rules.base import Context, Reporter, Rule

SLUG = "chart-repository"

_FIELD = (FIELD, "repository")
_EXPECTED = "an https:// or oci:// URL without user, query, or . and .. parts"
_BAD = """\
workloadType: HELM_RELEASE
serviceName: keda
serviceCatalog: platform
namespace: keda
environment: dev
chart:
  repository: https://charts.example.com
  name: keda
  version: 2.20.2
  digest: sha256:db60b1fa60f0565fefa4ce2f87e855b6a8854363ee82962fbe28a12a70d64c4c
"""


def check(release: Release, context: Context) -> Iterator[Finding]:
    """Judge ``chart.repository`` of a leaf that Argo CD renders.

    The values schema says how it is spelled, too, but it belongs to a chart that anyone may write.
    """
    if not release.is_third_party:
        return
    reporter = Reporter(SLUG, release, context)
    repository = release.effective.get(_FIELD)
    if not isinstance(repository, str) or not REPOSITORY.fullmatch(repository):
        yield _malformed(repository, reporter)
        return
    name = release.effective.get((FIELD, "name"))
    wanted = repository.rstrip("/")
    if wanted.startswith(OCI):
        if not isinstance(name, str) or not NAME.fullmatch(name):
            return  # chart-pinned reports it, and without it there is no chart to grant
        wanted += f"/{name}"
    yield from _grant(wanted, repository, reporter)


def _malformed(value: Any, reporter: Reporter) -> Finding:
    missing = value is None or value == ""
    return reporter.finding(
        _FIELD,
        f"chart.repository is {'missing' if missing else show(value)}, expected {_EXPECTED}",
        label="not the URL of a chart repository",
        remedy=f"write {_EXPECTED}",
        severity=Severity.ERROR,  # whatever a policy says
    )


def _grant(wanted: str, repository: str, reporter: Reporter) -> Iterator[Finding]:
    limits = _limits(reporter)
    granted = limits.chart_repositories if limits else ()
    if any(_covers(grant, wanted) for grant in granted):
        return
    catalog = reporter.release.id.service_catalog
    allowed = f"may use {listing(list(granted))}" if granted else "may use no chart repository"
    place = limits.location if limits else None
    yield reporter.finding(
        _FIELD,
        f"chart.repository is {show(repository)}, but {catalog} {allowed}",
        label="not a chart repository of this serviceCatalog",
        remedy=f"let the owner of catalogc.yaml add it to catalogs.{catalog}.chartRepositories: "
        "such a chart may make objects of every kind",
        related=(Label(place, allowed),) if place else (),
        severity=Severity.ERROR,
    )


def _limits(reporter: Reporter) -> CatalogLimits | None:
    catalogs = reporter.context.config.catalogs or {}
    return catalogs.get(reporter.release.id.service_catalog)


def _covers(grant: str, wanted: str) -> bool:
    """Tell whether a URL is the granted one or lies below it, on the border of a path part."""
    known, asked = (_host_in_lower_case(url) for url in (grant, wanted))
    return known is not None and asked is not None and f"{asked}/".startswith(f"{known}/")


def _host_in_lower_case(url: str) -> str | None:
    match = REPOSITORY.fullmatch(url)
    return match and f"{match[1]}://{match['host'].lower()}{match['path']}"


RULE = Rule(
    SLUG,
    "a third-party chart is from a repository that its serviceCatalog may not use",
    check,
    rationale="Such a chart may make objects of every kind in the cluster, so the owner of "
    "catalogc.yaml says which repositories each serviceCatalog may take charts from.",
    mandatory=True,
    bad=_BAD,
    good=_BAD.replace("https://charts.example.com", "https://kedacore.github.io/charts"),
)
