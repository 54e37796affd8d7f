"""Backstage Templates (scaffolder.backstage.io/v1beta3): one for each adapter, one for all."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from catalogc.export.backstage.form import PAGES, REPOSITORY, Entry, Form, build_form, entries_of
from catalogc.export.backstage.identity import identity_page, is_type
from catalogc.export.backstage.naming import entity_name, tags
from catalogc.export.backstage.selection import inlined
from catalogc.export.backstage.skeleton import MACROS, leaf_skeleton, umbrella_skeleton
from catalogc.export.backstage.widgets import without_marks
from catalogc.export.leaf_schema import leaf_schema
from catalogc.export.walk import Schema
from catalogc.model.adapter import Adapter
from catalogc.model.configuration import ENVIRONMENT_PLACEHOLDER, Config
from catalogc.model.inventory import Cluster
from catalogc.model.quantity import parse_quantity

UMBRELLA = "workload"
"""Name of the Template for all types."""
_API_VERSION = "scaffolder.backstage.io/v1beta3"
_SCHEMA_FILE = "schemas/leaf.schema.json"


def gpu_limit(clusters: Mapping[str, Cluster]) -> int:
    """Return the most GPUs that any node can give to a pod; 0 where no node has one."""
    return max(
        (
            int(parse_quantity(amount))
            for cluster in clusters.values()
            for pool in cluster.node_pools
            for resource, amount in pool.allocatable.items()
            if resource.endswith("/gpu") and _is_quantity(amount)
        ),
        default=0,
    )


def adapter_template(
    adapter: Adapter, config: Config, limit: int, owner: str
) -> tuple[dict[str, Any], str]:
    """Return the Template entity of one workloadType, and the skeleton of its leaf.

    Args:
        limit: most GPUs of any node; 0 where unknown.
        owner: entity reference.
    """
    schema = _schema(adapter, config)
    form = build_form(schema, limit)
    title = str(schema.get("title") or adapter.name)
    pages = [identity_page([(adapter.workload_type, schema)], config)]
    for page, page_title in PAGES.items():
        fields = _page_fields(form, page)
        if fields:
            pages.append({"title": page_title, **fields})
    description = str(schema.get("description") or f"A leaf of {adapter.workload_type}.")
    entity = _template(entity_name(adapter.name), title, description, owner, pages, config)
    return entity, _head(config) + leaf_skeleton(adapter.workload_type, form)


def umbrella_template(
    adapters: Mapping[str, Adapter], config: Config, limit: int, owner: str
) -> tuple[dict[str, Any], str]:
    """Return the Template in which the workloadType is the first question.

    Each type has keys of its own, so that what was entered for one is never read by another.
    """
    schemas = {name: _schema(adapters[name], config) for name in sorted(adapters)}
    forms = {name: build_form(schema, limit, _camel(name)) for name, schema in schemas.items()}
    pages = [identity_page(list(schemas.items()), config, choice=True)]
    for page, page_title in PAGES.items():
        fields = {name: _page_fields(form, page) for name, form in forms.items()}
        branches = [{"if": is_type(name), "then": found} for name, found in fields.items() if found]
        if branches:
            pages.append({"title": page_title, "properties": {}, "allOf": branches})
    description = (
        "A workload of any type: a form by workloadType, and a pull request with its leaf."
    )
    entity = _template(UMBRELLA, "Workload", description, owner, pages, config)
    return entity, _head(config) + umbrella_skeleton(forms)


def _schema(adapter: Adapter, config: Config) -> Schema:
    return inlined(leaf_schema(adapter, config))


def _page_fields(form: Form, page: str) -> Schema:
    entries: list[Entry] = list(entries_of(form, page))
    if not entries:
        return {}
    required = [entry.key for entry in entries if entry.required]
    conditions = [condition for where, condition in form.conditions if where == page]
    return {
        **({"required": required} if required else {}),
        "properties": {entry.key: without_marks(entry.schema) for entry in entries},
        **({"allOf": conditions} if conditions else {}),
    }


def _template(
    name: str, title: str, description: str, owner: str, pages: list[Schema], config: Config
) -> dict[str, Any]:
    folder = f"{config.paths.leaves}/${{{{ parameters.serviceCatalog }}}}"
    what = "${{ parameters.serviceName }} in ${{ parameters.environment }}"
    branch = "${{ parameters.serviceCatalog }}-${{ parameters.serviceName }}"
    return {
        "apiVersion": _API_VERSION,
        "kind": "Template",
        "metadata": {
            "name": f"leaf-{name}" if name != UMBRELLA else name,
            "title": title,
            "description": description,
            "tags": tags(["catalogc", name]),
        },
        "spec": {
            "owner": owner,
            "type": "service",
            "parameters": [*pages, _repository_page(config)],
            "steps": [
                {
                    "id": "leaf",
                    "name": "Write the leaf",
                    "action": "fetch:template",
                    "input": {
                        "url": "./skeleton",
                        "targetPath": f"{folder}/${{{{ parameters.serviceName }}}}",
                        "templateFileExtension": True,
                        "values": "${{ parameters }}",
                    },
                },
                {
                    "id": "publish",
                    "name": "Open a pull request",
                    "action": "publish:github:pull-request",
                    "input": {
                        "repoUrl": "${{ parameters.repoUrl }}",
                        "branchName": f"leaf/{branch}-${{{{ parameters.environment }}}}",
                        **_target_branch(config.argocd.target_revision),
                        "title": f"Leaf {what}",
                        "description": f"{title}: {what}, of ${{{{ parameters.serviceCatalog }}}}.",
                    },
                },
            ],
            "output": {
                "links": [{"title": "Pull request", "url": "${{ steps.publish.output.remoteUrl }}"}]
            },
        },
    }


def _target_branch(revision: str) -> dict[str, str]:
    """HEAD is whatever branch the repository has for it; published branches take no leaves."""
    if revision == "HEAD" or ENVIRONMENT_PLACEHOLDER in revision:
        return {}
    return {"targetBranchName": revision}


def _repository_page(config: Config) -> Schema:
    """Ask for the repository; the one of catalogc.yaml is the only choice where it is known."""
    parts = urlsplit(config.argocd.repo_url)
    owner, _, repository = parts.path.strip("/").removesuffix(".git").rpartition("/")
    options = {"allowedHosts": [parts.hostname]} if parts.hostname else {}
    if options and owner and repository:
        options |= {"allowedOwners": [owner], "allowedRepos": [repository]}
    return {
        "title": "Pull request",
        "required": [REPOSITORY],
        "properties": {
            REPOSITORY: {
                "title": "Repository",
                "description": "The catalog repository that the leaf is proposed to.",
                "type": "string",
                "ui:field": "RepoUrlPicker",
                **({"ui:options": options} if options else {}),
            }
        },
    }


def _head(config: Config) -> str:
    depth = len(config.paths.leaves.strip("/").split("/")) + 2
    return f"{MACROS}# yaml-language-server: $schema={'../' * depth}{_SCHEMA_FILE}\n"


def _camel(workload_type: str) -> str:
    words = [word for word in workload_type.replace("-", "_").lower().split("_") if word]
    return "".join(word if not index else word.capitalize() for index, word in enumerate(words))


def _is_quantity(text: str) -> bool:
    try:
        return parse_quantity(text) >= 0
    except ValueError:
        return False
