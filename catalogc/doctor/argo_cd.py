"""Settings of Argo CD that the output relies on.

Keys: Argo CD 3.5, operator manual (argocd-cm, argocd-cmd-params-cm, RBAC, Source Hydrator,
ApplicationSet). Argo CD judges no Application by itself, and an ApplicationSet without its
Applications.
"""

from collections.abc import Iterator
from typing import Any

from catalogc.doctor.diagnosis import Snippet, Subject
from catalogc.emit.hydration import hydrated_repository
from catalogc.emit.names import project_name
from catalogc.goyaml.dump import dump
from catalogc.model.configuration import Config
from catalogc.model.delivery import Delivery, Shape
from catalogc.model.naming import shortened

APPLICATION_HEALTH = """\
local health = {status = "Progressing", message = ""}
if obj.status ~= nil and obj.status.health ~= nil and obj.status.health.status ~= nil then
  health.status = obj.status.health.status
  health.message = obj.status.health.message or ""
end
return health
"""

APPLICATION_SET_HEALTH = """\
local health = {status = "Progressing", message = "the controller has not reported yet"}
if obj.status == nil then
  return health
end
local made = false
for _, condition in ipairs(obj.status.conditions or {}) do
  local failed = condition.type == "ErrorOccurred" and condition.status == "True"
  local stale = condition.type == "ResourcesUpToDate" and condition.status == "False"
  if failed or stale then
    return {status = "Degraded", message = condition.message or ""}
  end
  if condition.type == "RolloutProgressing" and condition.status == "True" then
    return {status = "Progressing", message = condition.message or ""}
  end
  made = made or condition.type == "ResourcesUpToDate"
end
if not made then
  return health
end
health = {status = "Healthy", message = ""}
for _, application in ipairs(obj.status.resources or {}) do
  local status = application.health ~= nil and application.health.status or "Unknown"
  if status == "Degraded" then
    return {status = "Degraded", message = application.name .. " is degraded"}
  end
  if status ~= "Healthy" then
    health = {status = "Progressing", message = application.name .. " is not healthy yet"}
  end
end
return health
"""


def argo_cd_snippets(subject: Subject) -> Iterator[Snippet]:
    """Yield the settings that this configuration needs."""
    config = subject.catalog.config
    yield _argocd_cm(subject)
    parameters = _parameters(subject)
    if parameters:
        yield Snippet(
            "argocd-cmd-params-cm",
            "Switches on what the chosen shapes need; restart the controllers afterwards.",
            _config_map(config, "argocd-cmd-params-cm", parameters),
        )
    yield from _repositories(subject)
    policy = "".join(_policy(subject))
    if policy:
        yield Snippet(
            "argocd-rbac-cm",
            "Lets owners see and sync their Applications; only git creates and changes them.",
            _config_map(config, "argocd-rbac-cm", {"policy.catalogc.csv": policy}),
        )


def _argocd_cm(subject: Subject) -> Snippet:
    config = subject.catalog.config
    data = {"application.resourceTrackingMethod": "annotation"}
    reasons = ["Labels are the charts' own, so Argo CD must track by annotation (its default)"]
    ordered = [item for item in subject.environments() if len(subject.waves(item)) > 1]
    shapes = {config.delivery(item).shape for item in ordered}
    start = "resource.customizations.health.argoproj.io_"
    if shapes - {Shape.APPLICATION_SET}:
        data[f"{start}Application"] = APPLICATION_HEALTH
    if Shape.APPLICATION_SET in shapes:
        data[f"{start}ApplicationSet"] = APPLICATION_SET_HEALTH
    if ordered:
        reasons.append("without a health check, sync waves wait for nothing")
    return Snippet("argocd-cm", f"{'; '.join(reasons)}.", _config_map(config, "argocd-cm", data))


def _parameters(subject: Subject) -> dict[str, str]:
    config = subject.catalog.config
    parameters: dict[str, str] = {}
    for environment in subject.environments():
        delivery = config.delivery(environment)
        if delivery.shape is Shape.HYDRATOR:
            parameters["hydrator.enabled"] = "true"
        elif delivery.shape is Shape.APPLICATION_SET:
            # Counts where the controller has a policy of its own: ours is in each set.
            parameters["applicationsetcontroller.enable.policy.override"] = "true"
            if delivery.rolling_sync:
                parameters["applicationsetcontroller.enable.progressive.syncs"] = "true"
    return dict(sorted(parameters.items()))


def _repositories(subject: Subject) -> Iterator[Snippet]:
    config = subject.catalog.config
    yield Snippet(
        "repository",
        "The repository that Applications read; add the credentials that it needs.",
        _secret(config, "catalogc-repository", "repository", config.argocd.repo_url),
    )
    hydrated = {
        hydrated_repository(config, delivery.hydrator)
        for delivery in _deliveries(subject)
        if delivery.shape is Shape.HYDRATOR
    }
    for url in sorted(hydrated):
        name = shortened(f"catalogc-write-{url.rpartition('/')[2].removesuffix('.git')}", 63)
        yield Snippet(
            "repository-write",
            "The Source Hydrator pushes with it; leave project out, as several projects share it.",
            _secret(config, name.lower(), "repository-write", url),
        )


def _deliveries(subject: Subject) -> list[Delivery]:
    config = subject.catalog.config
    return [config.delivery(environment) for environment in subject.environments()]


def _policy(subject: Subject) -> Iterator[str]:
    """Yield lines of RBAC for each project whose serviceCatalog has an owner."""
    catalogs = subject.catalog.config.catalogs or {}
    pairs = {(item.id.service_catalog, item.environment.name) for item in subject.catalog.releases}
    for catalog, environment in sorted(pairs):
        owner = catalogs[catalog].owner if catalog in catalogs else ""
        if owner:
            project = project_name(catalog, environment)
            role = f"role:{project}"
            for action in ("get", "sync", "action/*"):
                yield f"p, {role}, applications, {action}, {project}/*, allow\n"
            yield f"p, {role}, logs, get, {project}/*, allow\n"
            yield f"g, {owner.rpartition('/')[2].rpartition(':')[2]}, {role}\n"


def _config_map(config: Config, name: str, data: dict[str, str]) -> str:
    labels = {"app.kubernetes.io/name": name, "app.kubernetes.io/part-of": "argocd"}
    return _object(config, "ConfigMap", name, labels, {"data": data})


def _secret(config: Config, name: str, kind: str, url: str) -> str:
    labels = {"argocd.argoproj.io/secret-type": kind}
    return _object(config, "Secret", name, labels, {"stringData": {"type": "git", "url": url}})


def _object(
    config: Config, kind: str, name: str, labels: dict[str, str], content: dict[str, Any]
) -> str:
    metadata = {"name": name, "namespace": config.argocd.namespace, "labels": labels}
    return dump({"apiVersion": "v1", "kind": kind, "metadata": metadata, **content})
