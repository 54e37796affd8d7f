"""A value has an effect under the toggles that are set."""

from catalogc.model.finding import Severity
from catalogc.rules.base import Rule, Scope
from catalogc.rules.shared.examples import PLAIN, example_chart

SLUG = "dormant-value"

_TEMPLATE = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: shop}
data:
  colour: green
  {{- if .Values.banner }}
  text: {{ .Values.text | quote }}
  {{- end }}
"""

RULE = Rule(
    SLUG,
    "a value is read only under a toggle that is off",
    rationale="Somebody wrote the value and expects something of it. Nothing that is rendered "
    "depends on it until another value is set. It is an info where the leaf itself switches the "
    "toggle off. `catalogc chart check` lists the defaults that wait for a toggle, as infos.",
    scope=Scope.RESOURCE,
    severity=Severity.WARNING,
    bad=f"{PLAIN}text: hello\n",
    good=f"{PLAIN}text: hello\nbanner: true\n",
    files=example_chart(_TEMPLATE),
)
