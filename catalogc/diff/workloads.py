"""Pods that objects make: how many, and what they ask for.

Sources: Kubernetes (Deployment, HorizontalPodAutoscaler), KEDA (ScaledObject: 0 to 100 replicas by
default) and KServe (minReplicas is 1 by default) API references.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any, NamedTuple

from catalogc.model.quantity import parse_quantity
from catalogc.model.resource import Resource
from catalogc.rules.shared.models_of_kserve import as_whole
from catalogc.rules.shared.nodes import Node, entries, mapping, text
from catalogc.rules.shared.pods import POD_TEMPLATES, Kind

INFERENCE_SERVICE: Kind = ("serving.kserve.io", "InferenceService")
COMPONENTS = ("predictor", "transformer", "explainer")
"""Parts of an InferenceService that make pods."""

_HPA: Kind = ("autoscaling", "HorizontalPodAutoscaler")
_SCALERS = frozenset({_HPA, ("keda.sh", "ScaledObject")})
_ONCE = frozenset({("", "Pod"), ("batch", "Job"), ("batch", "CronJob")})
_VENDORS = ("nvidia.com", "amd.com", "gpu.intel.com")
_MODEL_KEYS = ("model", "workerSpec")
_KEDA_MOST = 100


class Scale(NamedTuple):
    """The fewest and the most replicas; None where nothing bounds them."""

    least: int
    most: int | None


class PodSpec(NamedTuple):
    """The pods of one template.

    Attributes:
        scale: how many there are.
        spec: the pod's spec, or a component of an InferenceService.
    """

    scale: Scale
    spec: Node


def pod_specs(resource: Resource, peers: Iterable[Resource]) -> Iterator[PodSpec]:
    """Yield the pods of an object.

    Args:
        resource: the object.
        peers: objects of its Application, with the autoscaler.
    """
    kind = (resource.group, resource.kind)
    if kind == INFERENCE_SERVICE:
        for name in COMPONENTS:
            component = mapping(resource.manifest, "spec", name)
            if component:
                yield PodSpec(_of_component(component), component)
        return
    for path in POD_TEMPLATES.get(kind, ()):
        spec = mapping(resource.manifest, *path, "spec")
        if spec:
            yield PodSpec(scale_of(resource, peers), spec)


def scale_of(resource: Resource, peers: Iterable[Resource]) -> Scale:
    """Return how many pods an object makes, as its autoscaler or it itself says."""
    if (resource.group, resource.kind) in _ONCE:
        return Scale(1, 1)
    for peer in peers:
        found = _autoscaled(peer, resource)
        if found is not None:
            return found
    replicas = as_whole(mapping(resource.manifest, "spec").get("replicas", 1))
    return Scale(replicas, replicas) if replicas is not None else Scale(1, None)


def _autoscaled(scaler: Resource, target: Resource) -> Scale | None:
    if (scaler.group, scaler.kind) not in _SCALERS:
        return None
    spec = mapping(scaler.manifest, "spec")
    named = mapping(spec, "scaleTargetRef")
    kind = text(named, "kind") or "Deployment"
    if (kind, text(named, "name")) != (target.kind, target.name):
        return None
    if scaler.kind == _HPA[1]:
        return Scale(_number(spec, "minReplicas", 1), as_whole(spec.get("maxReplicas")))
    least = _number(spec, "minReplicaCount", 0)
    return Scale(least, _number(spec, "maxReplicaCount", _KEDA_MOST))


def _of_component(component: Node) -> Scale:
    least = _number(component, "minReplicas", 1)
    most = as_whole(component.get("maxReplicas"))
    # KServe takes 0 as "no limit", and the fewest where nothing is said of the most.
    return Scale(least, max(least, most) if most else None if most == 0 else max(least, 1))


def _number(node: Node, key: str, default: int) -> int:
    found = as_whole(node.get(key))
    return default if found is None else found


def containers_of(spec: Node) -> Iterator[tuple[str, Node]]:
    """Yield the containers that run side by side, each with its name.

    The model of an InferenceService is one, called ``model``.
    """
    for key in ("containers", "initContainers"):
        for _, container in entries(spec, key):
            # Init containers with restartPolicy Always are sidecars (Kubernetes 1.29).
            if key == "containers" or container.get("restartPolicy") == "Always":
                yield text(container, "name"), container
    for key in _MODEL_KEYS:
        inner = mapping(spec, key)
        if key == "workerSpec":
            yield from containers_of(inner) if inner else ()
        elif inner:
            yield key, inner


def asked(spec: Node, resource: str) -> Fraction:
    """Return how much of a resource a pod asks for; extended ones may be limits alone."""
    total = Fraction(0)
    for _, container in containers_of(spec):
        for part in ("requests", "limits"):
            found = mapping(container, "resources", part).get(resource)
            if found is not None:
                total += amount(found)
                break
    return total


def amount(value: Any) -> Fraction:
    """Read a quantity; 0 where it is none, which the schema reports."""
    try:
        return parse_quantity(str(value))
    except ValueError:
        return Fraction(0)


def gpu_resources(spec: Node) -> set[str]:
    """Return the names of the extended resources that are GPUs or parts of one."""
    return {
        name
        for _, container in containers_of(spec)
        for part in ("requests", "limits")
        for name in mapping(container, "resources", part)
        if isinstance(name, str) and is_gpu(name)
    }


def may_ask_for_gpus(resource: Resource) -> bool:
    """Tell, without reading the object, whether it may name a GPU."""
    return any(vendor in resource.text for vendor in _VENDORS)


def is_gpu(resource: str) -> bool:
    """Tell whether a resource is a GPU: ``nvidia.com/gpu``, ``nvidia.com/mig-1g.5gb``, ..."""
    vendor, _, name = resource.partition("/")
    return vendor in _VENDORS and name.startswith(("gpu", "mig-", "i915", "xe"))
