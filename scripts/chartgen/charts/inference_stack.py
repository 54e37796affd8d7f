"""INFERENCE_STACK: an umbrella, whose fields are those of its subcharts."""

from typing import Any

from scripts.chartgen.charts.inference_gateway import SCHEMA as _GATEWAY
from scripts.chartgen.charts.model_serving import SCHEMA as _SERVING
from scripts.chartgen.fields import Schema, equals, flag, group, show, when
from scripts.chartgen.parts.gateway import infrastructure
from scripts.chartgen.parts.inference_services import EXAMPLE_MODEL
from scripts.chartgen.parts.identity import (
    INTERNAL,
    READ_ELSEWHERE,
    REQUIRED,
    identity,
    internal,
    library,
    root,
)

_SUBCHARTS = {
    "model-serving": (
        _SERVING,
        "Model serving",
        "Runtimes of vLLM, llama.cpp and Ollama, and the models that they serve.",
    ),
    "inference-gateway": (
        _GATEWAY,
        "Inference gateway",
        "The endpoint picker (EPP) and the internal Gateway in front of it.",
    ),
}
_SHARED = ("serviceName", "serviceCatalog", "namespace", "environment")
"""What the leaf says once and each subchart is given."""


def _given(schema: Schema) -> list[str]:
    """Name the shared fields that a subchart has."""
    return [field for field in (*_SHARED, *infrastructure()) if field in schema["properties"]]


def _handed_down() -> list[dict[str, str]]:
    return [
        {"from": field, "to": f"{name}.{field}"}
        for name, (schema, _, _) in _SUBCHARTS.items()
        for field in _given(schema)
    ]


def _copied(field: str, schema: Schema) -> Schema:
    kept = {key: schema[key] for key in ("maxLength", "pattern") if key in schema}
    return internal(f"catalogc gives the subchart {field} of the leaf.", schema["type"], **kept)


def _of_helm(workload_type: str) -> dict[str, Schema]:
    """What the subchart's own values.yaml and Helm add to the values before they are checked."""
    note = "Helm adds this entry for the subchart."
    return {
        "workloadType": internal(note, "string", const=workload_type),
        "dependsOn": internal(note, "array", maxItems=0, **READ_ELSEWHERE),
        "global": internal(note, "object", maxProperties=0),
        "common": internal(
            note, "object", additionalProperties=False, properties=library()["properties"]
        ),
    }


def _subchart(name: str) -> Schema:
    """Describe what is below a subchart's name: all of its own fields, and its switch."""
    schema, title, description = _SUBCHARTS[name]
    given = _given(schema)
    left_out = (*given, "workloadType", "dependsOn", "enabled")
    own = {
        field: node
        for field, node in schema["properties"].items()
        if field not in left_out and node.get("title") != INTERNAL
    }
    required = [field for field in schema["required"] if field not in REQUIRED]
    keywords: dict[str, Any] = {"allOf": schema["allOf"]} if "allOf" in schema else {}
    fields = {
        "enabled": flag("Enabled", "Whether the stack has this part.", default=True),
        **own,
        **{field: _copied(field, schema["properties"][field]) for field in given},
        **_of_helm(schema["properties"]["workloadType"]["const"]),
    }
    return group(title, description, fields, required or None, **keywords)


def _definitions() -> dict[str, Schema]:
    """Merge the subcharts' definitions, which must agree where they share a name."""
    merged: dict[str, Schema] = {}
    for schema, _, _ in _SUBCHARTS.values():
        for name, node in schema.get("definitions", {}).items():
            if merged.setdefault(name, node) != node:
                message = f"two subcharts define {name} differently"
                raise ValueError(message)
    return merged


def _moved() -> list[tuple[str, str]]:
    return [
        (f"{name}.{entry['from']}", f"{name}.{entry['to']}")
        for name, (schema, _, _) in _SUBCHARTS.items()
        for entry in schema.get("x-catalogc-moved", ())
    ]


def _longest_name() -> int:
    return min(
        int(schema["properties"]["serviceName"]["maxLength"])
        for schema, _, _ in _SUBCHARTS.values()
    )


def _one_part() -> Schema:
    """A stack without parts would be a workload without objects."""
    first, last = _SUBCHARTS
    on = {
        "const": True,
        "x-catalogc-message": f"true, because {first} is off and a stack has a part",
    }
    demand = {"properties": {last: {"properties": {"enabled": on}}}}
    return when(equals(f"{first}.enabled", value=False), demand)


def _own_gateway() -> Schema:
    """A route of the model is on the Gateway of the stack, unless it names another."""
    alone = equals("inference-gateway.enabled", value=False)
    routed = equals("model-serving.inferencePoolRoute.enabled", value=True)
    name = {"minLength": 1, "x-catalogc-message": "name a Gateway, as inference-gateway is off"}
    route = {"properties": {"inferencePoolRoute": {"properties": {"gatewayName": name}}}}
    return when({"allOf": [alone, routed]}, {"properties": {"model-serving": route}})


SCHEMA = root(
    "Inference stack",
    "The model serving layer of a platform for large language models: serving runtimes, models, "
    "and a gateway that routes by the state of their caches.",
    {
        **identity("INFERENCE_STACK", "stack", "ml-inference", _longest_name()),
        **{name: node | READ_ELSEWHERE for name, node in infrastructure().items()},
        **{name: _subchart(name) for name in _SUBCHARTS},
    },
    [],
    definitions=_definitions() or None,
    moved=_moved() or None,
    example={
        "infrastructureReleaseName": "infra",
        "model-serving": {
            "inferenceService": {
                "enabled": True,
                "name": "qwen25-1-5b",
                "storageUri": EXAMPLE_MODEL,
                "minReplicas": 1,
            },
            "inferencePool": {"enabled": True},
        },
        "inference-gateway": {"epp": {"poolName": "qwen25-1-5b"}},
    },
    rules=[_one_part(), _own_gateway()],
)
# Helm adds this entry for a library chart, and the umbrella has none of its own.
del SCHEMA["properties"]["common"]
SCHEMA["x-catalogc-handed-down"] = _handed_down()
show(SCHEMA, "infrastructureReleaseName")
