"""A waiver that accepts nothing hides the next finding of its rule."""

from catalogc.model.finding import Applicability, Severity
from catalogc.rules.base import Rule, Scope

SLUG = "unused-waiver"

_BAD = """\
workloadType: BASIC_CONTAINER_LOAD
serviceName: shop
serviceCatalog: web
environment: prod
container:
  image: {repository: ghcr.io/acme/shop, tag: 1.4.2}
  replicas: 2
# catalogc: ignore-file[gpu-capacity] reason=the nodes are on order
"""
_GOOD = """\
workloadType: BASIC_CONTAINER_LOAD
serviceName: shop
serviceCatalog: web
environment: prod
container:
  image: {repository: ghcr.io/acme/shop, tag: 1.4.2}
  replicas: 2
"""

RULE = Rule(
    SLUG,
    "a waiver accepts no finding",
    rationale="What it accepted has been corrected. Left in place, it would hide the next finding "
    "of the same rule in the same line.",
    scope=Scope.SOURCE,
    severity=Severity.WARNING,
    fixable=Applicability.SAFE,
    bad=_BAD,
    good=_GOOD,
)
