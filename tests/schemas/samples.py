"""Kubernetes objects for tests: a Deployment, and one of any kind with every field set."""

import copy
import importlib.util
from functools import cache
from pathlib import Path

import jsonschema
from referencing import Registry, Resource

from tools import ROOT

DEPLOYMENT = {
    "apiVersion": "apps/v1",
    "kind": "Deployment",
    "metadata": {"name": "web", "labels": {"app": "web"}, "annotations": {"note": "x"}},
    "spec": {
        "replicas": 2,
        "strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1}},
        "selector": {"matchLabels": {"app": "web"}},
        "template": {
            "metadata": {"labels": {"app": "web"}},
            "spec": {
                "nodeSelector": {"disk": "ssd"},
                "containers": [
                    {
                        "name": "web",
                        "image": "web:1",
                        "args": ["--port", "80"],
                        "env": [
                            {"name": "MODE", "value": "fast"},
                            {
                                "name": "KEY",
                                "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}},
                            },
                        ],
                        "ports": [{"name": "http", "containerPort": 80}],
                        "readinessProbe": {"httpGet": {"path": "/", "port": "http"}},
                        "resources": {"limits": {"cpu": 1, "memory": "1Gi"}},
                        "volumeMounts": [{"name": "tmp", "mountPath": "/tmp"}],
                    }
                ],
                "volumes": [{"name": "tmp", "emptyDir": {"sizeLimit": "1Gi"}}],
            },
        },
    },
}
CONTAINER = ("spec", "template", "spec", "containers", 0)
ABSENT = object()


def changed(data, path, value):
    """Return a copy with one value set, appended (at the index after the last) or taken out."""
    data = copy.deepcopy(data)
    node = data
    for part in path[:-1]:
        node = node[part]
    if value is ABSENT:
        del node[path[-1]]
    elif isinstance(node, list) and path[-1] == len(node):
        node.append(value)
    else:
        node[path[-1]] = value
    return data


def full(schema, definition=None, open_names=()):
    """Return an object with every field that a schema knows, recursion cut off."""
    node = definition or schema
    if "$ref" in node:
        name = node["$ref"].removeprefix("#/$defs/")
        if open_names.count(name):
            return ABSENT
        return full(schema, schema["$defs"][name], (*open_names, name))
    return _MAKERS[_type(node)](schema, node, open_names)


def _type(node):
    if "enum" in node:
        return "enum"
    types = node.get("type", [])
    named = [types] if isinstance(types, str) else [name for name in types if name != "null"]
    return named[0] if named else "anything"


def _mapping(schema, node, open_names):
    if isinstance(node.get("additionalProperties"), dict):
        value = full(schema, node["additionalProperties"], open_names)
        return {} if value is ABSENT else {"key": value}
    made = {
        name: full(schema, child, open_names) for name, child in node.get("properties", {}).items()
    }
    return {name: value for name, value in made.items() if value is not ABSENT}


def _listing(schema, node, open_names):
    value = full(schema, node["items"], open_names)
    return [] if value is ABSENT else [value]


def _text(_schema, node, _open_names):
    if node.get("format") == "date-time":
        return "2026-01-01T00:00:00Z"
    return "YQ==" if "pattern" in node else "text"


_MAKERS = {
    "object": _mapping,
    "array": _listing,
    "string": _text,
    "integer": lambda *_: 1,
    "number": lambda *_: 1,
    "boolean": lambda *_: True,
    "enum": lambda _schema, node, _: node["enum"][0],
    "anything": lambda *_: {"any": ["thing"]},
}


def places(data, path=()):
    """Yield the path of every value below an object."""
    if isinstance(data, dict | list):
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield (*path, key)
            yield from places(value, (*path, key))


def at(data, path):
    for part in path:
        data = data[part]
    return data


@cache
def build_hook():
    """Return the module of the build hook."""
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def upstream(minor):
    """Return upstream's strict definitions of a minor, with the way to refer to them."""
    [path] = [path for known, path in build_hook()._upstream() if known == minor]
    definitions = build_hook()._definitions(Path(path))
    registry = Registry().with_resource(
        "upstream:all", Resource.from_contents({"$schema": DIALECT, "$defs": definitions})
    )
    names = {kind: name for name, kind in _kinds(definitions)}
    return registry, names


def _kinds(definitions):
    for name, schema in definitions.items():
        for key in schema.get("x-kubernetes-group-version-kind", ()):
            api_version = f"{key['group']}/{key['version']}".lstrip("/")
            yield name, (api_version, key["kind"])


DIALECT = "https://json-schema.org/draft/2020-12/schema"


def oracle(minor, api_version, kind):
    """Return the jsonschema package's validator of upstream's own schema."""
    registry, names = upstream(minor)
    reference = {"$schema": DIALECT, "$ref": f"upstream:all#/$defs/{names[api_version, kind]}"}
    return jsonschema.Draft202012Validator(reference, registry=registry)
