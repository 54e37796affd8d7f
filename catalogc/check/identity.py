"""Identity: environment, serviceCatalog and serviceName become names and folders."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from catalogc.fix.scalar import replace_scalar
from catalogc.model.configuration import Config
from catalogc.model.display import listing, show
from catalogc.model.finding import Applicability, Finding, Fix, Severity
from catalogc.model.release import Release
from catalogc.model.suggestion import nearest

_LABEL = re.compile(r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")
_FIELDS = ("environment", "serviceCatalog", "serviceName")


def check_identity(
    release: Release, config: Config, reported: Iterable[Finding]
) -> Iterator[Finding]:
    """Report identity fields that no name or folder can be made of.

    Args:
        reported: what the values schema said already; a field is not reported twice.
    """
    known = {finding.field for finding in reported}
    for field, value in zip(_FIELDS, release.id, strict=True):
        if (field,) in known or _LABEL.fullmatch(value):
            continue
        written = release.leaf.values.data.get(field)
        yield Finding(
            rule="dns-name" if written else "missing-field",
            severity=Severity.ERROR,
            message=f"{field} is {show(written)}, which is not a DNS label"
            if written
            else f"{field} is missing",
            location=release.leaf.values.at((field,))
            if written
            else release.leaf.values.at_key(("workloadType",)),
            field=(field,),
            help="use at most 63 of a-z, 0-9 and -, beginning and ending with a letter or digit",
        )
    yield from _catalog(release, config)


def _catalog(release: Release, config: Config) -> Iterator[Finding]:
    name = release.id.service_catalog
    if config.catalogs is None or name in config.catalogs or not name:
        return
    guess = nearest(name, config.catalogs)
    yield Finding(
        rule="catalog-owned",
        severity=Severity.ERROR,
        message=f"serviceCatalog {show(name)} is not in catalogc.yaml",
        location=release.leaf.values.at(("serviceCatalog",)),
        label=f"did you mean {guess}?" if guess else "nobody owns it",
        field=("serviceCatalog",),
        help=f"known: {listing(sorted(config.catalogs)) or 'none'}",
        fixes=_meant(release, guess),
    )


def with_leaf(finding: Finding, release: Release) -> Finding:
    """Say which leaf a finding is about."""
    return finding if finding.leaf else replace(finding, leaf=release.id)


def _meant(release: Release, guess: str | None) -> tuple[Fix, ...]:
    place = release.leaf.values.at(("serviceCatalog",))
    title = f"change serviceCatalog to {guess}"
    return replace_scalar(place, guess, title, Applicability.UNSAFE) if guess else ()
