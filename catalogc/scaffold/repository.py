"""A new catalog repository: answers in, files out."""

from collections.abc import Mapping
from importlib import resources
from typing import Any

from catalogc.model.adapter import Adapter
from catalogc.scaffold.bundled import bundled_files
from catalogc.scaffold.settings import RESERVED, RepositorySettings
from catalogc.scaffold.templates import fill

CI_SYSTEMS = {"github": ".github/workflows/catalogc.yaml", "gitlab": ".gitlab-ci.yml"}
"""The file of each system for continuous integration."""

_FILES = {
    "catalogc.yaml": "catalogc.yaml",
    "pre-commit-config.yaml": ".pre-commit-config.yaml",
    "CODEOWNERS": "CODEOWNERS",
    "gitattributes": ".gitattributes",
    "gitignore": ".gitignore",
    "README.md": "README.md",
}
_SCHEMAS = {"config": "catalogc", "cluster": "cluster"}
FIRST_TYPE = "BASIC_CONTAINER_LOAD"


def repository_files(
    settings: RepositorySettings, version: str, ci: str = "none", hooks_url: str = ""
) -> dict[str, bytes]:
    """Return path -> content of everything but the first leaf and its schema.

    Args:
        version: of catalogc, that hooks and CI install.
        ci: a key of ``CI_SYSTEMS``, or none.
        hooks_url: git repository of catalogc; empty to let pre-commit install a package.
    """
    values: dict[str, Any] = {
        "repo_url": settings.repo_url,
        "branch": settings.branch,
        "environment": settings.environment,
        "cluster": settings.cluster,
        "catalog": settings.catalog,
        "owner": settings.limits.owner,
        "vault": settings.limits.vault[0],
        "reserved": RESERVED,
        "code_owner": settings.code_owner,
        "package": f"catalogc=={version}",
        "tag": f"v{version}",
        "hooks_url": hooks_url,
    }
    files = dict(bundled_files())
    for template, path in _FILES.items():
        files[path] = fill(template, values).encode()
    files[f"catalog/clusters/{settings.cluster}.yaml"] = fill("cluster.yaml", values).encode()
    if ci in CI_SYSTEMS:
        files[CI_SYSTEMS[ci]] = fill(f"{ci}.yaml", values).encode()
    for name, target in _SCHEMAS.items():
        schema = resources.files("catalogc.schemas") / f"{name}.schema.json"
        files[f"schemas/{target}.schema.json"] = schema.read_bytes()
    return files


def first_leaf(settings: RepositorySettings, adapter: Adapter) -> tuple[str, dict[str, Any]]:
    """Return path and values of a small web application."""
    values = {
        "workloadType": adapter.workload_type,
        "serviceName": "hello",
        "serviceCatalog": settings.catalog,
        "environment": settings.environment,
        "container": {
            "image": {"repository": "ghcr.io/stefanprodan/podinfo", "tag": "6.9.1"},
            "port": 9898,
            "replicas": 1,
            "resources": {
                "requests": {"cpu": "50m", "memory": "64Mi"},
                "limits": {"memory": "128Mi"},
            },
        },
    }
    return f"catalog/{settings.catalog}/hello/{settings.environment}.yaml", values


def missing_from(files: Mapping[str, bytes], present: frozenset[str]) -> dict[str, bytes]:
    """Return what may be added to a folder that has files.

    A chart is one thing: templates of one version never join values of another. A folder with a
    catalogc.yaml has its own environments, so it gets no inventory and no leaf.

    Args:
        files: of a new repository.
        present: paths that are there, folders too.
    """
    return {
        path: content
        for path, content in files.items()
        if path not in present
        and not ("catalogc.yaml" in present and path.startswith("catalog/"))
        and not (path.startswith("charts/") and "/".join(path.split("/")[:2]) in present)
    }
