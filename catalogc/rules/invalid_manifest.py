"""A chart renders Kubernetes objects."""

from catalogc.rules.base import Rule, Scope
from catalogc.rules.shared.examples import PLAIN, example_chart

SLUG = "invalid-manifest"

_TEMPLATE = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: title}
data:
  title: {{ .Values.title }}
"""

RULE = Rule(
    SLUG,
    "a chart renders text that is no Kubernetes object",
    rationale="What is not an object with apiVersion, kind and name would fail in Argo CD, "
    "after the merge. Most often, a template prints a value without quotes.",
    scope=Scope.RESOURCE,
    mandatory=True,
    bad=f"{PLAIN}title: 'Shop: the best'\n",
    good=f"{PLAIN}title: The best shop\n",
    files=example_chart(_TEMPLATE),
)
