"""A release: a leaf resolved against its adapter and its environment."""

from dataclasses import dataclass

from catalogc.model.adapter import Adapter, RenderedBy
from catalogc.model.configuration import Environment
from catalogc.model.leaf import Leaf, LeafId
from catalogc.model.values import Values


@dataclass(frozen=True, slots=True)
class Release:
    """What is rendered.

    Attributes:
        effective: the leaf's values over the chart's defaults, as templates see them.
    """

    leaf: Leaf
    adapter: Adapter
    environment: Environment
    effective: Values

    @property
    def id(self) -> LeafId:
        """The leaf's identity."""
        return self.leaf.id

    @property
    def is_third_party(self) -> bool:
        """Whether Argo CD renders it, from the chart that the leaf names."""
        return self.adapter.chart.rendered_by is RenderedBy.ARGO_CD

    @property
    def name(self) -> str:
        """Helm's release name."""
        return self.id.service_name

    @property
    def namespace(self) -> str:
        """The namespace that the workload runs in; the serviceCatalog's name by default."""
        namespace = self.effective.data.get("namespace")
        return namespace if isinstance(namespace, str) and namespace else self.id.service_catalog
