"""catalogc.yaml: document in, frozen configuration out."""

from collections.abc import Mapping
from typing import Any

from catalogc.model.configuration import (
    ArgoCD,
    CatalogLimits,
    Config,
    Environment,
    Paths,
    SyncPolicy,
)
from catalogc.model.document import Document
from catalogc.model.finding import Finding, Outcome
from catalogc.schemas.own import own_validator


def read_config(document: Document) -> Outcome[Config | None]:
    """Check a parsed catalogc.yaml and fill in every default.

    Returns:
        The configuration, or None with the findings that say why not.
    """
    findings: list[Finding] = own_validator("config").document_findings(document)
    if findings:
        return Outcome(None, tuple(findings))
    data: Mapping[str, Any] = document.data
    kubernetes = data.get("kubernetes", {})
    return Outcome(
        Config(
            argocd=_argocd(data["argocd"]),
            paths=Paths(**data.get("paths", {})),
            environments=_environments(data.get("environments")),
            catalogs=_catalogs(document, data.get("catalogs")),
            reserved_namespaces=tuple(data.get("reservedNamespaces", ())),
            secret_stores=tuple(data.get("secretStores", ())),
            api_versions=tuple(kubernetes.get("apiVersions", ())),
            **_given(kubernetes, {"version": "kubernetes_version"}),
        )
    )


def _argocd(data: Mapping[str, Any]) -> ArgoCD:
    optional = {"namespace": "namespace", "targetRevision": "target_revision"}
    return ArgoCD(repo_url=data["repoURL"], **_given(data, optional))


def _given(data: Mapping[str, Any], fields: Mapping[str, str]) -> dict[str, Any]:
    """Pick the keys that are written down, under our names; the rest keep their defaults."""
    return {name: data[key] for key, name in fields.items() if key in data}


def _environments(data: Mapping[str, Any] | None) -> dict[str, Environment] | None:
    if data is None:
        return None
    return {name: _environment(name, entry) for name, entry in sorted(data.items())}


def _environment(name: str, data: Mapping[str, Any]) -> Environment:
    same = {key: key for key in ("cluster", "production", "destination", "finalizer")}
    sync = {"automated": "automated", "prune": "prune", "selfHeal": "self_heal"}
    return Environment(
        name,
        sync_policy=SyncPolicy(**_given(data.get("syncPolicy", {}), sync)),
        **_given(data, same),
    )


def _catalogs(
    document: Document, data: Mapping[str, Any] | None
) -> dict[str, CatalogLimits] | None:
    if data is None:
        return None
    return {
        name: CatalogLimits(
            name,
            owner=entry.get("owner", ""),
            namespaces=tuple(entry.get("namespaces", ())),
            vault=tuple(entry.get("vault", ())),
            chart_repositories=tuple(entry.get("chartRepositories", ())),
            location=document.at_key(("catalogs", name)),
        )
        for name, entry in sorted(data.items())
    }
