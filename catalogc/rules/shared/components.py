"""Groups of a directed graph in which every member reaches every other."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import TypeVar

N = TypeVar("N", bound=Hashable)


def components(graph: Mapping[N, Iterable[N]]) -> list[list[N]]:
    """Return the strongly connected components, by Kosaraju's two searches without recursion.

    Args:
        graph: a node's successors; each of them is a node, too.

    Returns:
        All components, single nodes included; linear in nodes and edges.
    """
    backwards: dict[N, list[N]] = {node: [] for node in graph}
    for node, targets in graph.items():
        for target in targets:
            backwards[target].append(node)
    seen: set[N] = set()
    finished = [node for start in graph for node in _finish(graph, start, seen)]
    seen.clear()
    return [
        group for start in reversed(finished) if (group := list(_finish(backwards, start, seen)))
    ]


def _finish(graph: Mapping[N, Iterable[N]], start: N, seen: set[N]) -> Iterator[N]:
    """Yield the new nodes that ``start`` reaches, each after all that it leads to."""
    if start in seen:
        return
    seen.add(start)
    trail: list[tuple[N, Iterator[N]]] = [(start, iter(graph[start]))]
    while trail:
        node, targets = trail[-1]
        target = next((target for target in targets if target not in seen), None)
        if target is None:
            trail.pop()
            yield node
        else:
            seen.add(target)
            trail.append((target, iter(graph[target])))
