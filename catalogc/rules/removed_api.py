"""A rendered object's API version is there in the cluster's version of Kubernetes."""

from catalogc.rules.base import Rule, Scope
from catalogc.rules.shared.examples import PLAIN, example_chart

SLUG = "removed-api"

_TEMPLATE = """\
apiVersion: {{ .Values.api }}
kind: PodDisruptionBudget
metadata: {name: shop}
spec: {minAvailable: 1}
"""

RULE = Rule(
    SLUG,
    "the cluster's version of Kubernetes does not have this API",
    rationale="Kubernetes removes beta versions of its APIs some releases after they are stable, "
    "and adds new ones. An API server without it refuses the object: an upgrade of the cluster, "
    "or another cluster, breaks what was fine before.",
    scope=Scope.RESOURCE,
    bad=f"{PLAIN}api: policy/v1beta1\n",
    good=f"{PLAIN}api: policy/v1\n",
    files=example_chart(_TEMPLATE),
)
