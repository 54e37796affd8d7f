"""CustomResourceDefinitions: YAML or JSON text in, one version of a kind after the other out."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from catalogc.goyaml.load import YamlError, load_documents
from catalogc.model.source import format_path
from catalogc.schemas.wording import message

KIND = "CustomResourceDefinition"
_API_VERSIONS = ("apiextensions.k8s.io/v1", "apiextensions.k8s.io/v1beta1")


class ImportRefused(Exception):  # noqa: N818 - a refusal, not a fault of the program
    """Something that cannot be imported.

    Attributes:
        source: what it was read from, as it may be shown.
        reason: lower case, what is wrong.
        remedy: what to do; empty where that is plain.
        unreadable: whether the input could not be read at all, whatever it holds.
    """

    def __init__(
        self, source: str, reason: str, remedy: str = "", *, unreadable: bool = False
    ) -> None:
        super().__init__(f"{source}: {reason}")
        self.source = source
        self.reason = reason
        self.remedy = remedy
        self.unreadable = unreadable


@dataclass(frozen=True, slots=True)
class CrdVersion:
    """One version of one CRD.

    Attributes:
        crd: ``metadata.name`` of the CRD.
        digest: sha256 over group, scope, kind and versions of the CRD as canonical JSON: the
            same however the CRD is written, and whatever a cluster adds to it.
        source: what it was read from.
        structural: its ``openAPIV3Schema``; empty where it has none.
        has_status: whether ``status`` is a subresource.
        is_open: whether an API server keeps unknown fields everywhere.
    """

    group: str
    kind: str
    version: str
    crd: str
    served: bool
    storage: bool
    scope: str
    digest: str
    source: str
    structural: Mapping[str, Any] = field(repr=False)
    has_status: bool = False
    is_open: bool = False

    @property
    def api_version(self) -> str:
        """``group/version``."""
        return f"{self.group}/{self.version}"


def read_definitions(text: str, source: str) -> list[CrdVersion]:
    """Return every version of every CRD of a text; other objects are passed over.

    Args:
        text: YAML documents or JSON; a ``List`` of CRDs is one of them.
        source: what to call the text in messages.

    Raises:
        ImportRefused: it is not YAML, or a CRD in it is not one.
    """
    try:
        documents = load_documents(text)
    except YamlError as error:
        place = f" in line {error.line}" if error.line else ""
        template = "{{" in text
        remedy = "render the chart first: helm template --include-crds, and import its output"
        reason = f"it is not YAML that Helm reads: {error.message}{place}"
        raise ImportRefused(source, reason, remedy if template else "") from None
    return [
        version
        for document in documents
        for definition in _definitions(document)
        for version in _versions(definition, source)
    ]


def _definitions(document: Any) -> Iterator[Mapping[str, Any]]:
    if not isinstance(document, dict):
        return
    kind, items = document.get("kind"), document.get("items")
    if kind == KIND and document.get("apiVersion") in _API_VERSIONS:
        yield document
    elif kind in ("List", f"{KIND}List") and isinstance(items, list):
        for item in items:
            if kind == "List":
                yield from _definitions(item)
            elif isinstance(item, dict):  # a typed list's items may leave out what they are
                yield {"apiVersion": document.get("apiVersion"), "kind": KIND} | item


def _versions(definition: Mapping[str, Any], source: str) -> Iterator[CrdVersion]:
    _check(definition, source)
    spec = definition["spec"]
    entries = spec.get("versions") or [{"name": spec["version"], "served": True, "storage": True}]
    is_beta = definition["apiVersion"] == _API_VERSIONS[1]
    for entry in entries:
        validation = entry.get("schema") or spec.get("validation") or {}
        subresources = entry.get("subresources") or spec.get("subresources") or {}
        yield CrdVersion(
            group=spec["group"],
            kind=spec["names"]["kind"],
            version=entry["name"],
            crd=definition["metadata"]["name"],
            served=entry.get("served", False),
            storage=entry.get("storage", False),
            scope=spec.get("scope", "Namespaced"),
            digest=_digest(spec),
            source=source,
            structural=validation.get("openAPIV3Schema", {}),
            has_status="status" in subresources,
            is_open=spec.get("preserveUnknownFields", is_beta),
        )


def _check(definition: Mapping[str, Any], source: str) -> None:
    """Refuse what an API server would not take for a CRD."""
    error = next(_definition_validator().iter_errors(definition), None)
    if error is None:
        return
    metadata = definition.get("metadata")
    name = metadata.get("name") if isinstance(metadata, dict) else None
    shown = f"CRD {name}" if isinstance(name, str) else "a CRD without a name"
    path = tuple(error.instance_path)
    keyword = error.kind.name
    if keyword == "required":
        reason = f"{format_path((*path, error.kind.property))} is missing"
    elif keyword == "anyOf":
        reason = f"{format_path(path)} is not what a CRD holds there"
    else:
        limit = error.kind.types if keyword == "type" else getattr(error.kind, "value", None)
        limit = getattr(error.kind, "options", limit)
        reason = message(keyword, limit, error.instance, path)
    raise ImportRefused(source, f"{shown}: {reason}")


@cache
def _definition_validator() -> Any:
    import jsonschema_rs  # lazily: only imports need it here

    text = Path(__file__).with_name("definition.schema.json").read_text("utf-8")
    return jsonschema_rs.Draft7Validator(json.loads(text))


def _digest(spec: Mapping[str, Any]) -> str:
    facts = {
        "group": spec["group"],
        "kind": spec["names"]["kind"],
        "scope": spec.get("scope"),
        "validation": spec.get("validation"),
        "versions": spec.get("versions") or spec.get("version"),
    }
    text = json.dumps(facts, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
