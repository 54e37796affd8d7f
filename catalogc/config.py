"""catalogc.yaml: document in, frozen configuration out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from catalogc.model.configuration import (
    ArgoCD,
    CatalogLimits,
    Config,
    Environment,
    Gateway,
    Paths,
    SyncPolicy,
)
from catalogc.model.delivery import Delivery, ManifestSource, Shape
from catalogc.model.document import Document
from catalogc.model.finding import Finding, Outcome, Severity
from catalogc.model.lint import Level, LintSettings, PathSettings, Profile
from catalogc.model.source import FieldPath, Location
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
    argocd = _argocd(data["argocd"])
    return Outcome(
        Config(
            argocd=argocd,
            paths=Paths(**data.get("paths", {})),
            environments=_environments(data.get("environments"), argocd.delivery),
            catalogs=_catalogs(document, data.get("catalogs")),
            reserved_namespaces=tuple(data.get("reservedNamespaces", ())),
            secret_stores=tuple(data.get("secretStores", ())),
            gateways=_gateways(document, data.get("gateways")),
            api_versions=tuple(kubernetes.get("apiVersions", ())),
            lint=_lint(document, data.get("lint", {})),
            document=document,
            **_given(kubernetes, {"version": "kubernetes_version"}),
        )
    )


def _argocd(data: Mapping[str, Any]) -> ArgoCD:
    optional = {"namespace": "namespace", "targetRevision": "target_revision"}
    delivery = _delivery(data, Delivery())
    return ArgoCD(repo_url=data["repoURL"], delivery=delivery, **_given(data, optional))


def _delivery(data: Mapping[str, Any], base: Delivery) -> Delivery:
    """Read how Argo CD is given releases; what is left out is as in ``base``."""
    hydrator = {"branchPrefix": "branch_prefix", "staged": "staged", "repoURL": "repo_url"}
    return replace(
        base,
        shape=Shape(data.get("shape", base.shape)),
        source=ManifestSource(data.get("source", base.source)),
        hydrator=replace(base.hydrator, **_given(data.get("hydrator", {}), hydrator)),
        **_given(data, {"rollingSync": "rolling_sync"}),
    )


def _given(data: Mapping[str, Any], fields: Mapping[str, str]) -> dict[str, Any]:
    """Pick the keys that are written down, under our names; the rest keep their defaults."""
    return {name: data[key] for key, name in fields.items() if key in data}


def _environments(
    data: Mapping[str, Any] | None, delivery: Delivery
) -> dict[str, Environment] | None:
    if data is None:
        return None
    return {name: _environment(name, entry, delivery) for name, entry in sorted(data.items())}


def _environment(name: str, data: Mapping[str, Any], delivery: Delivery) -> Environment:
    same = {key: key for key in ("cluster", "production", "destination", "finalizer")}
    sync = {"automated": "automated", "prune": "prune", "selfHeal": "self_heal"}
    return Environment(
        name,
        sync_policy=SyncPolicy(**_given(data.get("syncPolicy", {}), sync)),
        delivery=_delivery(data["argocd"], delivery) if "argocd" in data else None,
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


def _gateways(
    document: Document, data: Sequence[Mapping[str, Any]] | None
) -> tuple[Gateway, ...] | None:
    if data is None:
        return None
    return tuple(
        Gateway(
            entry["name"],
            entry["namespace"],
            hosts=tuple(entry.get("hosts", ())),
            location=document.at(("gateways", index, "name")),
        )
        for index, entry in enumerate(data)
    )


def _lint(document: Document, data: Mapping[str, Any]) -> LintSettings:
    path: FieldPath = ("lint",)
    entries = enumerate(data.get("paths", ()))
    return LintSettings(
        profile=Profile(data.get("profile", Profile.DEFAULT)),
        profile_location=document.at((*path, "profile")) if "profile" in data else None,
        select={
            rule: document.at((*path, "select", index))
            for index, rule in enumerate(data.get("select", ()))
        },
        levels=_levels(document, data, path),
        paths=tuple(
            PathSettings(entry["path"], _levels(document, entry, (*path, "paths", index)))
            for index, entry in entries
        ),
    )


def _levels(document: Document, data: Mapping[str, Any], path: FieldPath) -> dict[str, Level]:
    """Read ``levels`` and ``ignore``, which is short for a level that is off."""
    levels = {
        rule: _level(entry, document.at_key((*path, "levels", rule)))
        for rule, entry in data.get("levels", {}).items()
    }
    for index, rule in enumerate(data.get("ignore", ())):
        levels[rule] = Level(off=True, location=document.at((*path, "ignore", index)))
    return levels


def _level(entry: Any, location: Location) -> Level:
    if entry == "off":
        return Level(off=True, location=location)
    if isinstance(entry, str):
        return Level(Severity(entry), Severity(entry), location=location)
    given = {key: Severity(value) for key, value in entry.items()}
    return Level(given.get("production"), given.get("default"), location=location)
