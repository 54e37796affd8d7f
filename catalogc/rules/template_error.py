"""The chart's templates can render the leaf."""

from catalogc.rules.base import Rule, Scope
from catalogc.rules.shared.examples import PLAIN, example_chart

SLUG = "template-error"

_TEMPLATE = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: colour}
data:
  colour: {{ required "the shop needs a colour" .Values.colour | quote }}
"""

RULE = Rule(
    SLUG,
    "a template fails on a leaf",
    rationale="Helm would stop in the same place, and Argo CD would show the Application as "
    "unknown.",
    scope=Scope.RESOURCE,
    mandatory=True,
    bad=PLAIN,
    good=f"{PLAIN}colour: green\n",
    files=example_chart(_TEMPLATE),
)
