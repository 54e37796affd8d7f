"""A graph as one HTML page: a list to search, and a picture of what is around a leaf."""

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from catalogc.graph.model import EdgeKind, Graph, Node, NodeKind

_FOLDER = Path(__file__).parent / "templates"
_BACK = {
    EdgeKind.DEPENDS_ON: "needed by",
    EdgeKind.RENDERED_BY: "renders",
    EdgeKind.RUNS_ON: "runs",
    EdgeKind.SERVES: "served by",
    EdgeKind.ROUTES_TO: "routed from",
    EdgeKind.ATTACHED_TO: "takes routes of",
    EdgeKind.REFERS_TO: "referred to by",
}
_SHARED = "Shared"


@dataclass(frozen=True, slots=True)
class Link:
    """A line of an entry: what it says, and where it leads."""

    words: str
    anchor: str
    label: str
    more: str
    back: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A node on the page."""

    node: Node
    anchor: str
    links: tuple[Link, ...]


@dataclass(slots=True)
class Section:
    """An environment, or what all share: groups of entries by title."""

    title: str
    about: str
    anchor: str
    links: tuple[Link, ...] = ()
    groups: dict[str, list[Entry]] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Number of entries."""
        return sum(len(entries) for entries in self.groups.values())


def html_text(graph: Graph, title: str) -> str:
    """Write the page. It loads nothing, and no text of a catalog is markup in it."""
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    script, style = ((_FOLDER / name).read_text("utf-8") for name in ("page.js", "page.css"))
    return environment.get_template("page.html.j2").render(
        title=title,
        sections=list(_sections(graph)),
        leaves=len(graph.of_kind(NodeKind.LEAF)),
        edges=len(graph.edges),
        script=Markup(script),  # noqa: S704 - our own file
        style=Markup(style),  # noqa: S704 - our own file
        policy=f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'",
    )


def _hash(text: str) -> str:
    """Return the source expression of an inline element's text, as in CSP Level 3."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _sections(graph: Graph) -> Iterator[Section]:
    anchors = {identity: f"n{number}" for number, identity in enumerate(graph.nodes)}
    links = _links(graph, anchors)
    sections = {
        node.label: Section(node.label, node.about, anchors[node.id], tuple(links.get(node.id, ())))
        for node in graph.of_kind(NodeKind.ENVIRONMENT)
    }
    shared = Section(_SHARED, "", "shared")
    for node in graph.nodes.values():
        if node.kind not in (NodeKind.ENVIRONMENT, NodeKind.CATALOG):
            section = sections.get(node.environment, shared)
            group = node.catalog or f"{node.kind}s"
            entry = Entry(node, anchors[node.id], tuple(links.get(node.id, ())))
            section.groups.setdefault(group, []).append(entry)
    yield from sections.values()
    if shared.groups:
        yield shared


def _links(graph: Graph, anchors: dict[str, str]) -> dict[str, list[Link]]:
    found: dict[str, list[Link]] = {}
    for edge in graph.edges:
        ends = graph.nodes[edge.source], graph.nodes[edge.target]
        for (near, far), back in ((ends, False), (ends[::-1], True)):
            words = _BACK[edge.kind] if back else str(edge.kind)
            place = f"{far.catalog}/{far.label}" if far.catalog else far.label
            link = Link(words, anchors[far.id], place, edge.label, back)
            found.setdefault(near.id, []).append(link)
    return found
