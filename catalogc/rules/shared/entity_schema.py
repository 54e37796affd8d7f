"""Which fields Backstage wants in the entities of its own kinds.

Facts: the npm packages @backstage/catalog-model 1.10.1 and @backstage/plugin-scaffolder-common
2.3.0, which the backend of Backstage judges entities with.
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from catalogc.schemas.validation import SchemaValidator

CATALOG_VERSIONS = ("backstage.io/v1alpha1", "backstage.io/v1beta1")
TEMPLATE_VERSIONS = ("scaffolder.backstage.io/v1beta3",)

Schema = Mapping[str, Any]

_ANY_TEXT: Schema = {"type": "string"}
_TEXT: Schema = {"type": "string", "minLength": 1}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_OBJECT: Schema = {"type": "object"}
_CONDITION: Schema = {"type": ["string", "boolean"]}


def _object(*required: str, **properties: Schema) -> Schema:
    return {"type": "object", "required": list(required), "properties": properties}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _texts_of(*names: str) -> dict[str, Schema]:
    return dict.fromkeys(names, _TEXT)


def _lists_of(*names: str) -> dict[str, Schema]:
    return dict.fromkeys(names, _TEXTS)


_PROFILE = _object(**_texts_of("displayName", "email", "picture"))
_PERMISSIONS: dict[str, Schema] = {"backstage:permissions": _object(tags=_list(_ANY_TEXT))}
_RECOVERY = _object(EXPERIMENTAL_strategy=_ANY_TEXT)
_DECORATORS = _list(_object(id=_ANY_TEXT, input=_OBJECT))
_PAGE = _object(**_PERMISSIONS)
_BUTTONS = _object(
    **dict.fromkeys(("backButtonText", "createButtonText", "reviewButtonText"), _ANY_TEXT)
)
_STEP = _object(
    "action",
    id=_ANY_TEXT,
    name=_ANY_TEXT,
    action=_ANY_TEXT,
    input=_OBJECT,
    **{"if": _CONDITION},
    **_PERMISSIONS,
)
_LINK = _object(**{"if": _CONDITION}, **_texts_of("url", "entityRef", "title", "icon"))
_BLOB = _object(**{"if": _CONDITION}, **_texts_of("title", "icon"), content=_ANY_TEXT)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind that Backstage knows.

    Attributes:
        required: fields of ``spec`` that must be there.
        fields: the schemas of fields of ``spec``; others may be there, too.
    """

    required: tuple[str, ...]
    fields: Mapping[str, Schema] = field(default_factory=dict)
    versions: tuple[str, ...] = CATALOG_VERSIONS


KINDS: Mapping[str, Kind] = {
    "API": Kind(
        ("type", "lifecycle", "owner", "definition"),
        _texts_of("type", "lifecycle", "owner", "definition", "system"),
    ),
    "Component": Kind(
        ("type", "lifecycle", "owner"),
        {
            **_texts_of("type", "lifecycle", "owner", "system", "subcomponentOf"),
            **_lists_of("providesApis", "consumesApis", "dependsOn"),
        },
    ),
    "Domain": Kind(("owner",), _texts_of("owner", "subdomainOf", "type")),
    "Group": Kind(
        ("type", "children"),
        {**_texts_of("type", "parent"), **_lists_of("children", "members"), "profile": _PROFILE},
    ),
    "Location": Kind(
        (),
        {
            **_texts_of("type", "target"),
            **_lists_of("targets"),
            "presence": {"type": "string", "enum": ["required", "optional"]},
        },
    ),
    "Resource": Kind(
        ("type", "owner"), {**_texts_of("type", "owner", "system"), **_lists_of("dependsOn")}
    ),
    "System": Kind(("owner",), _texts_of("owner", "domain", "type")),
    "Template": Kind(
        ("type", "steps"),
        {
            **_texts_of("type", "owner", "lifecycle"),
            "parameters": {**_PAGE, "type": ["object", "array"], "items": _PAGE},
            "secrets": _object(schema=_OBJECT),
            "presentation": _object(buttonLabels=_BUTTONS),
            "EXPERIMENTAL_recovery": _RECOVERY,
            "formDecorators": _DECORATORS,
            "EXPERIMENTAL_formDecorators": _DECORATORS,
            "steps": _list(_STEP),
            "output": {
                **_object(links=_list(_LINK), text=_list(_BLOB)),
                "additionalProperties": _ANY_TEXT,
            },
        },
        TEMPLATE_VERSIONS,
    ),
    "User": Kind(("memberOf",), {**_lists_of("memberOf"), "profile": _PROFILE}),
}

_METADATA = _object(
    "name",
    **_texts_of("uid", "etag", "name", "namespace", "title"),
    description=_ANY_TEXT,
    labels={"type": "object", "additionalProperties": _ANY_TEXT},
    annotations={"type": "object", "additionalProperties": _ANY_TEXT},
    tags=_TEXTS,
    links=_list(_object("url", **_texts_of("url", "title", "icon", "type"))),
)


YOUNG_KINDS = ("AiResource",)
"""Kinds that only backends with Backstage's alpha interfaces know."""


@functools.cache
def entity_validator(kind: str) -> SchemaValidator:
    """Return the validator of the entities of a kind; of an unknown one, of the envelope."""
    known = KINDS.get(kind)
    required = ["apiVersion", "kind", "metadata"]
    spec = _OBJECT
    if known is not None:
        required.append("spec")
        spec = _object(*known.required, **known.fields)
    properties = {"apiVersion": _TEXT, "kind": _TEXT, "metadata": _METADATA, "spec": spec}
    return SchemaValidator(
        {
            "type": "object",
            "required": required,
            "properties": properties,
            "additionalProperties": False,
        }
    )
