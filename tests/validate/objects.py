"""Rendered objects and schemas for tests of the validate stage."""

import functools
import json
from importlib import resources
from typing import Any

import yaml

from catalogc.goyaml.dump import dump
from catalogc.model.catalog import RenderedRelease
from catalogc.model.resource import Resource
from catalogc.schemas.found import FoundSchema

_DATA = resources.files("kubernetes_validate") / "kubernetes-json-schema"


def resource(manifest: dict[str, Any], template: str = "templates/object.yaml") -> Resource:
    """An object as the render stage makes it."""
    metadata = manifest["metadata"]
    return Resource(
        manifest["apiVersion"],
        manifest["kind"],
        metadata.get("namespace") or "",
        metadata["name"],
        template,
        manifest,
        dump(manifest),
    )


def rendered(*manifests: dict[str, Any] | str, release: Any = "a release") -> RenderedRelease:
    """A release of these objects; what it was rendered from does not matter here."""
    read = [yaml.safe_load(item) if isinstance(item, str) else item for item in manifests]
    return RenderedRelease(release, tuple(resource(manifest) for manifest in read))


class Schemas:
    """Schemas by apiVersion and kind."""

    def __init__(self, schemas: dict[tuple[str, str], dict[str, Any]]) -> None:
        self._schemas = schemas

    def find(self, api_version: str, kind: str) -> FoundSchema | None:
        schema = self._schemas.get((api_version, kind))
        return None if schema is None else FoundSchema(schema, origin=f"the test's {kind}")


class UpstreamSchemas:
    """The strict schemas of one minor as kubernetes-validate publishes them, unpruned."""

    def __init__(self, minor: str) -> None:
        self._minor = minor
        self._folder = _DATA / f"v{minor}.0-local-strict"

    def find(self, api_version: str, kind: str) -> FoundSchema | None:
        group, _, version = api_version.rpartition("/")
        name = "-".join(filter(None, (kind.lower(), group.split(".")[0], version)))
        path = self._folder / f"{name}.json"
        if not path.is_file():
            return None
        schema = _local(path.read_text("utf-8"))
        known = schema.get("x-kubernetes-group-version-kind", ())
        if {"group": group, "version": version, "kind": kind} not in known:
            return None
        schema["$defs"] = _reachable(schema, _definitions(self._minor))
        return FoundSchema(schema, origin=f"Kubernetes {self._minor}")


@functools.cache
def _definitions(minor: str) -> dict[str, Any]:
    path = _DATA / f"v{minor}.0-local-strict" / "_definitions.json"
    return _local(path.read_text("utf-8"))["$defs"]


def _local(text: str) -> dict[str, Any]:
    return json.loads(text.replace('"/api/_definitions.json#/', '"#/'))


def _reachable(schema: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    stack: list[Any] = [schema]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            target = node.get("$ref")
            if isinstance(target, str) and (name := target.rpartition("/")[2]) not in found:
                found[name] = definitions[name]
                stack.append(definitions[name])
            stack.extend(node.values())
        elif isinstance(node, list):
            stack.extend(node)
    return found
