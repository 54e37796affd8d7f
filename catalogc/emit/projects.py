"""Argo CD AppProjects: only the kinds, namespaces and destination that are really used.

An AppProject's lists are allow-lists; ``*`` would hand the cluster to whoever edits a chart.
"""

from collections.abc import Sequence
from typing import Any

from catalogc.emit.applications import API_VERSION, MANAGED_BY, creates_namespace
from catalogc.emit.names import project_name
from catalogc.model.catalog import RenderedRelease
from catalogc.model.configuration import Config, Environment
from catalogc.model.resource import Resource

# Kinds without a namespace that charts emit (Kubernetes API reference and upstream CRDs).
_CLUSTER_SCOPED = frozenset(
    {
        ("", "Namespace"),
        ("", "Node"),
        ("", "PersistentVolume"),
        ("admissionregistration.k8s.io", "MutatingWebhookConfiguration"),
        ("admissionregistration.k8s.io", "ValidatingAdmissionPolicy"),
        ("admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding"),
        ("admissionregistration.k8s.io", "ValidatingWebhookConfiguration"),
        ("apiextensions.k8s.io", "CustomResourceDefinition"),
        ("apiregistration.k8s.io", "APIService"),
        ("cert-manager.io", "ClusterIssuer"),
        ("external-secrets.io", "ClusterExternalSecret"),
        ("external-secrets.io", "ClusterSecretStore"),
        ("gateway.networking.k8s.io", "GatewayClass"),
        ("networking.k8s.io", "IngressClass"),
        ("node.k8s.io", "RuntimeClass"),
        ("rbac.authorization.k8s.io", "ClusterRole"),
        ("rbac.authorization.k8s.io", "ClusterRoleBinding"),
        ("scheduling.k8s.io", "PriorityClass"),
        ("serving.kserve.io", "ClusterServingRuntime"),
        ("storage.k8s.io", "CSIDriver"),
        ("storage.k8s.io", "StorageClass"),
    }
)


def is_cluster_scoped(resource: Resource) -> bool:
    """Tell whether a kind lives outside namespaces."""
    return (resource.group, resource.kind) in _CLUSTER_SCOPED


def project(
    service_catalog: str, items: Sequence[RenderedRelease], config: Config
) -> dict[str, Any]:
    """Return the AppProject of one serviceCatalog in one environment."""
    environment = items[0].release.environment
    resources = [resource for item in items for resource in item.resources]
    cluster_kinds = {
        (resource.group, resource.kind) for resource in resources if is_cluster_scoped(resource)
    }
    if any(creates_namespace(item) for item in items):
        cluster_kinds.add(("", "Namespace"))  # CreateNamespace=true makes one
    namespaced = {
        (resource.group, resource.kind) for resource in resources if not is_cluster_scoped(resource)
    }
    limits = (config.catalogs or {}).get(service_catalog)
    owner = f", owned by {limits.owner}" if limits and limits.owner else ""
    return app_project(
        project_name(service_catalog, environment.name),
        f"{service_catalog} in {environment.name}{owner}.",
        config,
        environment,
        namespaces=sorted(
            {item.release.namespace for item in items}
            | {resource.namespace for resource in resources if resource.namespace}
        ),
        cluster_kinds=sorted(cluster_kinds),
        namespaced_kinds=sorted(namespaced),
    )


def app_project(  # noqa: PLR0913 - the fields of an AppProject
    name: str,
    description: str,
    config: Config,
    environment: Environment,
    *,
    namespaces: Sequence[str],
    cluster_kinds: Sequence[tuple[str, str]],
    namespaced_kinds: Sequence[tuple[str, str]],
    destination: dict[str, str] | None = None,
) -> dict[str, Any]:
    """Return an AppProject that allows exactly what is listed."""
    target = destination or dict(environment.destination)
    return {
        "apiVersion": API_VERSION,
        "kind": "AppProject",
        "metadata": {
            "name": name,
            "namespace": config.argocd.namespace,
            "labels": {**MANAGED_BY, "catalogc.dev/environment": environment.name},
            # Projects come before the Applications that name them.
            "annotations": {"argocd.argoproj.io/sync-wave": "-1"},
        },
        "spec": {
            "description": description,
            "sourceRepos": [config.argocd.repo_url],
            "destinations": [{**target, "namespace": namespace} for namespace in namespaces],
            "clusterResourceWhitelist": [_kind(*kind) for kind in cluster_kinds],
            "namespaceResourceWhitelist": [_kind(*kind) for kind in namespaced_kinds],
        },
    }


def _kind(group: str, kind: str) -> dict[str, str]:
    return {"group": group, "kind": kind}
