"""A value changes something."""

from catalogc.rules.base import Rule, Scope
from catalogc.rules.shared.examples import PLAIN, example_chart

SLUG = "dead-value"

_TEMPLATE = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: shop}
data:
  colour: {{ .Values.colour | default "red" | quote }}
"""

RULE = Rule(
    SLUG,
    "a value changes nothing",
    rationale="No template of the chart reads it, under any toggle: whoever set it believes in "
    "something that is not there. Templates are read, and each suspect is changed and rendered "
    "before it is reported. What catalogc reads itself, such as dependsOn, is no suspect; for "
    "other readers, a values schema marks a field with `x-catalogc-read: true`. "
    "`catalogc chart check` looks for such values in values.yaml and values.schema.json.",
    scope=Scope.RESOURCE,
    bad=f"{PLAIN}color: green\n",
    good=f"{PLAIN}colour: green\n",
    files=example_chart(_TEMPLATE),
)
