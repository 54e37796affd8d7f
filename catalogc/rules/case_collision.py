"""Two leaves differ only in upper and lower case."""

import unicodedata
from collections.abc import Iterator

from catalogc.model.catalog import Catalog
from catalogc.model.finding import Finding, Label
from catalogc.model.release import Release
from catalogc.model.source import START_OF_FILE, Location
from catalogc.rules.base import Context, Reporter, Rule, Scope
from catalogc.rules.shared.examples import SHOP
from catalogc.rules.shared.written import blame

SLUG = "case-collision"


def check_catalog(catalog: Catalog, context: Context) -> Iterator[Finding]:
    """Compare the identities within each environment, and the paths of all leaves.

    Of several that collide, the first by path is the one that the others collide with.
    """
    identities: dict[tuple[str, ...], Release] = {}
    paths: dict[str, Release] = {}
    for release in sorted(catalog.releases, key=_path):
        reporter = Reporter(SLUG, release, context)
        environment, *names = release.id
        same = identities.setdefault((environment, *map(_folded, names)), release)
        namesake = paths.setdefault(_folded(_path(release)), release)
        if same.id != release.id:
            yield _identity(release, same, reporter)
        elif _path(namesake) != _path(release):
            yield _file(release, namesake, reporter)


def _identity(release: Release, other: Release, reporter: Reporter) -> Finding:
    _, catalog, service = release.id
    _, other_catalog, other_service = other.id
    name = "serviceCatalog" if service == other_service else "serviceName"
    return reporter.finding(
        (name,),
        f"{catalog}/{service} and {other_catalog}/{other_service} differ only in case",
        label="the same name but for case",
        remedy="give one of them another name: Backstage does not tell them apart",
        location=blame(release, (name,)),
        related=(Label(blame(other, (name,)), "the other one"),),
    )


def _file(release: Release, other: Release, reporter: Reporter) -> Finding:
    return reporter.finding(
        (),
        f"{_path(release)} and {_path(other)} differ only in case",
        label="the same path but for case",
        remedy="rename one of the files or folders: where a file system does not tell them "
        "apart, a checkout has only one of them",
        location=_start(release),
        related=(Label(_start(other), "the other one"),),
    )


def _path(release: Release) -> str:
    return release.leaf.document.file.path


def _start(release: Release) -> Location:
    return Location(release.leaf.document.file, START_OF_FILE)


def _folded(text: str) -> str:
    # Some file systems also write letters with accents in another way.
    return unicodedata.normalize("NFC", text).casefold()


RULE = Rule(
    SLUG,
    "the names or paths of two leaves differ only in case",
    check_catalog=check_catalog,
    rationale="Backstage names and the file systems of Windows and macOS do not tell upper from "
    "lower case: one of the two entities replaces the other, and one of the files is "
    "missing from a checkout.",
    scope=Scope.CATALOG,
    bad=SHOP,
    good=SHOP.replace("serviceName: shop", "serviceName: cart"),
    files={"catalog/web/Shop/dev.yaml": SHOP.replace("serviceName: shop", "serviceName: shop-two")},
)
