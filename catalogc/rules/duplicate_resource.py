"""A release holds each Kubernetes object once."""

from catalogc.rules.base import Rule, Scope
from catalogc.rules.shared.examples import PLAIN, example_chart

SLUG = "duplicate-resource"

_TEMPLATE = """\
{{- range .Values.names }}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: {{ . | quote }}}
{{- end }}
"""

RULE = Rule(
    SLUG,
    "a chart renders one Kubernetes object twice",
    rationale="Of two objects with one kind, namespace and name, the order decides which of "
    "them is in the cluster.",
    scope=Scope.RESOURCE,
    mandatory=True,
    bad=f"{PLAIN}names: [red, red]\n",
    good=f"{PLAIN}names: [red, blue]\n",
    files=example_chart(_TEMPLATE),
)
