"""A graph with fewer nodes, for catalogs with many leaves."""

from collections.abc import Iterable, Iterator

from catalogc.graph.model import Edge, EdgeKind, Graph, Node, NodeKind
from catalogc.graph.of_catalog import node_id


def collapsed(graph: Graph) -> Graph:
    """Return an overview: one node for the leaves of a catalog that have one workloadType.

    Models join what serves them. Edges between the same two nodes become one, with their number.
    """
    groups = dict(_groups(graph))
    counts: dict[str, list[str]] = {}
    for identity, node in groups.items():
        counts.setdefault(node.id, []).append(identity)
    nodes = [node for node in graph.nodes.values() if node.id not in groups]
    nodes = [node for node in nodes if node.kind is not NodeKind.MODEL]
    for node in dict.fromkeys(groups.values()):
        number = len(counts[node.id])
        label = f"{number} {'leaf' if number == 1 else 'leaves'}"
        nodes.append(
            Node(node.id, NodeKind.LEAF, label, node.environment, node.catalog, node.about)
        )
    return Graph.of(nodes, _merged(graph, {key: node.id for key, node in groups.items()}))


def _groups(graph: Graph) -> Iterator[tuple[str, Node]]:
    for node in graph.of_kind(NodeKind.LEAF):
        group = node_id("leaves", node.environment, node.catalog, node.about)
        yield node.id, Node(group, NodeKind.LEAF, "", node.environment, node.catalog, node.about)


def _merged(graph: Graph, groups: dict[str, str]) -> Iterable[Edge]:
    server = {edge.target: edge.source for edge in graph.edges if edge.kind is EdgeKind.SERVES}
    counts: dict[tuple[str, str, EdgeKind], int] = {}
    for edge in graph.edges:
        end = server.get(edge.target, edge.target)
        if edge.kind is EdgeKind.SERVES:
            continue
        key = (groups.get(edge.source, edge.source), groups.get(end, end), edge.kind)
        counts[key] = counts.get(key, 0) + 1
    for (source, target, kind), number in counts.items():
        yield Edge(source, target, kind, str(number) if number > 1 else "")
