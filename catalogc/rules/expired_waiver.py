"""A waiver with an end is over after it."""

from catalogc.model.finding import Severity
from catalogc.rules.base import Rule, Scope

SLUG = "expired-waiver"

_BAD = """\
workloadType: BASIC_CONTAINER_LOAD
serviceName: shop
serviceCatalog: web
environment: prod
container:
  image: {repository: ghcr.io/acme/shop, tag: 1.4.2}
  replicas: 2
# catalogc: ignore-file[gpu-capacity] until=2020-01-31 reason=the nodes are on order
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
    "a waiver has ended",
    rationale="A waiver until a day is a promise to look again. After that day its findings are "
    "reported again.",
    scope=Scope.SOURCE,
    severity=Severity.WARNING,
    bad=_BAD,
    good=_GOOD,
)
