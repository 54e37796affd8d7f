"""GPU demand before and after, by environment and by the node pools within reach."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from catalogc.diff.result import GpuDemand
from catalogc.diff.workloads import (
    Scale,
    amount,
    asked,
    gpu_resources,
    may_ask_for_gpus,
    pod_specs,
)
from catalogc.model.catalog import Catalog, RenderedRelease
from catalogc.model.inventory import NodePool
from catalogc.model.resource import Resource
from catalogc.rules.shared.gpu_pools import pools_for
from catalogc.rules.shared.nodes import Node, mapping

_Place = tuple[str, str, str]
"""Environment, pools, resource."""

_NOTHING = Scale(0, 0)


def gpu_demands(
    base: Iterable[RenderedRelease], head: Iterable[RenderedRelease], catalogs: tuple[Catalog, ...]
) -> tuple[GpuDemand, ...]:
    """Return every demand that changes, sorted by environment, pools and resource.

    Args:
        base: what the base renders.
        head: what the head renders.
        catalogs: of the base and of the head.
    """
    before, after = _demand(base, catalogs[0]), _demand(head, catalogs[1])
    return tuple(
        GpuDemand(
            *place,
            before.get(place, _NOTHING),
            after.get(place, _NOTHING),
            _capacity(place, catalogs[1]),
        )
        for place in sorted(before.keys() | after.keys())
        if before.get(place) != after.get(place)
    )


def gpus_of(resource: Resource | None, peers: Iterable[Resource]) -> dict[str, Scale]:
    """Return the GPUs that the pods of one object can ask for, by extended resource."""
    found: dict[str, Scale] = {}
    if resource is not None:
        for pods in pod_specs(resource, peers):
            for name in gpu_resources(pods.spec):
                each = int(asked(pods.spec, name))
                found[name] = _plus(found.get(name, _NOTHING), _times(pods.scale, each))
    return found


def _demand(items: Iterable[RenderedRelease], catalog: Catalog) -> dict[_Place, Scale]:
    found: dict[_Place, Scale] = defaultdict(lambda: _NOTHING)
    for item in items:
        environment = item.release.environment
        for resource in filter(may_ask_for_gpus, item.resources):
            for pods in pod_specs(resource, item.resources):
                for name in gpu_resources(pods.spec):
                    each = int(asked(pods.spec, name))
                    pools = _pools(pods.spec, name, each, catalog, environment.cluster)
                    place = (environment.name, " or ".join(pool.name for pool in pools), name)
                    found[place] = _plus(found[place], _times(pods.scale, each))
    return dict(found)


def _pools(
    spec: Node, resource: str, each: int, catalog: Catalog, cluster: str
) -> Iterator[NodePool]:
    inventory = catalog.clusters.get(cluster)
    if inventory is None:
        return
    tolerations = spec.get("tolerations")
    listed = tolerations if isinstance(tolerations, list) else []
    # pools_for counts NVIDIA's GPUs; 0 of them leaves the amount to the resource asked for.
    for pool in pools_for(inventory, 0, mapping(spec, "nodeSelector"), listed):
        if amount(pool.allocatable.get(resource, "0")) >= max(each, 1):
            yield pool


def _capacity(place: _Place, catalog: Catalog) -> int | None:
    environment, pools, resource = place
    found = catalog.config.environment(environment)
    inventory = catalog.clusters.get(found.cluster) if found is not None else None
    if inventory is None or not pools:
        return None
    names = pools.split(" or ")
    return sum(
        pool.count * int(amount(pool.allocatable.get(resource, "0")))
        for pool in inventory.node_pools
        if pool.name in names
    )


def _plus(one: Scale, other: Scale) -> Scale:
    most = None if one.most is None or other.most is None else one.most + other.most
    return Scale(one.least + other.least, most)


def _times(scale: Scale, each: int) -> Scale:
    return Scale(scale.least * each, None if scale.most is None else scale.most * each)
