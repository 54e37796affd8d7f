"""Identity fields become names of Kubernetes objects and folders."""

from catalogc.rules.base import Rule, Scope
from catalogc.rules.shared.examples import PLAIN, example_chart

SLUG = "dns-name"

RULE = Rule(
    SLUG,
    "an identity field is not a DNS label",
    rationale="environment, serviceCatalog and serviceName become names of Kubernetes "
    "objects, Applications and folders, which allow only lower-case letters, digits "
    "and hyphens, at most 63 of them.",
    scope=Scope.LEAF,
    mandatory=True,
    bad=PLAIN.replace("serviceName: shop", "serviceName: Shop_1"),
    good=PLAIN,
    files=example_chart(),
)
