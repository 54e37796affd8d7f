"""Argo CD Applications, as data.

Fields and sync options: Argo CD 3.5 documentation (declarative setup, sync options, resource
hooks). Project, destination, sync policy and repository come from catalogc.yaml alone.
"""

from typing import Any

from catalogc.emit.ignored import ignored_differences
from catalogc.emit.names import project_name
from catalogc.emit.sources import source_annotations, source_fields
from catalogc.emit.third_party import chart_info
from catalogc.model.catalog import RenderedRelease
from catalogc.model.configuration import Config, Environment
from catalogc.model.naming import application_name
from catalogc.model.release import Release

API_VERSION = "argoproj.io/v1alpha1"
MANAGED_BY = {"app.kubernetes.io/managed-by": "catalogc"}

_RETRY = {"limit": 5, "backoff": {"duration": "5s", "factor": 2, "maxDuration": "3m"}}


def application(
    item: RenderedRelease, config: Config, wave: int = 0, kube_version: str = ""
) -> dict[str, Any]:
    """Return the Application of one rendered release, in a sync wave.

    Args:
        kube_version: of the environment's cluster; empty for ``kubernetes.version``.
    """
    release = item.release
    return {
        "apiVersion": API_VERSION,
        "kind": "Application",
        "metadata": _metadata(release, config, wave),
        "spec": {
            "project": project_name(release.id.service_catalog, release.environment.name),
            **source_fields(release, config, kube_version or config.kubernetes_version),
            "destination": {
                **dict(release.environment.destination),
                "namespace": release.namespace,
            },
            **_info(release),
            "revisionHistoryLimit": 5,
            "syncPolicy": _sync_policy(item),
            **ignored_differences(item.resources),
        },
    }


def automated(environment: Environment) -> dict[str, Any]:
    """Return ``syncPolicy.automated`` of an environment; empty where syncing is by hand."""
    policy = environment.sync_policy
    if not policy.automated:
        return {}
    return {
        "automated": {
            "enabled": True,
            "prune": policy.prune,
            "selfHeal": policy.self_heal,
            "allowEmpty": False,
        }
    }


def finalizers(environment: Environment) -> dict[str, Any]:
    """Return ``metadata.finalizers``, where the environment has one."""
    return {"finalizers": [environment.finalizer]} if environment.finalizer else {}


def _metadata(release: Release, config: Config, wave: int) -> dict[str, Any]:
    return {
        "name": application_name(release.id.service_name, release.environment.name),
        "namespace": config.argocd.namespace,
        "labels": {
            **MANAGED_BY,
            "app.kubernetes.io/part-of": release.id.service_catalog,
            "catalogc.dev/environment": release.environment.name,
            "catalogc.dev/workload-type": release.leaf.workload_type,
        },
        "annotations": _annotations(release, config, wave),
        **finalizers(release.environment),
    }


def _annotations(release: Release, config: Config, number: int) -> dict[str, str]:
    wave = {"argocd.argoproj.io/sync-wave": str(number)}
    leaf = {"catalogc.dev/leaf": release.leaf.document.file.path}
    if release.is_third_party:
        return {**wave, **source_annotations(release, config), **leaf}
    return {**source_annotations(release, config), **wave, **leaf}


def _info(release: Release) -> dict[str, Any]:
    """What a person sees at a glance in Argo CD's UI."""
    entries = [chart_info(release)] if release.is_third_party else []
    model = release.effective.data.get("model")
    name = model.get("id") if isinstance(model, dict) else model
    if isinstance(name, str):
        entries.append({"name": "Model", "value": name})
    gpus = release.effective.get(("gpu", "count"))
    if isinstance(gpus, int) and not isinstance(gpus, bool):
        entries.append({"name": "GPUs", "value": str(gpus)})
    return {"info": entries} if entries else {}


def _sync_policy(item: RenderedRelease) -> dict[str, Any]:
    options = [
        "ServerSideApply=true",
        "ApplyOutOfSyncOnly=true",
        "PruneLast=true",
        "RespectIgnoreDifferences=true",
    ]
    policy = automated(item.release.environment)
    if creates_namespace(item):
        # A Namespace among the manifests would override what Argo CD sets on its own.
        options.insert(0, "CreateNamespace=true")
        policy["managedNamespaceMetadata"] = {"labels": dict(MANAGED_BY)}
    if item.release.is_third_party:
        # With an operator's CustomResourceDefinitions go all objects of their kinds.
        options.append("Delete=confirm")
    return {**policy, "syncOptions": options, "retry": _RETRY}


def creates_namespace(item: RenderedRelease) -> bool:
    """Tell whether Argo CD makes the namespace: where no manifest does."""
    return not any(
        resource.kind == "Namespace" and not resource.group for resource in item.resources
    )
