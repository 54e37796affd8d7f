"""The template of an example chart that makes a Rollout of Argo Rollouts."""

from catalogc.rules.shared.example_pods import service

_ROLLOUT = """\
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: shop}
spec:
  selector: {matchLabels: {app: shop}}
  strategy:
    canary: {stableService: shop, canaryService: {{ .Values.canary }}}
  template:
    metadata: {labels: {app: shop}}
    spec:
      containers:
        - name: app
          image: ghcr.io/acme/shop:1.4.2
"""
_PORTS = "selector: {app: shop}\nports: [{port: 80}]"

ROLLOUT_TEMPLATE = _ROLLOUT + service(_PORTS) + service(_PORTS, name="shop-canary")
"""The value ``canary`` names its second Service."""
