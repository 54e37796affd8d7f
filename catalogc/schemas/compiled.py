"""JSON Schemas, compiled by jsonschema-rs; remote references are never fetched."""

from collections.abc import Mapping
from typing import Any


class InvalidSchema(Exception):  # noqa: N818 - about somebody's schema, not a fault of ours
    """The schema itself is not valid."""


def compile_schema(schema: Mapping[str, Any]) -> Any:
    """Return jsonschema-rs' validator of a schema (draft 7 unless it says otherwise).

    It checks formats, as only drafts before 2019-09 do by default.

    Raises:
        InvalidSchema: the schema is not valid.
    """
    import jsonschema_rs  # lazily: a run that reads no leaf does not pay for it

    try:
        offline = jsonschema_rs.Registry([], retriever=_refuse)
        build = jsonschema_rs.validator_cls_for(
            {"$schema": "http://json-schema.org/draft-07/schema#"} | dict(schema)
        )
        return build(dict(schema), registry=offline, validate_formats=True)
    except (ValueError, jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError) as error:
        raise InvalidSchema(str(error)) from None


def _refuse(uri: str) -> Any:
    message = f"references outside the schema are not followed: {uri}"
    raise ValueError(message)
