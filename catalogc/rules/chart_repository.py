"""A third-party chart runs with much power, so it is pinned and its repository is granted."""

from collections.abc import Iterator
from typing import Any

from catalogc.model.chart_source import DIGEST, FIELD, NAME, OCI, REPOSITORY, VERSION
from catalogc.model.configuration import CatalogLimits
from catalogc.model.display import listing, show
from catalogc.model.finding import Finding, Label, Severity
from catalogc.model.release import Release
from catalogc.rules.base import Context, Reporter, Rule

SLUG = "chart-repository"

_EXPECTED = {
    "repository": (REPOSITORY, "an https:// or oci:// URL without user, query, or . and .. parts"),
    "name": (NAME, "the name of a chart"),
    "version": (VERSION, "an exact version such as 1.2.3: ranges and partial versions can move"),
    "digest": (DIGEST, "sha256: and 64 hexadecimal digits"),
}


def check(release: Release, context: Context) -> Iterator[Finding]:
    """Judge ``chart`` of a leaf that Argo CD renders.

    The values schema says most of this, too, but it belongs to a chart that anyone may write.
    """
    if not release.is_third_party:
        return
    reporter = Reporter(SLUG, release, context)
    wrong = [
        finding
        for part in _EXPECTED
        if (finding := _judge(part, release.effective.get((FIELD, part)), reporter))
    ]
    yield from wrong
    if not wrong:
        yield from _grant(reporter)


def _judge(part: str, value: Any, reporter: Reporter) -> Finding | None:
    pattern, expected = _EXPECTED[part]
    if isinstance(value, str) and pattern.fullmatch(value):
        return None
    missing = value is None or value == ""
    return reporter.finding(
        (FIELD, part),
        f"chart.{part} is {'missing' if missing else show(value)}, expected {expected}",
        label="a third-party chart is pinned",
        remedy=f"write {expected}",
        severity=Severity.ERROR,  # whatever a policy says
    )


def _grant(reporter: Reporter) -> Iterator[Finding]:
    chart = reporter.release.effective.mapping((FIELD,))
    limits = _limits(reporter)
    granted = limits.chart_repositories if limits else ()
    wanted = chart["repository"].rstrip("/")
    if wanted.startswith(OCI):
        wanted += f"/{chart['name']}"
    if any(_covers(grant, wanted) for grant in granted):
        return
    catalog = reporter.release.id.service_catalog
    allowed = f"may use {listing(list(granted))}" if granted else "may use no chart repository"
    place = limits.location if limits else None
    yield reporter.finding(
        (FIELD, "repository"),
        f"chart.repository is {show(chart['repository'])}, but {catalog} {allowed}",
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
    "a third-party chart is pinned, and its repository is granted to its serviceCatalog",
    check,
    mandatory=True,
)
