"""No leaf waits for itself, not even by way of others."""

from collections import deque
from collections.abc import Iterator, Mapping

from catalogc.model.catalog import Catalog
from catalogc.model.dependency import Dependency, dependencies
from catalogc.model.finding import Finding, Label
from catalogc.model.leaf import LeafId
from catalogc.model.release import Release
from catalogc.rules.base import Context, Reporter, Rule, Scope
from catalogc.rules.shared.components import components
from catalogc.rules.shared.examples import SHOP

SLUG = "depends-on-cycle"

_SHOWN = 12  # members of a long cycle that a message names

_Graph = Mapping[LeafId, Mapping[LeafId, Dependency]]


def check_catalog(catalog: Catalog, context: Context) -> Iterator[Finding]:
    """Report each group of leaves that wait for one another, at its smallest member.

    The cycle in the message is the shortest one through that member.
    """
    releases: dict[LeafId, Release] = {}
    for release in catalog.releases:
        releases.setdefault(release.id, release)
    graph = {identity: _targets(release, releases) for identity, release in releases.items()}
    for group in components(graph):
        smallest = min(group)
        if len(group) > 1 or smallest in graph[smallest]:
            cycle = _shortest_cycle(graph, smallest, frozenset(group))
            yield _cyclic(cycle, graph, releases, context)


def _targets(release: Release, releases: Mapping[LeafId, Release]) -> dict[LeafId, Dependency]:
    found: dict[LeafId, Dependency] = {}
    for dependency in dependencies(release):
        if dependency.target in releases:
            found.setdefault(dependency.target, dependency)
    return found


def _shortest_cycle(graph: _Graph, start: LeafId, group: frozenset[LeafId]) -> list[LeafId]:
    """Search breadth first from ``start`` back to it, within the group."""
    came_from: dict[LeafId, LeafId] = {}
    queue = deque([start])
    while queue:
        member = queue.popleft()
        for target in sorted(group & graph[member].keys()):
            if target == start:
                return _trail(came_from, start, member)
            if target not in came_from:
                came_from[target] = member
                queue.append(target)
    return [start]


def _trail(came_from: Mapping[LeafId, LeafId], start: LeafId, last: LeafId) -> list[LeafId]:
    trail = [last]
    while trail[-1] != start:
        trail.append(came_from[trail[-1]])
    return trail[::-1]


def _cyclic(
    cycle: list[LeafId], graph: _Graph, releases: Mapping[LeafId, Release], context: Context
) -> Finding:
    edges = [
        (releases[member], graph[member][target])
        for member, target in zip(cycle, [*cycle[1:], cycle[0]], strict=True)
    ]
    names = [_name(member, cycle) for member in cycle]
    more = [f"({len(names) - _SHOWN} more)"] if len(names) > _SHOWN else []
    chain = " -> ".join([*names[:_SHOWN], *more, names[0]])
    release, dependency = edges[0]
    return Reporter(SLUG, release, context).finding(
        dependency.path,
        f"dependsOn has a cycle: {chain}",
        label="this closes the cycle" if len(cycle) > 1 else "a leaf cannot wait for itself",
        remedy="remove one of these entries of dependsOn",
        related=tuple(
            Label(other.effective.at(entry.path), f"{_name(other.id, cycle)} waits here")
            for other, entry in edges[1:]
        ),
    )


def _name(leaf: LeafId, cycle: list[LeafId]) -> str:
    """Spell a member; with its serviceCatalog where the cycle has several."""
    several = len({member.service_catalog for member in cycle}) > 1
    return f"{leaf.service_catalog}/{leaf.service_name}" if several else leaf.service_name


_BAD = SHOP + "dependsOn: [cart]\n"

RULE = Rule(
    SLUG,
    "leaves wait for one another in a cycle",
    check_catalog=check_catalog,
    rationale="Each would have to be deployed before the other, so no order of the sync waves is "
    "right.",
    scope=Scope.CATALOG,
    bad=_BAD,
    good=SHOP,
    files={
        "catalog/web/cart/dev.yaml": SHOP.replace("serviceName: shop", "serviceName: cart")
        + "dependsOn: [shop]\n"
    },
)
