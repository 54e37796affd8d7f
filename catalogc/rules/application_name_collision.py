"""Two leaves would make one Application."""

from catalogc.rules.base import Rule, Scope
from catalogc.rules.shared.examples import SHOP

SLUG = "application-name-collision"

RULE = Rule(
    SLUG,
    "two leaves would make one Application",
    rationale="An Application is named after the service and the environment, and all of them "
    "are in one namespace of Argo CD. Of two with one name, the last one applied "
    "would replace the other and prune its workload.",
    scope=Scope.CATALOG,
    mandatory=True,
    bad=SHOP,
    good=SHOP.replace("serviceName: shop", "serviceName: web-shop"),
    files={
        "catalog/ml-team/shop/dev.yaml": SHOP.replace(
            "serviceCatalog: web", "serviceCatalog: ml-team\nnamespace: ml-inference"
        )
    },
)
