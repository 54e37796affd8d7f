"""What a leaf waits for is there."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from catalogc.model.catalog import Catalog
from catalogc.model.dependency import Dependency, dependencies
from catalogc.model.display import show
from catalogc.model.finding import Applicability, Finding, Label
from catalogc.model.leaf import LeafId
from catalogc.model.release import Release
from catalogc.model.source import format_path
from catalogc.model.suggestion import nearest
from catalogc.rules.base import Context, Reporter, Rule, Scope
from catalogc.rules.shared.examples import SHOP
from catalogc.rules.shared.written import rewriting

SLUG = "dangling-reference"

_NAME = ("serviceName",)
_MOST_SEARCHES = 20  # for a name spelt alike, which takes as long as there are leaves


@dataclass(slots=True)
class _Index:
    """The leaves by identity, and by what may be meant instead."""

    known: dict[LeafId, Release] = field(default_factory=dict)
    namesakes: dict[tuple[str, str], LeafId] = field(default_factory=dict)
    siblings: dict[tuple[str, str], list[LeafId]] = field(default_factory=dict)
    searches: int = 0

    def add(self, release: Release) -> None:
        leaf = release.id
        if self.known.setdefault(leaf, release) is release:
            self.namesakes.setdefault((leaf.environment, leaf.service_name), leaf)
            self.siblings.setdefault((leaf.environment, leaf.service_catalog), []).append(leaf)

    def nearest(self, target: LeafId) -> LeafId | None:
        """Return the leaf of this name in another catalog, or one spelt alike in its own."""
        namesake = self.namesakes.get((target.environment, target.service_name))
        self.searches += namesake is None
        if namesake is not None or self.searches > _MOST_SEARCHES:
            return namesake
        near = self.siblings.get((target.environment, target.service_catalog), ())
        spelt = {leaf.service_name: leaf for leaf in near}
        guess = nearest(target.service_name, spelt)
        return spelt[guess] if guess else None


def check_catalog(catalog: Catalog, context: Context) -> Iterator[Finding]:
    """Look up each entry of ``dependsOn`` among the leaves of the same environment."""
    index = _Index()
    for release in catalog.releases:
        index.add(release)
    for release in catalog.releases:
        for dependency in dependencies(release):
            if dependency.target not in index.known:
                yield _dangling(Reporter(SLUG, release, context), dependency, index)


def _dangling(reporter: Reporter, dependency: Dependency, index: _Index) -> Finding:
    environment, own = reporter.release.id.environment, reporter.release.id.service_catalog
    written = reporter.release.effective.get(dependency.path)
    other = index.nearest(dependency.target)
    guess = _spelt(other, own) if other else ""
    place = index.known[other].leaf.values.at(_NAME) if other else None
    return reporter.finding(
        dependency.path,
        f"{format_path(dependency.path)} is {show(written)}, but environment {environment} "
        f"has no leaf {_path(dependency.target)}",
        label=f"did you mean {guess}?" if guess else "no such leaf",
        remedy="name a leaf of the same environment, as serviceName or serviceCatalog/serviceName",
        related=(Label(place, "this leaf exists"),) if place else (),
        fixes=rewriting(reporter.release, dependency.path, guess) if guess else (),
    )


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
    fixable=Applicability.UNSAFE,
    bad=_BAD,
    good=_BAD.replace("sesions", "sessions"),
    files={"catalog/web/sessions/dev.yaml": SHOP.replace("shop", "sessions")},
)
