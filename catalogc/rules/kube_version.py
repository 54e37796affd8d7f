"""A chart runs on the configured Kubernetes version."""

from catalogc.rules.base import Rule, Scope
from catalogc.rules.shared.examples import SHOP, example_chart

SLUG = "kube-version"

RULE = Rule(
    SLUG,
    "a chart is not for the configured Kubernetes version",
    rationale="The chart says which versions of Kubernetes it is for. On others, the API "
    "server may refuse its objects.",
    scope=Scope.RESOURCE,
    mandatory=True,
    bad=SHOP.replace("BASIC_CONTAINER_LOAD", "PLAIN"),
    good=SHOP,
    files=example_chart(kube_version=">=1.99"),
)
