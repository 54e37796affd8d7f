"""A leaf: one workload's YAML."""

from dataclasses import dataclass
from typing import NamedTuple

from catalogc.model.document import Document
from catalogc.model.values import Values


class LeafId(NamedTuple):
    """Identity of a leaf; from its fields, never from its path."""

    environment: str
    service_catalog: str
    service_name: str

    def __str__(self) -> str:
        """``ml-inference/ollama-phi (dev)``."""
        return f"{self.service_catalog}/{self.service_name} ({self.environment})"


@dataclass(frozen=True, slots=True)
class Leaf:
    """A leaf with the defaults of its folders merged under it.

    Attributes:
        document: the leaf as written.
        values: what Helm is given: the leaf over the ``_defaults.yaml`` layers.
        files: what it was read from: its own file, that of each layer, and those of other leaves
            whose models it lists.
    """

    id: LeafId
    workload_type: str
    document: Document
    values: Values
    files: tuple[str, ...] = ()
