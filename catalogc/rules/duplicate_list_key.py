"""Items of a list that have a key do not share it."""

from catalogc.rules.base import Rule, Scope
from catalogc.rules.shared.examples import PLAIN, example_chart

SLUG = "duplicate-list-key"

_TEMPLATE = """\
apiVersion: v1
kind: Service
metadata:
  name: shop
  labels:
    app.kubernetes.io/name: shop
    app.kubernetes.io/part-of: web
    app.kubernetes.io/managed-by: Helm
spec:
  ports:
    - {name: http, port: 80}
    - {name: admin, port: {{ .Values.adminPort }}}
"""

RULE = Rule(
    SLUG,
    "two items of a list have the same key",
    rationale="Kubernetes tells the items of some lists apart by a key: variables and containers "
    "by name, ports by number and protocol, mounts by path. With the same key twice, the API "
    "server refuses the object, or the merge of `kubectl apply` and Argo CD loses one of them.",
    scope=Scope.RESOURCE,
    bad=f"{PLAIN}adminPort: 80\n",
    good=f"{PLAIN}adminPort: 9090\n",
    files=example_chart(_TEMPLATE),
)
