"""Kinds of fields: text, whole numbers, switches, objects, lists."""

from typing import Any

Schema = dict[str, Any]

DNS_LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?"
DNS_SUBDOMAIN = rf"{DNS_LABEL}(\.{DNS_LABEL})*"
LABEL_KEY = rf"^({DNS_SUBDOMAIN}/)?[A-Za-z0-9]([-._A-Za-z0-9]*[A-Za-z0-9])?$"
LABEL_VALUE = r"^([A-Za-z0-9]([-._A-Za-z0-9]*[A-Za-z0-9])?)?$"
NAME_MESSAGE = "lower case letters, digits and dashes"
DAY = 86400
DELETABLE = "deletable"
"""Keyword of a group each of whose fields a leaf may delete with a null; not in the schema."""


def text(  # noqa: PLR0913 - keywords of JSON Schema
    title: str,
    description: str,
    *,
    pattern: str | None = None,
    message: str | None = None,
    examples: list[Any] | None = None,
    default: str | None = None,
    longest: int | None = None,
    shortest: int | None = None,
    choices: list[str] | None = None,
) -> Schema:
    """Describe a string; ``message`` is what a finding says of text that breaks the pattern."""
    keywords = {
        "minLength": shortest,
        "maxLength": longest,
        "pattern": pattern,
        "x-catalogc-message": message,
        "enum": choices,
        "default": default,
        "examples": examples,
    }
    return _described("string", title, description, keywords)


def whole(
    title: str,
    description: str,
    least: int,
    most: int | None = None,
    default: int | None = None,
    examples: list[int] | None = None,
) -> Schema:
    """Describe a whole number within bounds."""
    keywords = {"minimum": least, "maximum": most, "default": default, "examples": examples}
    return _described("integer", title, description, keywords)


def seconds(title: str, description: str, least: int, default: int | None) -> Schema:
    """Describe a duration of at most a day, in seconds."""
    return whole(title, description, least, DAY, default)


def port(title: str, description: str, default: int | None, examples: list[int] | None) -> Schema:
    """Describe a TCP port."""
    return whole(title, description, 1, 65535, default, examples)


def flag(title: str, description: str, *, default: bool) -> Schema:
    """Describe a switch."""
    return _described("boolean", title, description, {"default": default})


def items(title: str, description: str, item: Schema, **keywords: Any) -> Schema:
    """Describe a list."""
    return _described("array", title, description, {**keywords, "items": item})


def labels(title: str, description: str, **keywords: Any) -> Schema:
    """Describe Kubernetes labels."""
    value = text(
        "Label value",
        "Value of the label, always text.",
        longest=63,
        pattern=LABEL_VALUE,
        message="a label value",
    )
    own = {
        "maxProperties": 32,
        "propertyNames": {"pattern": LABEL_KEY, "maxLength": 317},
        "additionalProperties": value,
    }
    return _described("object", title, description, {**own, **keywords})


def group(
    title: str,
    description: str,
    properties: dict[str, Schema],
    required: list[str] | None = None,
    **keywords: Any,
) -> Schema:
    """Describe a mapping that holds these fields and no others."""
    own = {"additionalProperties": False, "required": required, "properties": properties}
    return _described("object", title, description, {**own, **keywords})


def quantity(
    title: str, description: str, default: str | None = None, examples: list[str] | None = None
) -> Schema:
    """Describe a Kubernetes resource quantity."""
    return text(
        title,
        description,
        pattern=r"^([0-9]+(\.[0-9]+)?|\.[0-9]+)(m|k|Ki|M|Mi|G|Gi|T|Ti|P|Pi|E|Ei)?$",
        message='a quantity such as "500m", "2" or "4Gi"',
        longest=32,
        default=default,
        examples=examples,
    )


def object_name(
    title: str,
    description: str,
    of: str,
    *,
    default: str | None = None,
    examples: list[str] | None = None,
    optional: bool = False,
) -> Schema:
    """Describe the name of an object ``of`` a kind (a DNS subdomain); ``optional`` may be empty."""
    pattern = f"^({DNS_SUBDOMAIN})?$" if optional else f"^{DNS_SUBDOMAIN}$"
    return text(
        title,
        description,
        longest=253,
        pattern=pattern,
        message=f"the name of {of}",
        default=default,
        examples=examples,
    )


def namespace(title: str, description: str, default: str, example: str) -> Schema:
    """Describe a namespace, which may be empty."""
    return text(
        title,
        description,
        longest=63,
        pattern=f"^({DNS_LABEL})?$",
        message=NAME_MESSAGE,
        default=default,
        examples=[example],
    )


def duration(
    title: str, description: str, default: str | None = None, examples: list[str] | None = None
) -> Schema:
    """Describe a duration of hours, minutes and seconds."""
    return text(
        title,
        description,
        longest=32,
        pattern="^([0-9]{1,5}(h|m|s|ms)){1,4}$",
        message="a duration such as 30s or 5m",
        default=default,
        examples=examples,
    )


def url_path(title: str, description: str, default: str | None, example: str) -> Schema:
    """Describe the path of a URL."""
    return text(
        title,
        description,
        longest=1024,
        pattern="^/[!-~]*$",
        message="a path that starts with a slash",
        default=default,
        examples=[example],
    )


def directory(title: str, description: str, default: str | None, example: str) -> Schema:
    """Describe an absolute path in a container."""
    return text(
        title,
        description,
        longest=1024,
        pattern="^(/[-._A-Za-z0-9]+)+$",
        message="an absolute path without a slash at its end",
        default=default,
        examples=[example],
    )


def reference(definition: str) -> Schema:
    """Refer to an entry of the schema's definitions."""
    return {"$ref": f"#/definitions/{definition}"}


def when(condition: Schema, requirement: Schema) -> Schema:
    """Demand more where a condition holds; a value left out has its default, so may be absent."""
    return {"if": condition, "then": requirement}


def equals(path: str, value: Any) -> Schema:
    """Build the condition that the field at ``a.b`` is written and equals ``value``."""
    head, _, rest = path.partition(".")
    inner = equals(rest, value) if rest else {"const": value}
    return {"properties": {head: inner}, "required": [head]}


def show(schema: Schema, *paths: str) -> None:
    """Have the Backstage form ask for the fields at these paths, such as ``gpu.count``."""
    for path in paths:
        node = schema
        for name in path.split("."):
            node = node["properties"][name]
        node["x-catalogc-ui"] = {"show": True}


def _described(kind: str, title: str, description: str, keywords: dict[str, Any]) -> Schema:
    schema = {"title": title, "description": description, "type": kind}
    return schema | {key: value for key, value in keywords.items() if value is not None}
