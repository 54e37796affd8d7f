"""The parts of an object that every kind has, and that no CRD describes."""

from typing import Any

Schema = dict[str, Any]

# apimachinery: IsDNS1123Subdomain, what the API server asks of a custom resource's name.
_LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?"
_TEXTS: Schema = {"type": ["null", "object"], "additionalProperties": {"type": ["null", "string"]}}


def object_meta() -> Schema:
    """Return the schema of ``metadata``, as an API server reads it.

    Source: apimachinery's ObjectMeta of ``meta/v1``. What only the server writes may be there,
    too: manifests of ``kubectl get`` are valid.
    """
    return {
        "type": "object",
        "properties": {
            "annotations": _TEXTS,
            "creationTimestamp": _of("string"),
            "deletionGracePeriodSeconds": _of("integer"),
            "deletionTimestamp": _of("string"),
            "finalizers": {**_of("array"), "items": {"type": "string"}},
            "generateName": _of("string"),
            "generation": _of("integer"),
            "labels": _TEXTS,
            "managedFields": {"type": ["array", "null"]},
            "name": {**_of("string"), "maxLength": 253, "pattern": rf"^{_LABEL}(\.{_LABEL})*$"},
            "namespace": {**_of("string"), "maxLength": 63, "pattern": f"^({_LABEL})?$"},
            "ownerReferences": {**_of("array"), "items": _owner()},
            "resourceVersion": _of("string"),
            "selfLink": _of("string"),
            "uid": _of("string"),
        },
        "additionalProperties": False,
    }


def _owner() -> Schema:
    texts = ("apiVersion", "kind", "name", "uid")
    flags = ("blockOwnerDeletion", "controller")
    return {
        "type": "object",
        "required": list(texts),
        "properties": {
            **{name: {"type": "string"} for name in texts},
            **{name: _of("boolean") for name in flags},
        },
        "additionalProperties": False,
    }


def _of(name: str) -> Schema:
    return {"type": sorted([name, "null"])}
