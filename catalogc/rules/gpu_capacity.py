"""A pod's GPUs must all be on one node, so gpu.count must fit a node that the pod can reach."""

from collections.abc import Iterator
from typing import Any

from catalogc.model.finding import Finding, Label
from catalogc.model.inventory import Cluster, NodePool, Taint, Toleration
from catalogc.model.quantity import parse_quantity
from catalogc.model.release import Release
from catalogc.model.source import FieldPath, format_path
from catalogc.rules.base import Context, Reporter, Rule
from catalogc.rules.shared.gpu_pools import model_pools
from catalogc.rules.shared.models_of_kserve import models_of
from catalogc.rules.shared.written import blame

SLUG = "gpu-capacity"

_COUNT = ("gpu", "count")
_NVIDIA = "nvidia.com/gpu"
_AMD = "amd.com/gpu"
_KEEPS_OUT = ("NoSchedule", "NoExecute")  # PreferNoSchedule only asks


def check(release: Release, context: Context) -> Iterator[Finding]:
    """Compare ``gpu.count`` with the nodes of the environment's cluster.

    The extended resource is that of ``gpu.type``, unless the policy's parameter ``resource`` names
    one that is not NVIDIA's own. With ``gpu.type: none`` a pod asks for no GPU. Models that KServe
    runs have fields of their own, and NVIDIA's GPUs.
    """
    yield from _models(release, context)
    count = release.effective.get(_COUNT)
    if not isinstance(count, int) or isinstance(count, bool) or count <= 0:
        return
    if _type(release) == "none":
        return
    reporter = Reporter(SLUG, release, context)
    cluster = context.clusters.get(release.environment.cluster)
    if cluster is None:
        yield _unknown(reporter)
        return
    resource = _resource(release, context)
    reachable = [pool for pool in cluster.node_pools if _obstacle(pool, release) is None]
    largest = max(reachable, key=lambda pool: _gpus(pool, resource), default=None)
    if largest is None or _gpus(largest, resource) == 0:
        yield _unreachable(reporter, cluster, resource)
    elif count > _gpus(largest, resource):
        yield _too_many(reporter, cluster, largest, count, resource)


def _models(release: Release, context: Context) -> Iterator[Finding]:
    cluster = context.clusters.get(release.environment.cluster)
    reporter = Reporter(SLUG, release, context)
    for model in models_of(release):
        gpus, path = model.whole("gpu"), model.path("gpu")
        if not gpus or gpus < 0:
            continue
        if cluster is None:
            yield _unknown(reporter, path)
        elif not any(True for _ in model_pools(model, cluster)):
            sizes = ", ".join(
                f"pool {pool.name} has {_gpus(pool, _NVIDIA)}"
                for pool in model_pools(model, cluster, gpus=1)
            )
            yield reporter.finding(
                path,
                f"{format_path(path)} is {gpus}, but no node of cluster {cluster.name} that this "
                f"model can reach has {gpus} {_NVIDIA}",
                label="waits for ever",
                remedy=f"within reach: {sizes or 'no GPU'}; see its nodeSelector and tolerations",
                location=blame(release, path),
            )


def _type(release: Release) -> str:
    """Return the vendor; charts without ``gpu.type`` are written for NVIDIA."""
    return str(release.effective.get(("gpu", "type"), "nvidia"))


def _resource(release: Release, context: Context) -> str:
    named = str(context.params.get("resource", _NVIDIA))
    return _AMD if named == _NVIDIA and _type(release) == "amd" else named


def _gpus(pool: NodePool, resource: str) -> int:
    try:
        return int(parse_quantity(pool.allocatable.get(resource, "0")))
    except ValueError:
        return 0


def _obstacle(pool: NodePool, release: Release) -> str | None:
    """Say what keeps the pod off this pool's nodes; None where nothing does."""
    if pool.count == 0:
        return "it has no nodes"
    for label, wanted in _selector(release).items():
        if pool.labels.get(label) != str(wanted):
            return f"the node selector asks for {label}: {wanted}"
    tolerations = _tolerations(release)
    for taint in pool.taints:
        if taint.effect in _KEEPS_OUT and not any(t.tolerates(taint) for t in tolerations):
            return f"its taint {_taint_text(taint)} is not tolerated"
    return None


def _selector(release: Release) -> dict[str, Any]:
    """Return the labels that the chart asks for: none of NVIDIA's for AMD's GPUs."""
    selector = release.effective.mapping(("gpu", "nodeSelector"))
    amd = _type(release) == "amd"
    return {
        label: wanted
        for label, wanted in selector.items()
        if not (amd and label.startswith("nvidia.com/"))
    }


def _tolerations(release: Release) -> list[Toleration]:
    written = release.effective.sequence(("gpu", "tolerations"))
    amd = _type(release) == "amd"
    return [_toleration(entry, amd=amd) for entry in written if isinstance(entry, dict)]


def _toleration(entry: dict[str, Any], *, amd: bool) -> Toleration:
    key = str(entry.get("key", ""))
    return Toleration(
        key=_AMD if amd and key == _NVIDIA else key,  # as the chart prints it
        operator=str(entry.get("operator", "Equal")),
        value=str(entry.get("value", "")),
        effect=str(entry.get("effect", "")),
    )


def _too_many(
    reporter: Reporter, cluster: Cluster, largest: NodePool, count: int, resource: str
) -> Finding:
    limit = _gpus(largest, resource)
    bigger = [
        f"pool {pool.name} has {_gpus(pool, resource)}, but {reason}"
        for pool in cluster.node_pools
        if _gpus(pool, resource) >= count and (reason := _obstacle(pool, reporter.release))
    ]
    return reporter.finding(
        _COUNT,
        f"gpu.count is {count}, but the largest node that this leaf can reach has {limit} "
        f"(pool {largest.name} of cluster {cluster.name})",
        label=f"pool {largest.name} has {limit} a node",
        remedy="; ".join([f"lower gpu.count to {limit} or less", *bigger]),
        related=(Label(largest.location, f"{limit} {resource} on each node"),),
    )


def _unreachable(reporter: Reporter, cluster: Cluster, resource: str) -> Finding:
    obstacles = [
        (pool, reason)
        for pool in cluster.node_pools
        if _gpus(pool, resource) and (reason := _obstacle(pool, reporter.release))
    ]
    reasons = "; ".join(f"pool {pool.name}: {reason}" for pool, reason in obstacles)
    return reporter.finding(
        _COUNT,
        f"gpu.count is {reporter.release.effective.get(_COUNT)}, but no node of cluster "
        f"{cluster.name} that this leaf can reach has {resource}",
        label="no GPU within reach",
        remedy=reasons or f"cluster {cluster.name} has no {resource}; choose another environment",
        related=tuple(Label(pool.location, reason) for pool, reason in obstacles),
    )


def _unknown(reporter: Reporter, path: FieldPath = _COUNT) -> Finding:
    environment = reporter.release.environment
    named = environment.cluster
    why = f"cluster {named} has no inventory" if named else "the environment names no cluster"
    return reporter.finding(
        path,
        f"{format_path(path)} cannot be checked: {why}",
        unknown=True,
        remedy=f"add catalog/clusters/{named or '<name>'}.yaml, and name it under "
        f"environments.{environment.name}.cluster in catalogc.yaml",
    )


def _taint_text(taint: Taint) -> str:
    value = f"={taint.value}" if taint.value else ""
    return f"{taint.key}{value}:{taint.effect}"


_BAD = """\
workloadType: OLLAMA_INFERENCE_LOAD
serviceName: llama
serviceCatalog: ml-inference
namespace: ml-workloads
environment: dev
model: llama3.3:70b
gpu:
  count: 64
"""

RULE = Rule(
    SLUG,
    "gpu.count must fit one node that the leaf can reach",
    check,
    rationale="All GPUs of a pod are on one node. A pod that asks for more than any node has, or "
    "for nodes that its selector and tolerations keep it from, waits for ever. What nodes there "
    "are is in the inventory, catalog/clusters/.",
    bad=_BAD,
    good=_BAD.replace("count: 64", "count: 1"),
)
