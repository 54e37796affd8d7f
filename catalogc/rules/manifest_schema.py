"""A rendered object has the fields and types that its kind has."""

from catalogc.rules.base import Rule, Scope
from catalogc.rules.shared.examples import PLAIN, example_chart

SLUG = "manifest-schema"

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
  ports: [{name: http, port: {{ .Values.port | toJson }}}]
"""

RULE = Rule(
    SLUG,
    "a rendered object does not have the form of its kind",
    rationale="Every rendered object is checked against the schema of its kind, in the version "
    "of Kubernetes that the environment's cluster has: unknown fields, wrong types, missing "
    "fields, numbers that do not fit. An API server refuses such an object or, worse, drops the "
    "field that it does not know. A field that is null counts as left out, as an API server "
    "sees it.",
    scope=Scope.RESOURCE,
    bad=f'{PLAIN}port: "80"\n',
    good=f"{PLAIN}port: 80\n",
    files=example_chart(_TEMPLATE),
)
