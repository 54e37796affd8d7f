"""Rendered Kubernetes objects."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class ResourceKey(NamedTuple):
    """What makes a Kubernetes object unique in a cluster."""

    group: str
    kind: str
    namespace: str
    name: str


@dataclass(frozen=True, slots=True)
class Resource:
    """One rendered Kubernetes object.

    Attributes:
        template: file that it was rendered from, relative to the chart's folder.
        source: the object, or what reads it when it is asked for.
        text: the object as canonical YAML, which is what is written to disk.
    """

    api_version: str
    kind: str
    namespace: str
    name: str
    template: str
    source: dict[str, Any] | Callable[[], dict[str, Any]] = field(repr=False)
    text: str = field(repr=False)

    @property
    def manifest(self) -> dict[str, Any]:
        """The object."""
        return self.source if isinstance(self.source, dict) else self.source()

    @property
    def group(self) -> str:
        """API group; empty for core."""
        return self.api_version.rpartition("/")[0]

    @property
    def key(self) -> ResourceKey:
        """Identity within a cluster."""
        return ResourceKey(self.group, self.kind, self.namespace, self.name)
