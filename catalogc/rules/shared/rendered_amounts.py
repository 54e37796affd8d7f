"""Where rendered objects hold quantities, beside the resources of containers."""

from collections.abc import Iterator
from typing import Any

from catalogc.model.resource import Resource
from catalogc.model.source import FieldPath
from catalogc.rules.shared.nodes import Node, entries, mapping
from catalogc.rules.shared.pods import POD_TEMPLATES, pods_of

Amount = tuple[FieldPath, Any]

_CLAIMS = "volumeClaimTemplates"
_TARGETS = ("value", "averageValue")


def amounts_of(resource: Resource) -> Iterator[Amount]:
    """Yield the quantities of claims, volumes, pods, quotas and autoscalers."""
    group, kind = resource.group, resource.kind
    if (group, kind) in POD_TEMPLATES:
        yield from _of_pods(resource)
    elif kind in _OF_KIND and group in {"", "autoscaling"}:
        yield from _OF_KIND[kind](mapping(resource.manifest, "spec"))


def _of_pods(resource: Resource) -> Iterator[Amount]:
    for pod in pods_of(resource):
        if "resources" in pod.spec:  # of all containers together, from Kubernetes 1.34 on
            for part in ("requests", "limits"):
                yield from _each(pod.spec, pod.spec_path, "resources", part)
        for index, volume in entries(pod.spec, "volumes"):
            path = (*pod.spec_path, "volumes", index)
            if "emptyDir" in volume:
                size = mapping(volume, "emptyDir").get("sizeLimit")
                if size is not None:
                    yield (*path, "emptyDir", "sizeLimit"), size
            if "ephemeral" in volume:
                claim = ("ephemeral", "volumeClaimTemplate", "spec", "resources", "requests")
                yield from _each(volume, path, *claim)
    spec = resource.manifest.get("spec")
    if isinstance(spec, dict) and _CLAIMS in spec:
        for index, claim_template in entries(spec, _CLAIMS):
            claim_path: FieldPath = ("spec", _CLAIMS, index)
            yield from _each(claim_template, claim_path, "spec", "resources", "requests")


def _of_claim(spec: Node) -> Iterator[Amount]:
    yield from _each(spec, ("spec",), "resources", "requests")


def _of_quota(spec: Node) -> Iterator[Amount]:
    yield from _each(spec, ("spec",), "hard")


def _of_volume(spec: Node) -> Iterator[Amount]:
    yield from _each(spec, ("spec",), "capacity")


def _of_limits(spec: Node) -> Iterator[Amount]:
    for index, limit in entries(spec, "limits"):
        for part in ("min", "max", "default", "defaultRequest", "maxLimitRequestRatio"):
            yield from _each(limit, ("spec", "limits", index), part)


def _of_autoscaler(spec: Node) -> Iterator[Amount]:
    for index, metric in entries(spec, "metrics"):
        for source, found in metric.items():
            if isinstance(found, dict):
                target = mapping(found, "target")
                path: FieldPath = ("spec", "metrics", index, source, "target")
                yield from (((*path, key), target[key]) for key in _TARGETS if key in target)


def _each(node: Node, path: FieldPath, *keys: str) -> Iterator[Amount]:
    for name, value in mapping(node, *keys).items():
        yield (*path, *keys, name), value


_OF_KIND = {
    "PersistentVolumeClaim": _of_claim,
    "PersistentVolume": _of_volume,
    "ResourceQuota": _of_quota,
    "LimitRange": _of_limits,
    "HorizontalPodAutoscaler": _of_autoscaler,
}
