"""The graph of a catalog: what is in it, and that every format survives every name."""

import json
import subprocess

import pytest

from catalogc.graph.as_json import json_text
from catalogc.graph.dot import dot_text
from catalogc.graph.mermaid import MOST_EDGES, fits, mermaid_text
from catalogc.graph.model import Edge, EdgeKind, Graph, Node, NodeKind
from catalogc.graph.of_catalog import graph_of
from catalogc.graph.overview import collapsed
from catalogc.graph.page import html_text
from catalogc.pipeline import compile_catalog
from tools import ROOT, require_node_modules

NONE = "(no name)"
HOSTILE = [
    'a"]; click n0 "javascript:alert(1)"',
    "</script><script>alert(1)</script>",
    "end",
    "`**bold**` #quot; &amp; #35;",
    "line\nbreak\u202e\\N\\l",
    "%%{init: {'securityLevel': 'loose'}}%%",
    "--> |x| subgraph {{ }} ([ ])",
    "Grüße 模型 😀",
    "",
]


@pytest.fixture(scope="module")
def catalog():
    return compile_catalog(ROOT, prepare=None, select=lambda _: False).catalog


@pytest.fixture(scope="module")
def whole(catalog):
    return graph_of(catalog, lambda _: True)


def named(graph, edge):
    source, target = (graph.nodes[name] for name in (edge.source, edge.target))
    return f"{source.label} {edge.kind} {target.label}"


# Of the sample catalog, in production.
EDGES = [
    "prod runs on prod-gpu",
    "checkout rendered by BASIC_CONTAINER_ROLLOUT",
    "checkout depends on sessions",
    "checkout depends on argo-rollouts",
    "checkout attached to gateway-system/platform-gateway",
    "qwen-serving serves qwen25-7b",
    "infra routes to qwen25-7b",
    "infra routes to my-llm-service",
]


@pytest.mark.parametrize("edge", EDGES)
def test_what_leads_where(whole, edge):
    seen = {
        named(whole, item) for item in whole.edges if whole.nodes[item.source].environment == "prod"
    }
    assert edge in seen


def test_every_leaf_with_its_file(catalog, whole):
    leaves = whole.of_kind(NodeKind.LEAF)
    assert {node.path for node in leaves} == {
        release.leaf.document.file.path for release in catalog.releases
    }
    assert {(node.environment, node.label) for node in whole.of_kind(NodeKind.CLUSTER)} == {
        ("", "dev-gpu"),
        ("", "prod-gpu"),
    }
    known = {"dev", "staging", "prod"}
    assert {node.label for node in whole.of_kind(NodeKind.ENVIRONMENT)} == known


def test_a_leaf_with_what_it_leads_to(catalog):
    graph = graph_of(catalog, lambda release: release.id == ("prod", "web", "checkout"))
    leaves = [node.label for node in graph.of_kind(NodeKind.LEAF)]
    assert leaves == ["argo-rollouts", "checkout", "sessions"]
    assert {edge.source for edge in graph.edges if edge.kind is not EdgeKind.RUNS_ON} == {
        "leaf:prod:web:checkout"
    }


def test_what_does_not_exist_is_shown(catalog):
    """A missing leaf is a node of its own; lint reports it."""
    release = next(item for item in catalog.releases if item.id == ("prod", "web", "checkout"))
    alone = type(catalog)(catalog.config, catalog.adapters, catalog.clusters, (), (release,))
    graph = graph_of(alone, lambda _: True)
    missing = [(node.label, node.about) for node in graph.of_kind(NodeKind.MISSING)]
    assert missing == [
        ("platform/argo-rollouts (prod)", "no such leaf"),
        ("web/sessions (prod)", "no such leaf"),
    ]


def test_kinds_can_be_left_out(whole):
    graph = whole.without(NodeKind.ADAPTER, NodeKind.MODEL)
    assert not graph.of_kind(NodeKind.ADAPTER)
    assert not [edge for edge in graph.edges if edge.kind is EdgeKind.SERVES]
    assert len(graph.of_kind(NodeKind.LEAF)) == len(whole.of_kind(NodeKind.LEAF))


FORMATS = [mermaid_text, dot_text, json_text, lambda graph: html_text(graph, "Workloads")]


@pytest.mark.parametrize("write", FORMATS)
def test_the_same_text_whatever_the_order(whole, write):
    shuffled = Graph.of(reversed(whole.nodes.values()), reversed(whole.edges))
    assert write(shuffled) == write(whole)


def hostile():
    """One leaf a name, in an environment, a catalog and with a model of that name."""
    nodes, edges = [], []
    for number, name in enumerate(HOSTILE):
        environment = f"{number} {name}"
        nodes += [
            Node(f"e{number}", NodeKind.ENVIRONMENT, environment, environment, about=name),
            Node(f"c{number}", NodeKind.CATALOG, name, environment),
            Node(f"l{number}", NodeKind.LEAF, name, environment, name, name, name),
            Node(f"m{number}", NodeKind.MODEL, name, environment, about=name),
        ]
        edges.append(Edge(f"l{number}", f"m{number}", EdgeKind.SERVES, name))
    return Graph.of(nodes, edges)


def large(leaves=1000):
    """As many leaves in ten catalogs of two environments, each needing the one before it."""
    nodes = [Node("adapter", NodeKind.ADAPTER, "BASIC_CONTAINER_LOAD")]
    edges = []
    for environment in ("dev", "prod"):
        nodes.append(Node(environment, NodeKind.ENVIRONMENT, environment, environment))
        for number in range(leaves // 2):
            name, catalog = f"service-{number}", f"team-{number % 10}"
            identity = f"{environment} {name}"
            nodes += [
                Node(f"{environment} {catalog}", NodeKind.CATALOG, catalog, environment),
                Node(identity, NodeKind.LEAF, name, environment, catalog, "BASIC_CONTAINER_LOAD"),
            ]
            edges.append(Edge(identity, "adapter", EdgeKind.RENDERED_BY))
            if number:
                before = f"{environment} service-{number - 1}"
                edges.append(Edge(identity, before, EdgeKind.DEPENDS_ON))
    return Graph.of(nodes, edges)


def test_many_leaves_become_an_overview():
    graph = large()
    assert len(graph.edges) > MOST_EDGES
    assert not fits(graph, mermaid_text(graph))
    overview = collapsed(graph)
    assert fits(overview, mermaid_text(overview))
    leaves = overview.of_kind(NodeKind.LEAF)
    assert [node.label for node in leaves] == ["50 leaves"] * 20
    to_adapter = [edge for edge in overview.edges if edge.kind is EdgeKind.RENDERED_BY]
    assert {edge.label for edge in to_adapter} == {"50"}
    depends = [int(edge.label) for edge in overview.edges if edge.kind is EdgeKind.DEPENDS_ON]
    assert sum(depends) == 998
    assert len(html_text(graph, "Workloads")) < 2_000_000


def test_models_of_an_overview_join_their_leaves(whole):
    overview = collapsed(whole)
    assert not overview.of_kind(NodeKind.MODEL)
    routes = {named(overview, edge) for edge in overview.edges if edge.kind is EdgeKind.ROUTES_TO}
    assert "9 leaves routes to 1 leaf" in routes


def answers(program, content):
    """Run a program of tests/node/mermaid with its packages."""
    folder = require_node_modules("mermaid")
    done = subprocess.run(
        ["node", ROOT / "tests/node/mermaid" / program],
        env={"NODE_MODULES": str(folder), "PATH": "/usr/local/bin:/usr/bin:/bin"},
        input=json.dumps(content),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_mermaid_reads_it(whole):
    graphs = [whole, hostile(), collapsed(large()), Graph.of([], [])]
    answered = answers("parse.mjs", list(map(mermaid_text, graphs)))
    for graph, read in zip(graphs, answered, strict=True):
        assert "error" not in read, read
        assert read["type"] == "flowchart-v2"
        drawn = [
            node
            for node in graph.nodes.values()
            if node.kind not in (NodeKind.ENVIRONMENT, NodeKind.CATALOG)
        ]
        inside = {identity for identity, _ in read["groups"]}
        texts = [text for identity, text in read["nodes"] if identity not in inside]
        about = [f"{n.label or NONE}{n.about and '<br>'}{n.about}" for n in drawn]
        assert sorted(texts) == sorted(about)
        assert len(read["groups"]) == len(graph.nodes) - len(drawn)
        assert len(read["edges"]) == len(graph.edges)
        assert {label for *_, label in read["edges"]} == {
            f"{edge.kind} {edge.label}".strip() for edge in graph.edges
        }


def test_the_page_works_in_a_browser(whole):
    page, odd = answers("page.mjs", [html_text(whole, "Workloads"), html_text(hostile(), "Odd")])
    assert page["entries"] == len(whole.nodes) - len(
        [*whole.of_kind(NodeKind.ENVIRONMENT), *whole.of_kind(NodeKind.CATALOG)]
    )
    assert page["broken"] == []
    assert page["unlabelled"] == 0
    assert page["requests"] == []
    assert page["found"] == ["checkout", "checkout"]  # by "checkout rollout"
    assert page["drawn"] == {"boxes": 1 + page["links"], "arrows": page["links"]}
    assert odd["scripts"] == 1
    assert odd["headings"] == [name or NONE for name in odd_names()]


def odd_names():
    nodes = hostile().nodes.values()
    return [
        node.label for node in nodes if node.kind not in (NodeKind.ENVIRONMENT, NodeKind.CATALOG)
    ]


def test_dot_is_one_string_a_name():
    text = dot_text(hostile())
    assert '"a\\"]; click n0 \\"javascript:alert(1)\\""' in text
    assert "line\\\\nbreak\\\\u202e\\\\N\\\\l" in text
    assert text.count("\n") == len(text.splitlines())
    assert all(line.count('"') % 2 == 0 for line in text.replace('\\"', "").splitlines())


def test_json_round_trip(whole):
    content = json.loads(json_text(whole))
    assert content["version"] == 1
    nodes = [Node(**{**item, "kind": NodeKind(item["kind"])}) for item in content["nodes"]]
    edges = [Edge(**{**item, "kind": EdgeKind(item["kind"])}) for item in content["edges"]]
    assert Graph.of(nodes, edges) == whole
