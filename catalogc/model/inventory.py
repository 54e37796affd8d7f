"""Clusters and their node pools: what the hardware is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from catalogc.model.source import Location


@dataclass(frozen=True, slots=True)
class Taint:
    """A node taint."""

    key: str
    value: str
    effect: str


@dataclass(frozen=True, slots=True)
class Toleration:
    """A pod toleration, as in a Kubernetes pod spec."""

    key: str = ""
    operator: str = "Equal"
    value: str = ""
    effect: str = ""

    def tolerates(self, taint: Taint) -> bool:
        """Kubernetes' matching: an empty key with Exists matches all, an empty effect any."""
        if self.effect and self.effect != taint.effect:
            return False
        if self.operator == "Exists":
            return self.key in ("", taint.key)
        return self.key == taint.key and self.value == taint.value


@dataclass(frozen=True, slots=True)
class Gpu:
    """The accelerator of a pool; memory in bytes per GPU, 0 where unknown."""

    product: str
    memory: int = 0
    compute_capability: str = ""


@dataclass(frozen=True, slots=True)
class NodePool:
    """Nodes that are alike.

    Attributes:
        allocatable: Kubernetes quantities by resource name, per node.
    """

    name: str
    count: int
    location: Location
    labels: Mapping[str, str] = field(default_factory=dict)
    taints: tuple[Taint, ...] = ()
    allocatable: Mapping[str, str] = field(default_factory=dict)
    gpu: Gpu | None = None


@dataclass(frozen=True, slots=True)
class Cluster:
    """One cluster: its hardware, and what else is known of it.

    Attributes:
        namespaces: labels of the namespaces that the inventory names.
    """

    name: str
    location: Location
    kubernetes_version: str = ""
    node_pools: tuple[NodePool, ...] = ()
    namespaces: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
