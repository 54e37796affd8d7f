"""The same leaf gives the same bytes."""

from catalogc.rules.base import Rule, Scope
from catalogc.rules.shared.examples import PLAIN, example_chart

SLUG = "non-deterministic-template"

_TEMPLATE = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: nonce}
data:
  nonce: {{ .Values.nonce | default (randAlphaNum 12) | quote }}
"""

RULE = Rule(
    SLUG,
    "a template renders something else each time",
    rationale="Output is compared byte by byte with what is committed. A random password or "
    "the time of day would change it with every build.",
    scope=Scope.RESOURCE,
    mandatory=True,
    bad=PLAIN,
    good=f"{PLAIN}nonce: blue-1\n",
    files=example_chart(_TEMPLATE),
)
