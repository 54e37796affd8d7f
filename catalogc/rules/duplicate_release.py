"""A leaf's identity is its own."""

from catalogc.rules.base import Rule, Scope
from catalogc.rules.shared.examples import SHOP

SLUG = "duplicate-release"

RULE = Rule(
    SLUG,
    "two leaves have one identity",
    rationale="environment, serviceCatalog and serviceName name the output of a leaf. Two "
    "leaves of one identity would write the same files, and one of them would be "
    "lost.",
    scope=Scope.CATALOG,
    mandatory=True,
    bad=SHOP,
    good=SHOP.replace("serviceName: shop", "serviceName: shop-two"),
    files={"catalog/web/shop-copy/dev.yaml": SHOP},
)
