"""A rendered custom resource has a version that API servers still answer for."""

from catalogc.rules.base import Rule, Scope
from catalogc.rules.shared.examples import PLAIN, example_chart

SLUG = "unserved-version"

_TEMPLATE = """\
apiVersion: {{ .Values.api }}
kind: ExternalSecret
metadata: {name: shop}
spec:
  secretStoreRef: {name: vault-backend, kind: ClusterSecretStore}
  dataFrom: [{extract: {key: /secret/web/shop}}]
"""

RULE = Rule(
    SLUG,
    "a custom resource has a version that its CRD no longer serves",
    rationale="A CustomResourceDefinition may list a version and not serve it: old versions stay "
    "in it until no stored object has them. The version has a schema, and so looks valid; the API "
    "server knows no such resource, and Argo CD cannot sync it. external-secrets.io/v1beta1 is "
    "such a version since External Secrets 0.17. Where a cluster runs an older operator, import "
    "its CRDs with `catalogc schemas add`: they count instead of those that ship with catalogc.",
    scope=Scope.RESOURCE,
    bad=f"{PLAIN}api: external-secrets.io/v1beta1\n",
    good=f"{PLAIN}api: external-secrets.io/v1\n",
    files=example_chart(_TEMPLATE),
)
