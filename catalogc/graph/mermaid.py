"""A graph as a Mermaid flowchart. https://mermaid.js.org/syntax/flowchart.html."""

import re
from collections.abc import Iterator

from catalogc.graph.model import EdgeKind, Graph, Node, NodeKind

MOST_EDGES = 500
"""Mermaid's own limit (``maxEdges``), above which it draws nothing."""

MOST_CHARACTERS = 50_000
"""Mermaid's own limit (``maxTextSize``), which a diagram cannot raise."""

_PLAIN = re.compile(r"[^A-Za-z0-9 _./:,-]")
_SHAPES = {
    NodeKind.CLUSTER: ("[(", ")]"),
    NodeKind.ADAPTER: ("[[", "]]"),
    NodeKind.MODEL: ("([", "])"),
    NodeKind.GATEWAY: ("{{", "}}"),
}
_ARROWS = {EdgeKind.DEPENDS_ON: "==>", EdgeKind.RENDERED_BY: "-.->", EdgeKind.RUNS_ON: "-.->"}
_STYLES = {
    NodeKind.MODEL: "fill:#e8f1ff,stroke:#3b6fb6,color:#10253f",
    NodeKind.GATEWAY: "fill:#fff3d6,stroke:#a9791c,color:#3b2a06",
    NodeKind.MISSING: "fill:#ffe3e3,stroke:#b3261e,color:#410e0b,stroke-dasharray:4 3",
}


def mermaid_text(graph: Graph) -> str:
    """Write the flowchart; environments and catalogs are boxes."""
    names = {identity: f"n{number}" for number, identity in enumerate(graph.nodes)}
    lines = ["flowchart LR", *_boxes(graph, names)]
    for edge in graph.edges:
        arrow = _ARROWS.get(edge.kind, "-->")
        label = f"{edge.kind} {edge.label}" if edge.label else str(edge.kind)
        lines.append(f'  {names[edge.source]} {arrow}|"{escaped(label)}"| {names[edge.target]}')
    for kind, style in _STYLES.items():
        members = ",".join(names[node.id] for node in graph.of_kind(kind))
        if members:
            lines += [f"  classDef {kind} {style}", f"  class {members} {kind}"]
    return "\n".join(lines) + "\n"


def fits(graph: Graph, text: str) -> bool:
    """Tell whether Mermaid draws it with its own limits."""
    return len(graph.edges) <= MOST_EDGES and len(text) <= MOST_CHARACTERS


def escaped(text: str) -> str:
    """Write text for a quoted label: all but plain characters as Mermaid's ``#code;``.

    A label is never empty, which Mermaid takes for a mistake.
    """
    return _PLAIN.sub(lambda match: f"#{ord(match.group())};", text or "(no name)")


def _boxes(graph: Graph, names: dict[str, str]) -> Iterator[str]:
    """Yield shared nodes, then each environment with its catalogs in boxes."""
    for node in graph.nodes.values():
        if not node.environment:
            yield f"  {_node(node, names)}"
    for environment in graph.of_kind(NodeKind.ENVIRONMENT):
        inside = [
            node
            for node in graph.nodes.values()
            if node.environment == environment.label and node.id != environment.id
        ]
        about = f" ({environment.about})" if environment.about else ""
        title = escaped(environment.label + about)
        yield f'  subgraph {names[environment.id]}["{title}"]'
        for catalog in (node for node in inside if node.kind is NodeKind.CATALOG):
            yield f'    subgraph {names[catalog.id]}["{escaped(catalog.label)}"]'
            for node in inside:
                if node.catalog == catalog.label:
                    yield f"      {_node(node, names)}"
            yield "    end"
        for node in inside:
            if not node.catalog and node.kind is not NodeKind.CATALOG:
                yield f"    {_node(node, names)}"
        yield "  end"


def _node(node: Node, names: dict[str, str]) -> str:
    begin, end = _SHAPES.get(node.kind, ("[", "]"))
    about = f"<br/>{escaped(node.about)}" if node.about else ""
    return f'{names[node.id]}{begin}"{escaped(node.label)}{about}"{end}'
