"""Leaves that exports are judged by: good and bad ones, and a chart with every odd shape."""

import copy
import json
from pathlib import Path

from catalogc.model.source import get_in
from catalogc.parse.document import parse_document
from catalogc.pipeline import compile_catalog
from repository import write
from tools import ROOT

CONFIG = """\
apiVersion: catalogc.dev/v1
kind: Catalog
argocd: {repoURL: https://git.example.com/platform/catalog.git}
environments: {prod: {}, dev: {}}
"""
TINY_SCHEMA = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "title": "Tiny load",
    "description": "Ends a comment: */ and goes on.",
    "type": "object",
    "additionalProperties": False,
    "required": ["workloadType", "serviceName", "environment", "image", "sizes"],
    "x-catalogc-moved": [
        {"from": "old.level", "to": "level"},
        {"from": "port", "to": "listen.port"},
    ],
    "properties": {
        "workloadType": {"const": "TINY_LOAD"},
        "serviceName": {
            "title": "Service name",
            "type": "string",
            "pattern": "^[a-z]+$",
            "x-catalogc-message": "lower case letters",
            "examples": ["tiny"],
        },
        "serviceCatalog": {"type": "string"},
        "environment": {"type": "string", "pattern": "^[a-z]+$"},
        "image": {
            "type": "object",
            "additionalProperties": False,
            "required": ["repository", "pullPolicy"],
            "anyOf": [{"required": ["tag"]}, {"required": ["digest"]}],
            "properties": {
                "repository": {"type": "string"},
                "tag": {"type": "string", "x-catalogc-ui": {"ui:help": "a tag"}},
                "digest": {"type": "string"},
                "pullPolicy": {"enum": ["Always", "IfNotPresent"]},
            },
        },
        "listen": {"$ref": "#/definitions/listen"},
        "sizes": {
            "type": "object",
            "additionalProperties": False,
            "required": ["ephemeral-storage"],
            "properties": {
                "ephemeral-storage": {"type": ["integer", "string"], "default": 1},
                "nvidia.com/gpu.present": {"const": True},
            },
        },
        "labels": {"type": "object", "additionalProperties": {"type": "string"}},
        "values": {"type": "object", "description": "Anything that the chart knows."},
        "admin": {"$ref": "#/definitions/listen"},
        "variables": {"type": "array", "items": {"$ref": "#/definitions/variable"}},
        "level": {"enum": ["low", 2, None]},
        "library": {"type": "object", "maxProperties": 0},
    },
    "definitions": {
        "listen": {
            "type": "object",
            "additionalProperties": False,
            "required": ["port"],
            "properties": {"port": {"type": "integer", "minimum": 1, "maximum": 9}},
        },
        "variable": {
            "type": "object",
            "additionalProperties": False,
            "required": ["name"],
            "properties": {"name": {"type": "string"}},
        },
    },
}
TINY = {
    "catalogc.yaml": CONFIG,
    ".cat/backstage/location.yaml": """\
        apiVersion: backstage.io/v1alpha1
        kind: Component
        metadata: {name: tiny-load, annotations: {catalogc.dev/chart-path: charts/tiny}}
        spec: {type: platform-base-chart, lifecycle: production, owner: platform}
        """,
    "charts/tiny/Chart.yaml": """\
        apiVersion: v2
        name: tiny
        version: 1.0.0
        dependencies: [{name: library, version: 1.0.0, repository: file://../library}]
        """,
    "charts/tiny/values.yaml": "image: {pullPolicy: Always}\n",
    "charts/tiny/values.schema.json": json.dumps(TINY_SCHEMA),
    "charts/library/Chart.yaml": "apiVersion: v2\nname: library\nversion: 1.0.0\ntype: library\n",
    "charts/library/templates/_library.tpl": "\n",
}


def make_tiny(folder: Path, files=None) -> Path:
    """A catalog repository with one adapter, whose schema has every odd shape."""
    write(folder, TINY | (files or {}))
    return folder


def compiled(root: Path = ROOT):
    """The catalog at a root; of this repository where none is named."""
    return compile_catalog(root, prepare=None, select=lambda _: True).catalog


def read(path: Path):
    """A YAML file as catalogc reads it."""
    return parse_document(path.name, path.read_bytes()).value.data


def written_values(release):
    """Values of a leaf without those that its chart's subcharts are given of it."""
    data = copy.deepcopy(release.leaf.values.data)
    for field in release.adapter.handed_down:
        *parents, last = field.target
        holder = get_in(data, tuple(parents))
        if isinstance(holder, dict):
            holder.pop(last, None)
    return data


def ci_values(catalog):
    """Values of the registered charts' tests: complete leaves, by their path."""
    files = {}
    for adapter in catalog.adapters.values():
        for path in sorted((ROOT / adapter.chart.path / "ci").glob("*-values.yaml")):
            files[path.relative_to(ROOT).as_posix()] = read(path)
    return files


BASIC = "charts/basic-container-load/ci/minimal-values.yaml"
ML = "charts/ml-inference-load/ci/minimal-values.yaml"
OLLAMA = "charts/ollama-inference-load/ci/minimal-values.yaml"
GONE = object()

REPLICAS = "container.replicas"
CPU = "container.resources.limits.cpu"
ACCESS = "storage.modelCache.accessMode"
VARIABLES = "container.environment"
TOLERATIONS = "gpu.tolerations"
SWITCH = "ingress.enabled"
OF_ML = "MlInferenceLoadSchema"

# name: (leaf, field, its value, field that JSON Schema blames, words of tsc or None)
BAD = {
    "unknown workloadType": (ML, "workloadType", "ML", "workloadType", '"ML"\' is not'),
    "another's workloadType": (ML, "workloadType", "OLLAMA_INFERENCE_LOAD", "model", "'string'"),
    "no model": (OLLAMA, "model", GONE, "", "Property 'model' is missing"),
    "another's model": (OLLAMA, "model", {"id": "a/b"}, "model", "not assignable to type 'string'"),
    "no environment": (ML, "environment", GONE, "", "Property 'environment' is missing"),
    "unknown environment": (ML, "environment", "production", "environment", "type 'Environment'"),
    "replicas as text": (ML, REPLICAS, "2", REPLICAS, "not assignable to type 'number'"),
    "quantity as number": (OLLAMA, CPU, 2, CPU, "not assignable to type 'string'"),
    "unknown field": (ML, "gpus", 1, "", f"'\"gpus\"' does not exist in type '{OF_ML}'"),
    "unknown inner field": (BASIC, "container.prot", 80, "container", "'\"prot\"' does not exist"),
    "another's field": (OLLAMA, "vault", {}, "", "'\"vault\"' does not exist"),
    "field of Helm": (BASIC, "common", {}, "", "'\"common\"' does not exist"),
    "wrong enum": (ML, ACCESS, "ReadWriteOften", ACCESS, '"ReadWriteOnce" | '),
    "no container": (BASIC, "container", GONE, "", "Property 'container' is missing"),
    "no image": (BASIC, "container.image", GONE, "container", "Property 'image' is missing"),
    "no tag, no digest": (BASIC, "container.image.tag", GONE, "container.image", "'digest' is mis"),
    "half a variable": (ML, VARIABLES, [{"name": "A"}], f"{VARIABLES}.0", "'value' is missing"),
    "text for a list": (ML, TOLERATIONS, "any", TOLERATIONS, "to type 'Toleration[]'"),
    "text for a switch": (ML, SWITCH, "yes", SWITCH, "to type 'boolean | undefined'"),
    # A type has no patterns, bounds and conditions: these only the JSON Schema refuses.
    "pattern": (ML, "serviceName", "Tiny_1", "serviceName", None),
    "bound": (ML, "container.port", 70000, "container.port", None),
    "condition": (ML, "ingress", {"enabled": True}, "ingress", None),
}


def bad_leaf(good, name):
    """A good leaf with one field set, or taken away."""
    leaf, field, value, *_ = BAD[name]
    data = copy.deepcopy(good[leaf])
    *parents, last = field.split(".")
    for index, parent in enumerate(parents):
        if get_in(data, tuple(parents[: index + 1])) is None:
            get_in(data, tuple(parents[:index]))[parent] = {}
    holder = get_in(data, tuple(parents))
    if value is GONE:
        del holder[last]
    else:
        holder[last] = value
    return data
