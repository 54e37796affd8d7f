"""A serviceCatalog has an owner, who is named in catalogc.yaml."""

from catalogc.model.finding import Applicability
from catalogc.rules.base import Rule, Scope
from catalogc.rules.shared.examples import SHOP

SLUG = "catalog-owned"

RULE = Rule(
    SLUG,
    "the serviceCatalog is not in catalogc.yaml",
    rationale="catalogc.yaml says who owns a serviceCatalog and which namespaces and Vault "
    "paths it may use. A leaf of a catalog that nobody owns would escape these "
    "limits.",
    scope=Scope.LEAF,
    mandatory=True,
    fixable=Applicability.UNSAFE,
    bad=SHOP.replace("serviceCatalog: web", "serviceCatalog: webb"),
    good=SHOP,
)
