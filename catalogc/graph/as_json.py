"""A graph as JSON, for other programs."""

import json
from dataclasses import asdict

from catalogc.graph.model import Graph

VERSION = 1
"""Of the format; a higher one is not compatible."""


def json_text(graph: Graph) -> str:
    """Write ``{version, nodes, edges}``; the fields are those of ``Node`` and ``Edge``."""
    content = {
        "version": VERSION,
        "nodes": [asdict(node) for node in graph.nodes.values()],
        "edges": [asdict(edge) for edge in graph.edges],
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"
