"""What catalogc.yaml says, with every default filled in."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from catalogc.model.delivery import Delivery
from catalogc.model.document import Document
from catalogc.model.lint import LintSettings
from catalogc.model.source import FieldPath, Location

ENVIRONMENT_PLACEHOLDER = "{environment}"


@dataclass(frozen=True, slots=True)
class Paths:
    """Folders of a catalog repository, relative to its root."""

    backstage: str = ".cat/backstage"
    leaves: str = "catalog"
    charts: str = "charts"
    policies: str = "policies"
    inventory: str = "catalog/clusters"
    schemas: str = "schemas"
    output: str = "rendered"


@dataclass(frozen=True, slots=True)
class ArgoCD:
    """Where Applications live and what they point at.

    Attributes:
        target_revision: as written; ``{environment}`` in it stands for the environment's name.
    """

    repo_url: str
    namespace: str = "argocd"
    target_revision: str = "main"
    delivery: Delivery = field(default_factory=Delivery)

    def revision(self, environment: str) -> str:
        """Return the revision that an environment's Applications follow."""
        return self.target_revision.replace(ENVIRONMENT_PLACEHOLDER, environment)


@dataclass(frozen=True, slots=True)
class SyncPolicy:
    """Argo CD sync behaviour of every Application of an environment."""

    automated: bool = True
    prune: bool = True
    self_heal: bool = True


@dataclass(frozen=True, slots=True)
class Environment:
    """A deployment environment.

    Attributes:
        cluster: name of its inventory, or empty.
        destination: Argo CD destination: ``{name: ...}`` or ``{server: ...}``.
        finalizer: Argo CD resources finalizer of its Applications, or empty for none.
        delivery: what it is given to Argo CD as; None for what ``argocd`` says.
    """

    name: str
    cluster: str = ""
    production: bool = False
    destination: Mapping[str, str] = field(
        default_factory=lambda: {"server": "https://kubernetes.default.svc"}
    )
    sync_policy: SyncPolicy = SyncPolicy()
    finalizer: str = "resources-finalizer.argocd.argoproj.io"
    delivery: Delivery | None = None


@dataclass(frozen=True, slots=True)
class CatalogLimits:
    """What a serviceCatalog owns.

    Attributes:
        vault: prefixes of its Vault paths.
        chart_repositories: URLs that its HELM_RELEASE leaves may take charts from, each with
            all that lies below it; empty for none.
        location: its key in catalogc.yaml.
    """

    name: str
    owner: str = ""
    namespaces: tuple[str, ...] = ()
    vault: tuple[str, ...] = ()
    chart_repositories: tuple[str, ...] = ()
    location: Location | None = None


@dataclass(frozen=True, slots=True)
class Gateway:
    """A shared Gateway that routes may attach to.

    Attributes:
        hosts: domains that it serves, with all that lies below them; empty for any.
        location: its entry in catalogc.yaml.
    """

    name: str
    namespace: str
    hosts: tuple[str, ...] = ()
    location: Location | None = None


@dataclass(frozen=True, slots=True)
class Config:
    """One catalog repository's configuration.

    ``environments``, ``catalogs`` and ``gateways`` are None where they are left out: then any
    name is allowed.

    Attributes:
        document: catalogc.yaml as written.
    """

    argocd: ArgoCD
    paths: Paths = Paths()
    kubernetes_version: str = "1.34"
    environments: Mapping[str, Environment] | None = None
    catalogs: Mapping[str, CatalogLimits] | None = None
    reserved_namespaces: tuple[str, ...] = ()
    secret_stores: tuple[str, ...] = ()
    gateways: tuple[Gateway, ...] | None = None
    api_versions: tuple[str, ...] = ()
    lint: LintSettings = field(default_factory=LintSettings)
    document: Document | None = field(default=None, repr=False, compare=False)

    def at_key(self, path: FieldPath) -> Location | None:
        """Locate a key of catalogc.yaml, or the nearest parent of it that is written down."""
        return self.document.at_key(path) if self.document else None

    def environment(self, name: str) -> Environment | None:
        """Return the environment, a default one where any is allowed, or None if unknown."""
        if self.environments is None:
            return Environment(name)
        return self.environments.get(name)

    def delivery(self, environment: Environment) -> Delivery:
        """Return how Argo CD is given an environment's releases."""
        return environment.delivery or self.argocd.delivery
