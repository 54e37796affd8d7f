"""Read cluster inventories: our short form, or what kubectl prints.

``kubectl get nodes -o yaml`` and ``kubectl get nodes,namespaces -o yaml`` are taken as they are.
"""

import posixpath
from collections.abc import Iterable
from typing import Any

from catalogc.model.document import Document
from catalogc.model.finding import Finding, Label, Outcome, Severity
from catalogc.model.inventory import Cluster, Gpu, NodePool, Taint
from catalogc.model.quantity import parse_quantity
from catalogc.model.reader import DocumentReader
from catalogc.model.source import FieldPath
from catalogc.schemas.own import own_validator

# Labels that tell one node from its twin; nodes that differ in nothing else are one pool.
_PER_NODE = ("kubernetes.io/hostname", "topology.kubernetes.io/zone")
_POOL_LABELS = (
    "cloud.google.com/gke-nodepool",
    "eks.amazonaws.com/nodegroup",
    "kubernetes.azure.com/agentpool",
    "node.kubernetes.io/instance-type",
)


def read_clusters(files: Iterable[str], reader: DocumentReader) -> Outcome[dict[str, Cluster]]:
    """Read every inventory file; clusters by name."""
    clusters: dict[str, Cluster] = {}
    findings: list[Finding] = []
    for path in files:
        outcome = reader.one(path)
        findings.extend(outcome.findings)
        if outcome.value is None:
            continue
        cluster = _cluster(outcome.value, findings)
        if cluster is None:
            continue
        other = clusters.setdefault(cluster.name, cluster)
        if other is not cluster:
            findings.append(_twice(cluster, other))
    return Outcome(clusters, tuple(findings))


def _cluster(document: Document, findings: list[Finding]) -> Cluster | None:
    if _is_node_list(document.data):
        return _from_nodes(document)
    problems = own_validator("cluster").document_findings(document)
    if problems:
        findings.extend(problems)
        return None
    spec = document.data["spec"]
    pools = tuple(
        _pool(pool, document, ("spec", "nodePools", index))
        for index, pool in enumerate(spec["nodePools"])
    )
    name = document.data["metadata"]["name"]
    place = document.at(("metadata", "name"))
    namespaces = {
        namespace: dict((entry or {}).get("labels", {}))
        for namespace, entry in spec.get("namespaces", {}).items()
    }
    return Cluster(name, place, spec.get("kubernetesVersion", ""), pools, namespaces)


def _pool(data: dict[str, Any], document: Document, path: FieldPath) -> NodePool:
    gpu = data.get("gpu")
    return NodePool(
        name=data["name"],
        count=data["count"],
        location=document.at((*path, "name")),
        labels=data.get("labels", {}),
        taints=_taints(data.get("taints", ())),
        allocatable={key: str(value) for key, value in data["allocatable"].items()},
        gpu=gpu
        and Gpu(
            gpu["product"],
            int(parse_quantity(str(gpu.get("memory", 0)))),
            gpu.get("computeCapability", ""),
        ),
    )


def _is_node_list(data: Any) -> bool:
    if not isinstance(data, dict) or data.get("kind") not in ("List", "NodeList"):
        return False
    items = data.get("items")
    return isinstance(items, list) and all(
        isinstance(item, dict) and item.get("kind", "Node") in ("Node", "Namespace")
        for item in items
    )


def _from_nodes(document: Document) -> Cluster:
    name = posixpath.splitext(posixpath.basename(document.file.path))[0]
    pools: dict[Any, NodePool] = {}
    version = ""
    for index, node in enumerate(document.data["items"]):
        if node.get("kind") == "Namespace":
            continue
        pool = _node_as_pool(node, document, ("items", index))
        version = version or _kubelet_version(node)
        key = (
            tuple(sorted(pool.labels.items())),
            pool.taints,
            tuple(sorted(pool.allocatable.items())),
        )
        known = pools.get(key)
        pools[key] = pool if known is None else _one_more(known)
    return Cluster(
        name, document.at(()), version, tuple(pools.values()), _listed_namespaces(document)
    )


def _listed_namespaces(document: Document) -> dict[str, dict[str, str]]:
    """Return the labels of each Namespace of a list."""
    found = {}
    for item in document.data["items"]:
        if item.get("kind") == "Namespace":
            metadata = item.get("metadata") or {}
            labels = metadata.get("labels") or {}
            found[str(metadata.get("name", ""))] = {key: str(labels[key]) for key in labels}
    return found


def _node_as_pool(node: dict[str, Any], document: Document, path: FieldPath) -> NodePool:
    metadata, status = node.get("metadata") or {}, node.get("status") or {}
    labels = metadata.get("labels") or {}
    name = next((labels[key] for key in _POOL_LABELS if key in labels), metadata.get("name", ""))
    return NodePool(
        name=name,
        count=1,
        location=document.at((*path, "metadata", "name")),
        labels={key: str(value) for key, value in labels.items() if key not in _PER_NODE},
        taints=_taints((node.get("spec") or {}).get("taints") or ()),
        allocatable={key: str(value) for key, value in (status.get("allocatable") or {}).items()},
        gpu=_labelled_gpu(labels),
    )


def _labelled_gpu(labels: dict[str, Any]) -> Gpu | None:
    """GPU feature discovery labels; ``gpu.memory`` is in MiB per GPU."""
    product = labels.get("nvidia.com/gpu.product")
    if not product:
        return None
    memory = str(labels.get("nvidia.com/gpu.memory", "0"))
    major, minor = (labels.get(f"nvidia.com/gpu.compute.{part}") for part in ("major", "minor"))
    capability = f"{major}.{minor}" if major and minor else ""
    return Gpu(str(product), int(memory) * 2**20 if memory.isdigit() else 0, capability)


def _kubelet_version(node: dict[str, Any]) -> str:
    info = (node.get("status") or {}).get("nodeInfo") or {}
    parts = str(info.get("kubeletVersion", "")).lstrip("v").split(".")
    return ".".join(parts[:2]) if len(parts) > 1 else ""


def _one_more(pool: NodePool) -> NodePool:
    return NodePool(
        pool.name,
        pool.count + 1,
        pool.location,
        pool.labels,
        pool.taints,
        pool.allocatable,
        pool.gpu,
    )


def _taints(data: Iterable[dict[str, Any]]) -> tuple[Taint, ...]:
    return tuple(Taint(str(t["key"]), str(t.get("value", "")), str(t["effect"])) for t in data)


def _twice(cluster: Cluster, other: Cluster) -> Finding:
    return Finding(
        rule="duplicate-cluster",
        severity=Severity.ERROR,
        message=f"cluster {cluster.name} has two inventories",
        location=cluster.location,
        related=(Label(other.location, "the first one"),),
        help="keep one file for each cluster",
    )
