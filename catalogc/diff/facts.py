"""What people want to know of an Application at a glance: images, replicas, CPU and memory."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from catalogc.diff.change import ApplicationPair
from catalogc.diff.result import Fact
from catalogc.diff.sentences import without_secret
from catalogc.diff.workloads import PodSpec, Scale, asked, containers_of, pod_specs
from catalogc.model.resource import Resource
from catalogc.rules.shared.nodes import text

_Pods = dict[str, PodSpec]
_MEMORY_UNITS = (("Ti", 2**40), ("Gi", 2**30), ("Mi", 2**20), ("Ki", 2**10))


def facts_of(pair: ApplicationPair) -> Iterator[Fact]:
    """Yield images, replicas, and the requests of all pods, where they change."""
    if pair.before is None or pair.after is None:
        return
    old, new = _pods(pair.old_resources), _pods(pair.new_resources)
    yield from _changed("image", _images(old), _images(new))
    yield from _changed("replicas", _replicas(old), _replicas(new))
    for resource, write in (("cpu", cpu_text), ("memory", memory_text)):
        before, after = (_total(pods.values(), resource) for pods in (old, new))
        if before != after:
            yield Fact(f"{resource} requested", write(before), write(after))


def _pods(resources: tuple[Resource, ...]) -> _Pods:
    return {
        f"{resource.kind}/{resource.name}" + (f" {index}" if index else ""): pods
        for resource in resources
        for index, pods in enumerate(pod_specs(resource, resources))
    }


def _changed(name: str, old: dict[str, str], new: dict[str, str]) -> Iterator[Fact]:
    for key in sorted(old.keys() & new.keys()):
        if old[key] != new[key]:
            yield Fact(f"{name} of {key}", without_secret(old[key]), without_secret(new[key]))


def _images(pods: _Pods) -> dict[str, str]:
    return {
        f"{name} {container}": image
        for name, found in pods.items()
        for container, node in containers_of(found.spec)
        if (image := text(node, "image") or text(node, "storageUri"))
    }


def _replicas(pods: _Pods) -> dict[str, str]:
    return {name: scale_text(found.scale) for name, found in pods.items()}


def scale_text(scale: tuple[int, int | None]) -> str:
    """Write a range: ``2``, ``1 to 3``, ``1 or more``."""
    least, most = scale
    if most is None:
        return f"{least} or more"
    return str(least) if least == most else f"{least} to {most}"


def _total(pods: Iterable[PodSpec], resource: str) -> Fraction:
    return sum((found.scale.least * asked(found.spec, resource) for found in pods), Fraction(0))


def cpu_text(cores: Fraction) -> str:
    """Write cores as Kubernetes does: ``500m``, ``4``."""
    return str(int(cores)) if cores.denominator == 1 else f"{int(cores * 1000)}m"


def memory_text(size: Fraction) -> str:
    """Write bytes with the largest unit that leaves no more than one decimal."""
    for unit, factor in _MEMORY_UNITS:
        tenths = size * 10 / factor
        if size >= factor and tenths.denominator == 1:
            return f"{int(tenths) / 10:g}{unit}"
    return str(int(size))


def least_of(resource: Resource, peers: Iterable[Resource]) -> Scale:
    """Return the scale of the first pods of an object; nothing where it makes none."""
    return next((pods.scale for pods in pod_specs(resource, peers)), Scale(0, 0))
