"""What a person says about a new catalog repository."""

import re
from dataclasses import dataclass

from catalogc.model.configuration import CatalogLimits

NAME = re.compile(r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")
"""RFC 1123 label: a Kubernetes namespace, and short enough to be part of other names."""

_REPOSITORY = re.compile(
    r"(https?://|ssh://|git@)[A-Za-z0-9][A-Za-z0-9.:@_~-]*[:/][A-Za-z0-9._~/-]+"
)
_BRANCH = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*([./][A-Za-z0-9_-]+)*")
_OWNER = re.compile(r"@[A-Za-z0-9_.-]+(/[A-Za-z0-9_./-]+)?|[^\s@#<>\"']+@[A-Za-z0-9.-]+")


@dataclass(frozen=True, slots=True)
class RepositorySettings:
    """What a new catalog repository holds.

    Attributes:
        repo_url: where Argo CD will find it.
        environment: the first one.
        cluster: name of its cluster, of the inventory and in Argo CD.
        catalog: the first serviceCatalog, which is also its namespace.
        code_owner: of CODEOWNERS, such as ``@acme/platform``; empty to leave that open.
        branch: that Argo CD follows.

    Raises:
        ValueError: a value that cannot be used; the message names the option.
    """

    repo_url: str
    environment: str = "dev"
    cluster: str = "dev"
    catalog: str = "apps"
    code_owner: str = ""
    branch: str = "main"

    def __post_init__(self) -> None:
        """Refuse what would end up as another file, or as more YAML."""
        for option, value in (
            ("--environment", self.environment),
            ("--cluster", self.cluster),
            ("--catalog", self.catalog),
        ):
            _require(option, value, NAME, "a DNS label: a-z, 0-9 and -, at most 63")
        _require(
            "--repo-url", self.repo_url, _REPOSITORY, "an https:// or ssh URL without password"
        )
        _require(
            "--branch", self.branch, _BRANCH, "a branch name of letters, digits, _, -, . and /"
        )
        if self.catalog in RESERVED:
            raise ValueError(f"--catalog is {self.catalog!r}, a reserved namespace")
        if re.match(r"[a-z]+://[^/]*:[^/]*@", self.repo_url):
            raise ValueError("--repo-url holds a password, which would be in every Application")
        if self.code_owner:
            _require("--code-owner", self.code_owner, _OWNER, "such as @acme/platform")

    @property
    def limits(self) -> CatalogLimits:
        """What the first serviceCatalog owns."""
        return CatalogLimits(
            self.catalog, "group:default/platform", (self.catalog,), (f"/secret/{self.catalog}/",)
        )


RESERVED = ("kube-system", "argocd", "vault")
"""Namespaces that no leaf may use."""


def _require(option: str, value: str, pattern: re.Pattern[str], what: str) -> None:
    if not pattern.fullmatch(value):
        raise ValueError(f"{option} is {value!r}, which is not {what}")
