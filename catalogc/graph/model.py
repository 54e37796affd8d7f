"""Nodes and edges of a catalog's graph. Standard library only."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class NodeKind(StrEnum):
    """What a node stands for."""

    ENVIRONMENT = "environment"
    CLUSTER = "cluster"
    CATALOG = "catalog"
    LEAF = "leaf"
    ADAPTER = "adapter"
    MODEL = "model"
    GATEWAY = "gateway"
    MISSING = "missing"


class EdgeKind(StrEnum):
    """What an edge says of its two nodes."""

    RUNS_ON = "runs on"
    DEPENDS_ON = "depends on"
    RENDERED_BY = "rendered by"
    SERVES = "serves"
    ROUTES_TO = "routes to"
    ATTACHED_TO = "attached to"
    REFERS_TO = "refers to"


@dataclass(frozen=True, slots=True)
class Node:
    """One thing.

    Attributes:
        id: unique, made of the names of the thing; not for reading.
        label: its name.
        environment: the one that it is in; empty for what all share.
        catalog: the serviceCatalog that it is in, if any.
        about: what it is, in a few words.
        path: its file, if it has one.
    """

    id: str
    kind: NodeKind
    label: str
    environment: str = ""
    catalog: str = ""
    about: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Edge:
    """What leads from one node to another.

    Attributes:
        label: more than the kind says, such as the name of what is referred to.
    """

    source: str
    target: str
    kind: EdgeKind
    label: str = ""


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes by id, in the order of a catalog, and sorted edges; each edge has both its nodes."""

    nodes: dict[str, Node] = field(default_factory=dict)
    edges: tuple[Edge, ...] = ()

    @classmethod
    def of(cls, nodes: Iterable[Node], edges: Iterable[Edge]) -> "Graph":
        """Sort; drop repetitions, and edges that lead to nothing."""
        known = {node.id: node for node in sorted(nodes, key=_order)}
        kept = {edge for edge in edges if edge.source in known and edge.target in known}
        return cls(known, tuple(sorted(kept)))

    def of_kind(self, kind: NodeKind) -> list[Node]:
        """Return the nodes of one kind."""
        return [node for node in self.nodes.values() if node.kind is kind]

    def without(self, *kinds: NodeKind) -> "Graph":
        """Return the graph without nodes of these kinds."""
        kept = [node for node in self.nodes.values() if node.kind not in kinds]
        return Graph.of(kept, self.edges)


_KINDS = tuple(NodeKind)


def _order(node: Node) -> tuple[str, int, str, str, str]:
    kind = _KINDS.index(node.kind)
    return (node.environment, kind, node.catalog, node.label, node.id)
