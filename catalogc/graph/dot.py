"""A graph in the DOT language of Graphviz. https://graphviz.org/doc/info/lang.html."""

from collections.abc import Iterator

from catalogc.graph.model import EdgeKind, Graph, Node, NodeKind
from catalogc.report.escape import escape

_SHAPES = {
    NodeKind.CLUSTER: "cylinder",
    NodeKind.ADAPTER: "component",
    NodeKind.MODEL: "ellipse",
    NodeKind.GATEWAY: "hexagon",
    NodeKind.MISSING: "octagon",
}
_STYLES = {EdgeKind.DEPENDS_ON: "bold", EdgeKind.RENDERED_BY: "dotted", EdgeKind.RUNS_ON: "dotted"}


def dot_text(graph: Graph) -> str:
    """Write the digraph; environments and catalogs are clusters."""
    lines = [
        "digraph catalog {",
        "  rankdir=LR; compound=true; fontname=sans; node [shape=box, fontname=sans];",
        "  edge [fontname=sans, fontsize=10];",
        *_clusters(graph),
    ]
    for edge in graph.edges:
        label = f"{edge.kind} {edge.label}" if edge.label else str(edge.kind)
        style = _STYLES.get(edge.kind, "solid")
        ends = f"{quoted(edge.source)} -> {quoted(edge.target)}"
        lines.append(f"  {ends} [label={quoted(label)}, style={style}];")
    return "\n".join([*lines, "}"]) + "\n"


def quoted(text: str) -> str:
    """Write a quoted string; a backslash begins an escape in labels, so it is doubled."""
    visible = escape(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{visible}"'


def _clusters(graph: Graph) -> Iterator[str]:
    for node in graph.nodes.values():
        if not node.environment:
            yield f"  {_node(node)}"
    for environment in graph.of_kind(NodeKind.ENVIRONMENT):
        inside = [node for node in graph.nodes.values() if node.environment == environment.label]
        yield f"  subgraph {quoted(f'cluster {environment.id}')} {{"
        yield f"    label={quoted(environment.label)};"
        for catalog in (node for node in inside if node.kind is NodeKind.CATALOG):
            yield f"    subgraph {quoted(f'cluster {catalog.id}')} {{"
            yield f"      label={quoted(catalog.label)};"
            for node in inside:
                if node.catalog == catalog.label:
                    yield f"      {_node(node)}"
            yield "    }"
        for node in inside:
            if not node.catalog and node.kind is not NodeKind.CATALOG:
                yield f"    {_node(node)}"
        yield "  }"


def _node(node: Node) -> str:
    shape = "plaintext" if node.kind is NodeKind.ENVIRONMENT else _SHAPES.get(node.kind, "box")
    label = f"{node.label} ({node.about})" if node.about else node.label
    return f"{quoted(node.id)} [label={quoted(label)}, shape={shape}];"
