"""How Backstage wants names, keys, tags and references of entities to be written.

The formats are those of the npm package @backstage/catalog-model 1.10.1.
"""

import re
from typing import NamedTuple

_LABEL = re.compile(r"[a-z0-9]+(?:-+[a-z0-9]+)*")
_NAME = re.compile(r"(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]")
_KIND = re.compile(r"[a-zA-Z][a-z0-9A-Z]*")
_VERSION = re.compile(r"[a-z0-9A-Z]+")
_TAG = re.compile(r"[a-z0-9:+#]+(?:-[a-z0-9:+#]+)*")
# What JavaScript's trim removes; Python's strip removes other characters, too.
_BLANK = re.compile(
    "[\\t\\n\\v\\f\\r \\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]*"
)

LABEL_WORDS = "at most 63 of a-z, 0-9 and - between them"
NAME_WORDS = "at most 63 of A-Z, a-z, 0-9 and -, _ or . between them"
KEY_WORDS = "a name, or a DNS subdomain, / and a name"
TAG_WORDS = "at most 63 of a-z, 0-9, :, + and #, with single - between them"
KIND_WORDS = "at most 63 of A-Z, a-z and 0-9, beginning with a letter"
API_VERSION_WORDS = "a DNS subdomain, / and a version, such as backstage.io/v1alpha1"
REFERENCE_WORDS = "[kind:][namespace/]name"


class Reference(NamedTuple):
    """A reference to an entity; None for the parts that are left out."""

    kind: str | None
    namespace: str | None
    name: str


def is_namespace(text: str) -> bool:
    """Tell whether a namespace, which is a DNS label, is well-formed."""
    return _is(_LABEL, text)


def is_name(text: str) -> bool:
    """Tell whether the name of an entity or of a key is well-formed."""
    return _is(_NAME, text)


def is_label_value(text: str) -> bool:
    """Tell whether the value of a label is well-formed; it may be empty."""
    return not text or _is(_NAME, text)


def is_kind(text: str) -> bool:
    """Tell whether a kind is well-formed."""
    return _is(_KIND, text)


def is_tag(text: str) -> bool:
    """Tell whether a tag is well-formed."""
    return _is(_TAG, text)


def is_api_version(text: str) -> bool:
    """Tell whether an apiVersion is well-formed: a version, with a subdomain before it or not."""
    prefix, slash, version = text.partition("/")
    if not slash:
        prefix, version = "", text
    return (not slash or _is_subdomain(prefix)) and _is(_VERSION, version)


def is_key(text: str) -> bool:
    """Tell whether the key of a label or an annotation is well-formed."""
    prefix, slash, name = text.rpartition("/")
    return (not slash or _is_subdomain(prefix)) and _is(_NAME, name)


def is_blank(text: str) -> bool:
    """Tell whether a text is empty but for what JavaScript takes for white space."""
    return _BLANK.fullmatch(text) is not None


def read_reference(text: str) -> Reference | None:
    """Read ``[kind:][namespace/]name``; None where a part that is begun is empty."""
    slash = text.find("/")
    colon = text.find(":")
    if -1 < slash < colon:
        colon = -1
    kind = None if colon < 0 else text[:colon]
    namespace = None if slash < 0 else text[colon + 1 : slash]
    name = text[max(colon, slash) + 1 :]
    return None if "" in (kind, namespace, name) else Reference(kind, namespace, name)


def _is(pattern: re.Pattern[str], text: str) -> bool:
    return len(text) <= 63 and pattern.fullmatch(text) is not None


def _is_subdomain(text: str) -> bool:
    return len(text) <= 253 and all(_is(_LABEL, part) for part in text.split("."))
