"""An ApplicationSet a serviceCatalog, over a ``config.json`` a leaf.

Sources: Argo CD 3.5, its ApplicationSet documentation and controller. The project is never
templated: a file can then choose none but its own catalog's, and the controller keeps a
``templatePatch`` from changing it as well.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from catalogc.emit.applications import API_VERSION, MANAGED_BY
from catalogc.emit.names import project_name
from catalogc.emit.shapes.members import Members
from catalogc.goyaml.dump import dump
from catalogc.model.catalog import RenderedRelease
from catalogc.model.output_names import safe

WAVE_LABEL = "catalogc.dev/sync-wave"

# Where Applications of one set differ; the rest of an Application is in the set's template.
_PATCH = """\
metadata:
  annotations: {{ toJson .annotations }}
spec:
  source: {{ toJson .source }}
  syncPolicy: {{ toJson .syncPolicy }}
{{- with .info }}
  info: {{ toJson . }}
{{- end }}
{{- with .ignoreDifferences }}
  ignoreDifferences: {{ toJson . }}
{{- end }}
"""
_PATCHED_POLICY = ("syncOptions", "managedNamespaceMetadata")


def application_set_files(members: Members) -> Iterator[tuple[str, str]]:
    """Yield path and text of each ApplicationSet and of each file that it reads."""
    for catalog, items in members.by_catalog():
        applications = [members.application(item) for item in items]
        document = _application_set(catalog, members, items, applications)
        yield f"argocd/applicationsets/{safe(catalog)}.yaml", dump(document)
        for item, found in zip(items, applications, strict=True):
            path = f"argocd/apps/{catalog}/{safe(item.release.id.service_name)}/config.json"
            config = _parameters(found, members, members.waves[item.release.id])
            yield path, json.dumps(config, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _application_set(
    catalog: str,
    members: Members,
    items: Sequence[RenderedRelease],
    applications: Sequence[dict[str, Any]],
) -> dict[str, Any]:
    config, environment = members.config, members.environment
    waves = sorted({members.waves[item.release.id] for item in items})
    files = f"{config.paths.output}/{environment.name}/argocd/apps/{catalog}/*/config.json"
    return {
        "apiVersion": API_VERSION,
        "kind": "ApplicationSet",
        "metadata": {
            "name": project_name(catalog, environment.name),
            "namespace": config.argocd.namespace,
            "labels": {
                **MANAGED_BY,
                "app.kubernetes.io/part-of": catalog,
                "catalogc.dev/environment": environment.name,
            },
            # Its project comes before it, whatever the waves of its Applications are.
            "annotations": {"argocd.argoproj.io/sync-wave": str(waves[0])},
        },
        "spec": {
            "goTemplate": True,
            "goTemplateOptions": ["missingkey=error"],
            "generators": [
                {
                    "git": {
                        "repoURL": config.argocd.repo_url,
                        "revision": config.argocd.revision(environment.name),
                        "files": [{"path": files}],
                    }
                }
            ],
            **_strategy(members, waves),
            "syncPolicy": {
                "applicationsSync": "sync" if environment.sync_policy.prune else "create-update",
                # Otherwise the controller gives a finalizer to Applications that have none.
                "preserveResourcesOnDeletion": not environment.finalizer,
            },
            # What operators change by hand in an emergency is left alone.
            "ignoreApplicationDifferences": [{"jsonPointers": ["/spec/syncPolicy/automated"]}],
            "template": _template(applications[0], members),
            "templatePatch": _PATCH,
        },
    }


def _template(application: dict[str, Any], members: Members) -> dict[str, Any]:
    """Return the template: an Application, with expressions in the place of what is its own."""
    metadata, spec = application["metadata"], application["spec"]
    policy = spec["syncPolicy"]
    labels = {**metadata["labels"], "catalogc.dev/workload-type": "{{ .workloadType }}"}
    finalizers = {"finalizers": metadata["finalizers"]} if "finalizers" in metadata else {}
    return {
        "metadata": {
            "name": "{{ .name }}",
            "labels": {**labels, **_wave_label(members, "{{ .syncWave }}")},
            **finalizers,
        },
        "spec": {
            "project": spec["project"],
            "destination": {**spec["destination"], "namespace": "{{ .namespace }}"},
            "revisionHistoryLimit": spec["revisionHistoryLimit"],
            "syncPolicy": {key: policy[key] for key in policy if key not in _PATCHED_POLICY},
        },
    }


def _parameters(application: dict[str, Any], members: Members, wave: int) -> dict[str, Any]:
    """Return what the template and its patch read, and nothing else."""
    metadata, spec = application["metadata"], application["spec"]
    policy = spec["syncPolicy"]
    return {
        "name": metadata["name"],
        "namespace": spec["destination"]["namespace"],
        "workloadType": metadata["labels"]["catalogc.dev/workload-type"],
        "annotations": metadata["annotations"],
        "source": spec["source"],
        "syncPolicy": {key: policy[key] for key in _PATCHED_POLICY if key in policy},
        "info": spec.get("info", []),
        "ignoreDifferences": spec.get("ignoreDifferences", []),
        **({"syncWave": _wave_name(wave)} if _is_rolling(members) else {}),
    }


def _strategy(members: Members, waves: Sequence[int]) -> dict[str, Any]:
    if not _is_rolling(members):
        return {}
    steps = [
        {"matchExpressions": [{"key": WAVE_LABEL, "operator": "In", "values": [_wave_name(wave)]}]}
        for wave in waves
    ]
    return {"strategy": {"type": "RollingSync", "rollingSync": {"steps": steps}}}


def _wave_label(members: Members, value: str) -> dict[str, str]:
    return {WAVE_LABEL: value} if _is_rolling(members) else {}


def _wave_name(wave: int) -> str:
    """``wave-10``: a label's value begins with a letter or a digit."""
    return f"wave{wave}"


def _is_rolling(members: Members) -> bool:
    return members.config.delivery(members.environment).rolling_sync
