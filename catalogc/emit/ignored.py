"""Fields that a controller of the cluster owns, and Argo CD therefore leaves alone.

Without this Argo CD would set them back at every sync (option RespectIgnoreDifferences).
"""

from collections.abc import Iterator
from typing import Any

from catalogc.model.resource import Resource

_SCALED = frozenset({"Deployment", "StatefulSet", "Rollout"})
"""Kinds whose replicas are at ``/spec/replicas``."""

_SCALERS = {
    ("autoscaling", "HorizontalPodAutoscaler"): ("", ""),
    ("keda.sh", "ScaledObject"): ("apps/v1", "Deployment"),
}
"""Autoscalers, and the apiVersion and kind that their target has where they do not say."""

_GATEWAY_PLUGIN = "argoproj-labs/gatewayAPI"


def ignored_differences(resources: tuple[Resource, ...]) -> dict[str, Any]:
    """Return ``ignoreDifferences`` of an Application; empty where nothing is to be ignored."""
    entries = [*_replicas(resources), *_canaries(resources)]
    return {"ignoreDifferences": entries} if entries else {}


def _replicas(resources: tuple[Resource, ...]) -> Iterator[dict[str, Any]]:
    """Leave ``replicas`` to the autoscaler that owns it, where it scales one of these objects."""
    owned = {(item.group, item.kind, item.name) for item in resources if item.kind in _SCALED}
    targets = {
        _scale_target(resource)
        for resource in resources
        if (resource.group, resource.kind) in _SCALERS
    } & owned
    for group, kind, name in sorted(targets):
        yield {"group": group, "kind": kind, "name": name, "jsonPointers": ["/spec/replicas"]}


def _scale_target(autoscaler: Resource) -> tuple[str, str, str]:
    """Group, kind and name of what an autoscaler scales; empty strings where it does not say."""
    api_version, kind = _SCALERS[autoscaler.group, autoscaler.kind]
    target = _mapping(_mapping(autoscaler.manifest, "spec"), "scaleTargetRef")
    group = str(target.get("apiVersion", api_version)).rpartition("/")[0]
    return (group, str(target.get("kind", kind)), str(target.get("name", "")))


def _canaries(resources: tuple[Resource, ...]) -> Iterator[dict[str, Any]]:
    """Leave to Argo Rollouts what it changes while a canary runs.

    It selects pods of one version by adding a label to both Services' selectors, and its Gateway
    API plugin moves the weights of the route (Argo Rollouts: canary strategy, traffic management).
    """
    services: set[str] = set()
    routes: set[str] = set()
    for resource in resources:
        if (resource.group, resource.kind) == ("argoproj.io", "Rollout"):
            strategy = _mapping(_mapping(resource.manifest, "spec"), "strategy")
            canary = _mapping(strategy, "canary")
            services |= {str(canary.get(key, "")) for key in ("stableService", "canaryService")}
            routes.add(_route(canary))
    for name in sorted(services - {""}):
        pointers = ["/spec/selector/rollouts-pod-template-hash"]
        yield {"group": "", "kind": "Service", "name": name, "jsonPointers": pointers}
    for name in sorted(routes - {""}):
        yield {
            "group": "gateway.networking.k8s.io",
            "kind": "HTTPRoute",
            "name": name,
            "jqPathExpressions": [".spec.rules[].backendRefs[].weight"],
        }


def _route(canary: dict[str, Any]) -> str:
    plugins = _mapping(_mapping(canary, "trafficRouting"), "plugins")
    return str(_mapping(plugins, _GATEWAY_PLUGIN).get("httpRoute", ""))


def _mapping(data: Any, key: str) -> dict[str, Any]:
    found = data.get(key) if isinstance(data, dict) else None
    return found if isinstance(found, dict) else {}
