"""Text of a leaf stays text."""

from catalogc.rules.base import Rule, Scope
from catalogc.rules.shared.examples import PLAIN, example_chart

SLUG = "value-flow"

_TEMPLATE = """\
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - name: shop
      image: ghcr.io/acme/shop:1.4.2
      command:
        - sh
        - -c
        - {{ printf "greet %s" (.Values.name | default "you") | quote }}
      resources:
        limits: {memory: 64Mi}
"""

RULE = Rule(
    SLUG,
    "text of a value is used unsafely",
    rationale="A chart that writes a leaf's text into a program for a shell lets every leaf run "
    "programs; that is an error. Text without quotes may become a number or a boolean, and text "
    "in a URL may lead elsewhere; these are warnings. `catalogc chart check` tries hostile text "
    "that the schema accepts, and also reports text without a limit where Kubernetes takes at "
    "most 63 characters. A program that a leaf writes as a whole is a case for `shell`.",
    scope=Scope.RESOURCE,
    bad=f"{PLAIN}name: you\n",
    good=PLAIN,
    files=example_chart(_TEMPLATE),
)
