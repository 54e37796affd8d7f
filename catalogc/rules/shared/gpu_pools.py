"""The node pools that a pod with GPUs can be scheduled to."""

from collections.abc import Iterator, Mapping
from typing import Any

from catalogc.model.inventory import Cluster, NodePool, Toleration
from catalogc.model.quantity import parse_quantity
from catalogc.rules.shared.models_of_kserve import KserveModel

NVIDIA = "nvidia.com/gpu"
_KEEPS_OUT = ("NoSchedule", "NoExecute")  # PreferNoSchedule only asks


def model_pools(
    model: KserveModel, cluster: Cluster, gpus: int | None = None
) -> Iterator[NodePool]:
    """Yield the pools that a model can run in: with ``gpus``, or with as many as it asks for."""
    values = model.service.part.release.effective
    wanted = gpus if gpus is not None else model.whole("gpu") or 0
    selector = values.mapping(model.path("nodeSelector"))
    return pools_for(cluster, wanted, selector, values.sequence(model.path("tolerations")))


def pools_for(
    cluster: Cluster, gpus: int, selector: Mapping[str, Any], tolerations: list[Any]
) -> Iterator[NodePool]:
    """Yield the pools whose nodes have so many GPUs, the labels, and no taint that keeps out."""
    tolerated = [_toleration(entry) for entry in tolerations if isinstance(entry, dict)]
    for pool in cluster.node_pools:
        if pool.count == 0 or _gpus(pool) < gpus:
            continue
        if any(pool.labels.get(label) != str(wanted) for label, wanted in selector.items()):
            continue
        taints = [taint for taint in pool.taints if taint.effect in _KEEPS_OUT]
        if all(any(item.tolerates(taint) for item in tolerated) for taint in taints):
            yield pool


def _gpus(pool: NodePool) -> int:
    try:
        return int(parse_quantity(pool.allocatable.get(NVIDIA, "0")))
    except ValueError:
        return 0


def _toleration(entry: Mapping[str, Any]) -> Toleration:
    return Toleration(
        key=str(entry.get("key", "")),
        operator=str(entry.get("operator", "Equal")),
        value=str(entry.get("value", "")),
        effect=str(entry.get("effect", "")),
    )
