"""Examples of a chart made to fit the catalog that a first leaf is in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalogc.model.configuration import CatalogLimits
from catalogc.model.inference import SERVICES
from catalogc.scaffold.renaming import scalars

_EXAMPLES = ("ghcr.io/acme/", "docker.io/library/")
"""What images begin with that charts give as examples, and that are not the author's."""

_PLACEHOLDER = "registry.example.com"
"""One that the policies which catalogc ships trust, and that nobody can own (RFC 2606)."""


def fitted(
    values: dict[str, Any], identity: Mapping[str, str], limits: CatalogLimits | None
) -> dict[str, Any]:
    """Return an example leaf with names, image and Vault paths that are its own.

    A model is called as the service is: a second leaf of the same example would else serve a
    model of the same name. Vault paths move below the catalog's first prefix.

    Args:
        values: from ``starter_values``.
        identity: with ``serviceName`` and ``serviceCatalog``.
        limits: what the serviceCatalog owns; None where nothing says so.
    """
    models = {
        str(value)
        for path, value in scalars(values)
        if path[-1] == "name" and len(path) > 1 and path[-2] in SERVICES
    }
    fit = _Fit(identity, models if len(models) == 1 else set(), limits.vault if limits else ())
    made: dict[str, Any] = fit.of(values, in_vault=False)
    return made


@dataclass(frozen=True, slots=True)
class _Fit:
    identity: Mapping[str, str]
    models: set[str]
    vault: tuple[str, ...]

    def of(self, node: Any, *, in_vault: bool) -> Any:
        if isinstance(node, dict):
            return {
                key: self.of(value, in_vault=in_vault or "vault" in key.lower())
                for key, value in node.items()
            }
        if isinstance(node, list):
            return [self.of(item, in_vault=in_vault) for item in node]
        return self._scalar(node, in_vault=in_vault) if isinstance(node, str) else node

    def _scalar(self, text: str, *, in_vault: bool) -> str:
        service, catalog = self.identity["serviceName"], self.identity["serviceCatalog"]
        if in_vault and text.startswith("/") and self.vault and not text.startswith(self.vault):
            return self.vault[0] + "/".join(text.split("/")[-2:])
        if text.startswith(_EXAMPLES):
            return f"{_PLACEHOLDER}/{catalog}/{service}"
        return service if text in self.models else text
