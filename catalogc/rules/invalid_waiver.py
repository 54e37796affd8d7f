"""A waiver that cannot be read accepts nothing, and must not look as if it did."""

from catalogc.rules.base import Rule, Scope

SLUG = "invalid-waiver"

_BAD = """\
workloadType: BASIC_CONTAINER_LOAD
serviceName: shop
serviceCatalog: web
environment: prod
container:
  image: {repository: ghcr.io/acme/shop, tag: 1.4.2}
  replicas: 2
# catalogc: ignore[gpu-capacity]
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
    "a waiver is not written as one",
    rationale="A waiver names its rules and gives a reason, so that the next reader can judge it. "
    "One that is misspelt accepts nothing, and its author would not know.",
    scope=Scope.SOURCE,
    mandatory=True,
    bad=_BAD,
    good=_GOOD,
)
