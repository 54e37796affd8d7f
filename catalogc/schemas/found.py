"""Where schemas of Kubernetes objects come from, and what is known of each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class FoundSchema:
    """The schema of one apiVersion and kind.

    Attributes:
        schema: self-contained JSON Schema of a whole object, strict (unknown fields are refused);
            draft 7 unless ``$schema`` says otherwise.
        list_keys: by path of a list in the object (``*`` stands for any item), the fields that
            make an item unique; more keys than one make it unique together.
        served: whether an API server still answers for this version of the kind.
        origin: where it comes from, for people: "Kubernetes 1.34", a file of the repository.
    """

    schema: Mapping[str, Any] = field(repr=False)
    list_keys: Mapping[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict, repr=False)
    served: bool = True
    origin: str = ""


class SchemaSource(Protocol):
    """Finds the schemas of some kinds."""

    def find(self, api_version: str, kind: str) -> FoundSchema | None:
        """Return the schema of a kind; None where this source does not know it."""

    def versions(self, group: str, kind: str) -> tuple[str, ...]:
        """Return the apiVersions of the kind that an API server serves, the newest first."""
