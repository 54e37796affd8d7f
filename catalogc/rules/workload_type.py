"""A leaf has a workloadType with an adapter."""

from catalogc.model.finding import Applicability
from catalogc.rules.base import Rule, Scope
from catalogc.rules.shared.examples import SHOP

SLUG = "workload-type"

RULE = Rule(
    SLUG,
    "the workloadType is missing or has no adapter",
    rationale="The workloadType picks the chart. Without one, the workload would not be deployed.",
    scope=Scope.LEAF,
    mandatory=True,
    fixable=Applicability.UNSAFE,
    bad=SHOP.replace("BASIC_CONTAINER_LOAD", "BASIC_CONTAINER"),
    good=SHOP,
)
