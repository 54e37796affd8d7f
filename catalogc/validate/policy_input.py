"""What policies see: themselves, a release and its surroundings, as plain data."""

import re
from collections.abc import Mapping
from typing import Any

from catalogc.model.catalog import Catalog, RenderedRelease
from catalogc.model.configuration import Environment
from catalogc.model.inventory import Cluster, NodePool
from catalogc.model.policy import AdmissionPolicy, ExpressionPolicy

# The variable, and no field of this name.
_RESOURCES = re.compile(r"(?<![.?\w'\"])resources\b(?!\s*:)")


def expression_input(policy: ExpressionPolicy) -> dict[str, Any]:
    """Return what the evaluator needs of a policy over leaves."""
    return {"name": policy.terms.name, "form": "expression", "spec": dict(policy.spec)}


def admission_input(policy: AdmissionPolicy) -> dict[str, Any]:
    """Return what the evaluator needs of a Kubernetes policy."""
    return {
        "name": policy.terms.name,
        "form": "admission",
        "policy": policy.document.data,
        "bindings": [binding.data for binding in policy.bindings],
        "params": [item.data for item in policy.params],
    }


def reads_resources(policy: ExpressionPolicy) -> bool:
    """Tell whether an expression reads what a leaf is rendered to."""
    groups = ("matchConditions", "variables", "validations")
    items = [item for group in groups for item in policy.spec.get(group, ())]
    texts = [text for item in items for key, text in item.items() if key.endswith("xpression")]
    return any(_RESOURCES.search(text) for text in texts)


def release_input(item: RenderedRelease, catalog: Catalog) -> dict[str, Any]:
    """Return what policies see of a release."""
    release = item.release
    cluster = catalog.clusters.get(release.environment.cluster)
    return {
        "leaf": release.leaf.values.data,
        "values": release.effective.data,
        "environment": environment_input(release.environment),
        "cluster": cluster and cluster_input(cluster),
        "resources": [resource.manifest for resource in item.resources],
        "namespace": release.namespace,
        "namespaces": dict(cluster.namespaces) if cluster else {},
        "kubernetesVersion": catalog.kubernetes_version(release.environment),
    }


def environment_input(environment: Environment) -> dict[str, Any]:
    """Return the variable ``environment``."""
    return {
        "name": environment.name,
        "production": environment.production,
        "cluster": environment.cluster,
        "destination": dict(environment.destination),
    }


def cluster_input(cluster: Cluster) -> dict[str, Any]:
    """Return the variable ``cluster``, in the spelling of an inventory file."""
    return {
        "name": cluster.name,
        "kubernetesVersion": cluster.kubernetes_version,
        "nodePools": [_pool(pool) for pool in cluster.node_pools],
        "namespaces": {name: {"labels": dict(labels)} for name, labels in _namespaces(cluster)},
    }


def _namespaces(cluster: Cluster) -> list[tuple[str, Mapping[str, str]]]:
    return sorted(cluster.namespaces.items())


def _pool(pool: NodePool) -> dict[str, Any]:
    gpu = pool.gpu
    return {
        "name": pool.name,
        "count": pool.count,
        "labels": dict(pool.labels),
        "taints": [
            {"key": taint.key, "value": taint.value, "effect": taint.effect}
            for taint in pool.taints
        ],
        "allocatable": dict(pool.allocatable),
        "gpu": gpu
        and {
            "product": gpu.product,
            "memory": gpu.memory,
            "computeCapability": gpu.compute_capability,
        },
    }
