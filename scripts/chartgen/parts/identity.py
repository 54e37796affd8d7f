"""Who a workload is, and the root of every schema."""

from typing import Any

from scripts.chartgen.fields import (
    DNS_LABEL,
    NAME_MESSAGE,
    Schema,
    items,
    namespace,
    object_name,
    text,
)

_DEPENDS_ON = items(
    "Depends on",
    "Leaves of the same environment that Argo CD syncs before this one: serviceName, or "
    "serviceCatalog/serviceName.",
    text(
        "Leaf",
        "A leaf.",
        longest=127,
        pattern=f"^({DNS_LABEL}/)?{DNS_LABEL}$",
        message="a serviceName, or serviceCatalog/serviceName",
        examples=["platform/external-secrets"],
    ),
    uniqueItems=True,
    maxItems=32,
    default=[],
)

REQUIRED = ["workloadType", "serviceName", "serviceCatalog", "environment"]


def identity(workload_type: str, service: str, catalog: str, longest_name: int = 53) -> Schema:
    """Return the fields that every leaf starts with."""
    limit = (
        "At most 53 characters, which is Helm's limit for a release."
        if longest_name == 53
        else f"At most {longest_name} characters, so that the names made from it fit."
    )
    return {
        "workloadType": {
            "title": "Workload type",
            "description": "The adapter that this leaf is written for.",
            "type": "string",
            "const": workload_type,
            "default": workload_type,
        },
        "serviceName": text(
            "Service name",
            f"Name of the workload and of every object made for it. {limit}",
            longest=longest_name,
            pattern="^[a-z]([-a-z0-9]*[a-z0-9])?$",
            message=f"{NAME_MESSAGE}, starting with a letter",
            examples=[service],
        ),
        "serviceCatalog": text(
            "Service catalog",
            "The catalog, and so the team, that the workload belongs to.",
            longest=63,
            pattern=f"^{DNS_LABEL}$",
            message=NAME_MESSAGE,
            examples=[catalog],
        ),
        "namespace": namespace(
            "Namespace",
            "Namespace of every object. Empty means the release's namespace.",
            "",
            catalog,
        ),
        "environment": text(
            "Environment",
            "The deployment environment. Variables of the container are container.environment.",
            longest=63,
            pattern=f"^{DNS_LABEL}$",
            message=f"{NAME_MESSAGE}; environment variables go to container.environment",
            examples=["dev", "prod"],
        ),
        "dependsOn": _DEPENDS_ON,
    }


def service_account() -> Schema:
    """Return ``serviceAccount``."""
    return {
        "serviceAccount": object_name(
            "Service account",
            "An existing ServiceAccount to run as, such as one with a cloud identity. "
            "Empty means one of our own, named after the service.",
            "a ServiceAccount",
            optional=True,
            default="",
            examples=["checkout-identity"],
        )
    }


def root(  # noqa: PLR0913 - the keywords of a schema
    title: str,
    description: str,
    properties: dict[str, Schema],
    required: list[str],
    *,
    definitions: dict[str, Schema] | None = None,
    moved: list[tuple[str, str]] | None = None,
    rules: list[Schema] | None = None,
    example: dict[str, Any] | None = None,
    subchart: bool = False,
) -> Schema:
    """Return a chart's whole schema.

    Args:
        example: what a first leaf says beside its identity; by default its required fields.
        moved: old and new spellings of fields.
        rules: conditions over several fields.
        subchart: whether the chart is a part of an umbrella chart as well.
    """
    schema: dict[str, Any] = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": title,
        "description": description,
        "type": "object",
        "additionalProperties": False,
        "required": [*REQUIRED, *required],
    }
    if moved:
        schema["x-catalogc-moved"] = [{"from": old, "to": new} for old, new in moved]
    if example:
        first = {"workloadType": properties["workloadType"]["const"]}
        schema["examples"] = [{**first, **example}]
    schema["properties"] = {**properties, "common": library()}
    if subchart:
        schema["properties"] = {**schema["properties"], **of_umbrella(), **properties}
    if rules:
        schema["allOf"] = rules
    if definitions:
        schema["definitions"] = definitions
    return schema


INTERNAL = "Internal"
"""Title of entries that are not for leaves."""


def internal(description: str, kind: str, **keywords: Any) -> Schema:
    """Describe an entry that is not for leaves."""
    head = {"title": INTERNAL, "description": f"{description} A leaf leaves it out."}
    return {**head, "x-catalogc-internal": True, "type": kind, **keywords}


def library() -> Schema:
    """Return the entry that Helm adds for the library chart."""
    return {
        "title": INTERNAL,
        "description": "Helm adds this entry for the library chart. A leaf leaves it out.",
        "type": "object",
        "additionalProperties": False,
        "properties": {"global": {"type": "object", "maxProperties": 0}},
    }


READ_ELSEWHERE = {"x-catalogc-read": True}
"""Keyword of fields that Helm or catalogc reads, and no template."""


def of_umbrella() -> dict[str, Schema]:
    """Return what Helm adds to the values of a subchart that is switched on."""
    note = "Helm adds this entry for an umbrella chart."
    return {
        "enabled": internal(note, "boolean", const=True, **READ_ELSEWHERE),
        "global": internal(note, "object", maxProperties=0, **READ_ELSEWHERE),
    }
