"""The root Application of one environment, in a project that may hold nothing else.

Whoever writes the folder of a parent Application steers every project, so the parent's own
project allows AppProjects and what makes Applications alone (Argo CD, cluster bootstrapping).
"""

from typing import Any

from catalogc.emit.applications import API_VERSION, MANAGED_BY, automated, finalizers
from catalogc.emit.names import root_name
from catalogc.emit.projects import app_project
from catalogc.model.configuration import Config, Environment
from catalogc.model.delivery import Shape

_IN_CLUSTER = {"server": "https://kubernetes.default.svc"}


def root_documents(config: Config, environment: Environment) -> list[dict[str, Any]]:
    """Return the root project and the root Application: what an administrator applies once."""
    kind = _child_kind(config, environment)
    project = app_project(
        root_name(environment.name),
        f"{kind}s and AppProjects of {environment.name}, written by catalogc.",
        config,
        environment,
        namespaces=[config.argocd.namespace],
        cluster_kinds=[],
        namespaced_kinds=[("argoproj.io", "AppProject"), ("argoproj.io", kind)],
        destination=_IN_CLUSTER,
    )
    return [project, _application(config, environment)]


def _child_kind(config: Config, environment: Environment) -> str:
    shape = config.delivery(environment).shape
    return "ApplicationSet" if shape is Shape.APPLICATION_SET else "Application"


def _application(config: Config, environment: Environment) -> dict[str, Any]:
    return {
        "apiVersion": API_VERSION,
        "kind": "Application",
        "metadata": {
            "name": root_name(environment.name),
            "namespace": config.argocd.namespace,
            "labels": {**MANAGED_BY, "catalogc.dev/environment": environment.name},
            **finalizers(environment),
        },
        "spec": {
            "project": root_name(environment.name),
            "source": {
                "repoURL": config.argocd.repo_url,
                "targetRevision": config.argocd.revision(environment.name),
                "path": f"{config.paths.output}/{environment.name}/argocd",
                "directory": {"recurse": True, "include": "*.yaml", "exclude": "root.yaml"},
            },
            "destination": {**_IN_CLUSTER, "namespace": config.argocd.namespace},
            "syncPolicy": {
                **automated(environment),
                "syncOptions": ["ApplyOutOfSyncOnly=true", "RespectIgnoreDifferences=true"],
            },
            **_emergency_changes(config, environment),
        },
    }


def _emergency_changes(config: Config, environment: Environment) -> dict[str, Any]:
    """Leave alone what operators change by hand in an emergency; an ApplicationSet does it too."""
    if config.delivery(environment).shape is Shape.APPLICATION_SET:
        return {}
    pointers = [
        "/spec/syncPolicy/automated",
        "/metadata/annotations/argocd.argoproj.io~1refresh",
        "/operation",
    ]
    entry = {"group": "argoproj.io", "kind": "Application", "jsonPointers": pointers}
    return {"ignoreDifferences": [entry]}
