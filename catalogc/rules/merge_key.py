"""Merge keys are not used."""

from catalogc.rules.base import Rule, Scope

SLUG = "merge-key"

RULE = Rule(
    SLUG,
    "the merge key << is used",
    rationale="YAML 1.2 has no merge keys, and readers that know them disagree about the "
    "order. `_defaults.yaml` shares values between leaves, with a clear order.",
    scope=Scope.SOURCE,
    mandatory=True,
    bad="""\
workloadType: BASIC_CONTAINER_LOAD
serviceName: shop
serviceCatalog: web
environment: dev
container:
  image: {repository: ghcr.io/acme/shop, tag: 1.4.2}
  resources:
    requests: &cpu {cpu: 100m}
    limits: {<<: *cpu, memory: 256Mi}
""",
    good="""\
workloadType: BASIC_CONTAINER_LOAD
serviceName: shop
serviceCatalog: web
environment: dev
container:
  image: {repository: ghcr.io/acme/shop, tag: 1.4.2}
  resources:
    requests: {cpu: 100m}
    limits: {cpu: 100m, memory: 256Mi}
""",
)
