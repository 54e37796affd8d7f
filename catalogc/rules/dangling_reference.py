"""What a leaf waits for is there."""

from collections.abc import Iterator

from catalogc.model.catalog import Catalog
from catalogc.model.dependency import Dependency, dependencies
from catalogc.model.display import show
from catalogc.model.finding import Finding, Label
from catalogc.model.leaf import LeafId
from catalogc.model.release import Release
from catalogc.model.source import format_path
from catalogc.model.suggestion import nearest
from catalogc.rules.base import Context, Reporter, Rule, Scope
from catalogc.rules.examples import SHOP

SLUG = "dangling-reference"

_NEAR = ("serviceName",)


def check_catalog(catalog: Catalog, context: Context) -> Iterator[Finding]:
    """Look up each entry of ``dependsOn`` among the leaves of the same environment."""
    known: dict[LeafId, Release] = {}
    for release in catalog.releases:
        known.setdefault(release.id, release)
    for release in catalog.releases:
        for dependency in dependencies(release):
            if dependency.target not in known:
                yield _dangling(Reporter(SLUG, release, context), dependency, known)


def _dangling(reporter: Reporter, dependency: Dependency, known: dict[LeafId, Release]) -> Finding:
    environment, own = reporter.release.id.environment, reporter.release.id.service_catalog
    written = reporter.release.effective.get(dependency.path)
    other = _nearest(dependency.target, reporter.release.id, known)
    guess = _spelt(other, own) if other else ""
    related = (Label(known[other].leaf.values.at(_NEAR), "this leaf exists"),) if other else ()
    return reporter.finding(
        dependency.path,
        f"{format_path(dependency.path)} is {show(written)}, but environment "
        f"{show(environment)} has no leaf {_path(dependency.target)}",
        label=f"did you mean {guess}?" if guess else "no such leaf",
        remedy="name a leaf of the same environment, as serviceName or serviceCatalog/serviceName",
        related=related,
    )


def _nearest(target: LeafId, own: LeafId, known: dict[LeafId, Release]) -> LeafId | None:
    """Find the leaf that was meant: the same name in another catalog, or one spelt alike."""
    near = [leaf for leaf in known if leaf.environment == own.environment and leaf != own]
    namesakes = sorted(leaf for leaf in near if leaf.service_name == target.service_name)
    if namesakes:
        return namesakes[0]
    spelt = {_path(leaf): leaf for leaf in near}
    guess = nearest(_path(target), spelt)
    return spelt[guess] if guess else None


def _path(leaf: LeafId) -> str:
    return f"{leaf.service_catalog}/{leaf.service_name}"


def _spelt(leaf: LeafId, own_catalog: str) -> str:
    return leaf.service_name if leaf.service_catalog == own_catalog else _path(leaf)


_BAD = SHOP + "dependsOn: [sesions]\n"

RULE = Rule(
    SLUG,
    "dependsOn names a leaf that the environment does not have",
    check_catalog=check_catalog,
    rationale="The order of a sync is made of dependsOn. A name that leads nowhere gives no "
    "order at all, and the workload starts before what it needs.",
    scope=Scope.CATALOG,
    bad=_BAD,
    good=_BAD.replace("sesions", "sessions"),
    files={"catalog/web/sessions/dev.yaml": SHOP.replace("shop", "sessions")},
)
