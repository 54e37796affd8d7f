"""Every rendered kind has a schema to be checked against."""

from catalogc.rules.base import Rule, Scope
from catalogc.rules.shared.examples import PLAIN, example_chart

SLUG = "missing-schema"

_TEMPLATE = """\
apiVersion: {{ .Values.api }}
kind: HTTPRoute
metadata: {name: shop}
spec: {hostnames: [shop.example.com]}
"""

RULE = Rule(
    SLUG,
    "a rendered kind cannot be checked: it has no schema",
    rationale="What is not checked is not known to be good. The schemas of Kubernetes' own kinds "
    "and of well-known custom resources are built in; `catalogc schemas add` adds those of any "
    "other CustomResourceDefinition. The finding is informative, and an error with `--strict`.",
    scope=Scope.RESOURCE,
    bad=f"{PLAIN}api: routes.acme.example/v1\n",
    good=f"{PLAIN}api: gateway.networking.k8s.io/v1\n",
    files=example_chart(_TEMPLATE),
)
