"""The whole catalog, as the stages see it."""

from collections.abc import Mapping
from dataclasses import dataclass

from catalogc.model.adapter import Adapter
from catalogc.model.configuration import Config, Environment
from catalogc.model.document import Document
from catalogc.model.inventory import Cluster
from catalogc.model.policy import AdmissionPolicy, ExpressionPolicy, Policy
from catalogc.model.release import Release
from catalogc.model.resource import Resource


@dataclass(frozen=True, slots=True)
class Catalog:
    """Everything that was read and resolved.

    Attributes:
        policies: those over coded rules.
        releases: sorted by identity.
        defaults: every ``_defaults.yaml``.
        entities: every entity of the Backstage tree that a person wrote.
        derived_entities: files of the Backstage tree that ``catalogc backstage`` derives from
            leaves and charts; they are not read.
        expression_policies: those of CEL expressions over a leaf.
        admission_policies: Kubernetes' own, over rendered objects.
    """

    config: Config
    adapters: Mapping[str, Adapter]
    clusters: Mapping[str, Cluster]
    policies: tuple[Policy, ...]
    releases: tuple[Release, ...]
    defaults: tuple[Document, ...] = ()
    entities: tuple[Document, ...] = ()
    derived_entities: tuple[str, ...] = ()
    expression_policies: tuple[ExpressionPolicy, ...] = ()
    admission_policies: tuple[AdmissionPolicy, ...] = ()

    def kubernetes_version(self, environment: Environment) -> str:
        """Return the version of an environment's cluster, such as ``1.34``."""
        cluster = self.clusters.get(environment.cluster)
        known = cluster.kubernetes_version if cluster is not None else ""
        return known or self.config.kubernetes_version


@dataclass(frozen=True, slots=True)
class RenderedRelease:
    """A release and the objects that its chart made of it."""

    release: Release
    resources: tuple[Resource, ...] = ()
