"""How Argo CD is given an environment's releases."""

from dataclasses import dataclass
from enum import StrEnum


class Shape(StrEnum):
    """What makes the Applications, and what an Application reads."""

    APP_OF_APPS = "app-of-apps"
    APPLICATION_SET = "applicationset"
    HYDRATOR = "hydrator"


class ManifestSource(StrEnum):
    """Who renders for Argo CD: catalogc at build time, or Argo CD itself from the chart."""

    MANIFESTS = "manifests"
    CHART = "chart"


@dataclass(frozen=True, slots=True)
class Hydrator:
    """Where Argo CD's Source Hydrator commits rendered manifests.

    Attributes:
        branch_prefix: the branch of an environment is this prefix and the environment's name.
        staged: whether it commits to ``<branch>-next``, which a person merges into the branch.
        repo_url: repository of the branches; empty for the catalog's own.
    """

    branch_prefix: str = "environments/"
    staged: bool = False
    repo_url: str = ""

    def branch(self, environment: str) -> str:
        """Return the branch that an environment's Applications sync from."""
        return f"{self.branch_prefix}{environment}"


@dataclass(frozen=True, slots=True)
class Delivery:
    """The choices of ``argocd`` in catalogc.yaml, which an environment may override.

    Attributes:
        rolling_sync: whether an ApplicationSet syncs wave by wave.
    """

    shape: Shape = Shape.APP_OF_APPS
    source: ManifestSource = ManifestSource.MANIFESTS
    hydrator: Hydrator = Hydrator()
    rolling_sync: bool = False
