"""Argo CD AppProjects: only the kinds, namespaces and destination that are really used.

An AppProject's lists are allow-lists; ``*`` hands the cluster to whoever edits a chart. A
third-party chart, which Argo CD renders, gets it all the same: nobody here knows its kinds. Its
repository must be granted in catalogc.yaml.
"""

from collections.abc import Sequence
from typing import Any

from catalogc.emit.applications import API_VERSION, MANAGED_BY, creates_namespace
from catalogc.emit.hydration import hydrated_repository
from catalogc.emit.names import project_name
from catalogc.emit.third_party import sync_wave, third_party
from catalogc.model.catalog import RenderedRelease
from catalogc.model.chart_source import chart_source
from catalogc.model.configuration import Config, Environment
from catalogc.model.delivery import Shape
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


_EVERY_KIND = ("*", "*")


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
    namespaces = {item.release.namespace for item in items}
    namespaces |= {resource.namespace for resource in resources if resource.namespace}
    limits = (config.catalogs or {}).get(service_catalog)
    charts = third_party(items)
    if charts:
        cluster_kinds = namespaced = {_EVERY_KIND}
        namespaces |= set(limits.namespaces if limits else ())
    owner = f", owned by {limits.owner}" if limits and limits.owner else ""
    return app_project(
        project_name(service_catalog, environment.name),
        f"{service_catalog} in {environment.name}{owner}.",
        config,
        environment,
        namespaces=sorted(namespaces),
        cluster_kinds=sorted(cluster_kinds),
        namespaced_kinds=sorted(namespaced),
        source_repositories=_source_repositories(items, config),
        # Projects come before the Applications that name them.
        wave=min(0, *(sync_wave(item.release) for item in items)) - 1,
    )


def _source_repositories(items: Sequence[RenderedRelease], config: Config) -> list[str]:
    charts = third_party(items)
    ours = [config.argocd.repo_url] if len(charts) < len(items) else []
    delivery = config.delivery(items[0].release.environment)
    if ours and delivery.shape is Shape.HYDRATOR:
        ours = list(dict.fromkeys([*ours, hydrated_repository(config, delivery.hydrator)]))
    return [*ours, *sorted({chart_source(release).repo_url for release in charts})]


def app_project(  # noqa: PLR0913 - the fields of an AppProject
    name: str,
    description: str,
    config: Config,
    environment: Environment,
    *,
    namespaces: Sequence[str],
    cluster_kinds: Sequence[tuple[str, str]],
    namespaced_kinds: Sequence[tuple[str, str]],
    source_repositories: Sequence[str] | None = None,
    destination: dict[str, str] | None = None,
    wave: int = -1,
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
            "annotations": {"argocd.argoproj.io/sync-wave": str(wave)},
        },
        "spec": {
            "description": description,
            "sourceRepos": list(source_repositories or [config.argocd.repo_url]),
            "destinations": [{**target, "namespace": namespace} for namespace in namespaces],
            "clusterResourceWhitelist": [_kind(*kind) for kind in cluster_kinds],
            "namespaceResourceWhitelist": [_kind(*kind) for kind in namespaced_kinds],
        },
    }


def _kind(group: str, kind: str) -> dict[str, str]:
    return {"group": group, "kind": kind}
