"""The graph of a catalog: what its leaves say, and what catalogc works out of them."""

from collections.abc import Callable
from dataclasses import dataclass, field

from catalogc.graph.model import Edge, EdgeKind, Graph, Node, NodeKind
from catalogc.model.catalog import Catalog
from catalogc.model.dependency import dependencies
from catalogc.model.display import show
from catalogc.model.release import Release
from catalogc.model.served_model import served_models
from catalogc.resolve.model_routing import PROXIES
from catalogc.rules.shared.inference_objects import CLUSTER_SCOPED, NAMESPACE, made, references

Covers = Callable[[Release], bool]
_GATEWAY = ("ingress", "gateway", "name")
_NAMESPACE = ("ingress", "gateway", "namespace")


def graph_of(catalog: Catalog, covers: Covers) -> Graph:
    """Return the graph of the releases that ``covers`` picks, with all that they touch.

    A leaf that a picked one depends on, or refers to, is there too, though not what that one
    touches in turn. Nothing is rendered: names are those that charts compute.
    """
    build = _Build(catalog)
    picked = [release for release in catalog.releases if covers(release)]
    for release in picked:
        build.add(release)
        build.connect(release)
    return Graph.of(build.nodes.values(), build.edges)


@dataclass(slots=True)
class _Build:
    catalog: Catalog
    nodes: dict[str, Node] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    _releases: dict[str, Release] = field(default_factory=dict)
    _makers: dict[tuple[str, str, str, str], str] = field(default_factory=dict)
    _models: dict[tuple[str, str], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for release in self.catalog.releases:
            leaf = _leaf_id(release)
            self._releases.setdefault(leaf, release)
            environment = release.id.environment
            for item in made(release):
                self._makers.setdefault(self._key(environment, release.namespace, *item[2:4]), leaf)
            for model in served_models(release):
                self._models.setdefault((environment, model.name), leaf)

    def add(self, release: Release) -> str:
        """Add a leaf, its environment, cluster and catalog; return its id."""
        leaf, (environment, catalog, name) = _leaf_id(release), release.id
        if leaf in self.nodes:
            return leaf
        self._node(
            Node(
                leaf,
                NodeKind.LEAF,
                name,
                environment,
                catalog,
                release.adapter.workload_type,
                release.leaf.document.file.path,
            )
        )
        owner = (self.catalog.config.catalogs or {}).get(catalog)
        about = f"owned by {owner.owner}" if owner and owner.owner else ""
        catalog_id = node_id("catalog", environment, catalog)
        self._node(Node(catalog_id, NodeKind.CATALOG, catalog, environment, about=about))
        where = release.environment
        about = "production" if where.production else ""
        self._node(
            Node(
                node_id("env", environment),
                NodeKind.ENVIRONMENT,
                environment,
                environment,
                "",
                about,
            )
        )
        if where.cluster:
            self._cluster(where.cluster)
            self._edge(
                node_id("env", environment), node_id("cluster", where.cluster), EdgeKind.RUNS_ON
            )
        return leaf

    def connect(self, release: Release) -> None:
        """Add what a leaf leads to."""
        leaf, environment = _leaf_id(release), release.id.environment
        adapter = release.adapter
        adapter_id = node_id("adapter", adapter.workload_type)
        self._node(
            Node(
                adapter_id,
                NodeKind.ADAPTER,
                adapter.workload_type,
                about=f"chart {adapter.chart.name} {adapter.chart.version}",
                path=adapter.chart.path,
            )
        )
        self._edge(leaf, adapter_id, EdgeKind.RENDERED_BY)
        for dependency in dependencies(release):
            target = self._leaf(
                node_id("leaf", *dependency.target), str(dependency.target), release
            )
            self._edge(leaf, target, EdgeKind.DEPENDS_ON)
        for model in served_models(release):
            node = self._model(environment, model.name, model.model)
            self._edge(leaf, node, EdgeKind.SERVES)
        for name in _routed_names(release):
            if (environment, name) in self._models:
                self._edge(leaf, self._routed(environment, name), EdgeKind.ROUTES_TO)
        self._attach(release)
        self._refer(release)

    def _attach(self, release: Release) -> None:
        """Lead a route to the shared Gateway that it names."""
        values = release.effective
        own = values.get(("ingress", "ownGateway", "enabled")) is True
        if values.get(("ingress", "enabled")) is not True or own:
            return
        name, namespace = values.get(_GATEWAY), values.get(_NAMESPACE)
        if not isinstance(name, str) or not name:
            return
        written = f"{namespace}/{name}" if isinstance(namespace, str) and namespace else name
        environment = release.id.environment
        gateway = node_id("gateway", environment, written)
        self._node(Node(gateway, NodeKind.GATEWAY, written, environment, about="shared Gateway"))
        host = values.get(("ingress", "host"))
        label = host if isinstance(host, str) else ""
        self._edge(_leaf_id(release), gateway, EdgeKind.ATTACHED_TO, label)

    def _refer(self, release: Release) -> None:
        environment = release.id.environment
        leaf = _leaf_id(release)
        for reference in references(release):
            kind, name = reference.kind, reference.name
            maker = self._makers.get(self._key(environment, reference.namespace, kind, name))
            if maker not in (None, leaf) and kind != NAMESPACE:
                self.add(self._releases[maker])
                self._edge(leaf, maker, EdgeKind.REFERS_TO, f"{kind} {name}")

    @staticmethod
    def _key(environment: str, namespace: str, kind: str, name: str) -> tuple[str, str, str, str]:
        return (environment, "" if kind in CLUSTER_SCOPED else namespace, kind, name)

    def _leaf(self, leaf: str, label: str, asked_by: Release) -> str:
        """Return a leaf's node, or one that says that it is missing."""
        if leaf in self._releases:
            return self.add(self._releases[leaf])
        about = "no such leaf"
        self._node(Node(leaf, NodeKind.MISSING, label, asked_by.id.environment, "", about))
        return leaf

    def _model(self, environment: str, name: str, model: str) -> str:
        node = node_id("model", environment, name)
        about = model if model != name else ""
        self._node(Node(node, NodeKind.MODEL, name, environment, about=about))
        return node

    def _routed(self, environment: str, name: str) -> str:
        server = self._releases[self._models[environment, name]]
        self.add(server)
        model = next(item.model for item in served_models(server) if item.name == name)
        node = self._model(environment, name, model)
        self._edge(_leaf_id(server), node, EdgeKind.SERVES)
        return node

    def _cluster(self, name: str) -> None:
        cluster = self.catalog.clusters.get(name)
        about = "no inventory"
        if cluster is not None:
            pools = (f"{pool.count} x {pool.name}" for pool in cluster.node_pools)
            about = ", ".join(pools) or "no node pools"
        path = cluster.location.file.path if cluster else ""
        self._node(Node(node_id("cluster", name), NodeKind.CLUSTER, name, about=about, path=path))

    def _node(self, node: Node) -> None:
        self.nodes.setdefault(node.id, node)

    def _edge(self, source: str, target: str, kind: EdgeKind, label: str = "") -> None:
        self.edges.append(Edge(source, target, kind, label))


def _leaf_id(release: Release) -> str:
    return node_id("leaf", *release.id)


def node_id(*parts: str) -> str:
    """Join names so that no other names give the same; ``show`` puts them in quotes."""
    return ":".join((parts[0], *map(_quoted, parts[1:])))


def _quoted(part: str) -> str:
    return part if part.replace("-", "").replace(".", "").isalnum() else show(part)


def _routed_names(release: Release) -> list[str]:
    """Return the models that a LiteLLM proxy lists."""
    proxy = PROXIES.get(str(release.effective.get(("chart", "name"))))
    if proxy is None or not release.is_third_party:
        return []
    entries = release.effective.sequence(proxy.path)
    found = (entry.get(proxy.keys[0]) for entry in entries if isinstance(entry, dict))
    return [name for name in found if isinstance(name, str)]
