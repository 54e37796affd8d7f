"""A catalog whose one chart hands on what a leaf says, so that leaves can make bad objects."""

import json

from repository import write

CHART = "charts/thing/templates"
DEPLOYMENT, OTHER = f"{CHART}/deployment.yaml", f"{CHART}/other.yaml"
DEV, OLD = "catalog/web/shop/dev.yaml", "catalog/web/shop/old.yaml"
DEFAULTS = "catalog/web/_defaults.yaml"
_LEAF = """\
workloadType: THING
serviceName: shop
serviceCatalog: web
namespace: web
environment: {environment}
"""

_DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: shop, namespace: web}
spec:
  replicas: {{ toJson .Values.replicas }}
  selector: {matchLabels: {app: shop}}
  template:
    metadata: {labels: {app: shop}}
    spec:
      containers:
        - name: main
          image: registry.example.com/shop:1
          env: {{ toJson .Values.env }}
          {{- with .Values.gpu }}
          resources: {limits: {nvidia.com/gpu: {{ .count }}}}
          {{- end }}
"""
_OTHER = """\
{{- with .Values.other }}
apiVersion: {{ .api }}
kind: {{ .kind }}
metadata: {name: one}
{{- range $name, $field := .fields }}
{{ $name }}: {{ toJson $field }}
{{- end }}
{{- end }}
"""

FILES = {
    "catalogc.yaml": """\
        apiVersion: catalogc.dev/v1
        kind: Catalog
        kubernetes: {version: "1.34"}
        argocd: {repoURL: https://git.example.com/catalog.git}
        environments:
          dev: {destination: {name: dev}}
          old: {cluster: old, destination: {name: old}}
        """,
    "catalog/clusters/old.yaml": """\
        apiVersion: catalogc.dev/v1
        kind: Cluster
        metadata: {name: old}
        spec:
          kubernetesVersion: "1.31"
          nodePools: [{name: plain, count: 1, allocatable: {cpu: "4", memory: 8Gi}}]
        """,
    ".cat/backstage/location.yaml": """\
        apiVersion: backstage.io/v1alpha1
        kind: Location
        metadata: {name: all}
        spec: {targets: [./thing.yaml]}
        """,
    ".cat/backstage/thing.yaml": """\
        apiVersion: backstage.io/v1alpha1
        kind: Component
        metadata:
          name: thing
          annotations: {catalogc.dev/chart-path: charts/thing}
        spec: {type: platform-base-chart, lifecycle: production, owner: group:default/web}
        """,
    "charts/thing/Chart.yaml": "apiVersion: v2\nname: thing\nversion: 1.0.0\n",
    "charts/thing/values.yaml": "replicas: 1\nenv: []\n",
    "charts/thing/values.schema.json": json.dumps(
        {"type": "object", "properties": {"workloadType": {"const": "THING"}}}
    ),
    DEPLOYMENT: _DEPLOYMENT,
    OTHER: _OTHER,
}


def make_open_catalog(folder):
    """Write the catalog; it has no leaf yet."""
    write(folder, FILES)
    return folder


def leaf(more="", environment="dev"):
    """Return a leaf's text; ``more`` begins in line 6."""
    return _LEAF.format(environment=environment) + more


def other(api, kind, **fields):
    """Return the lines of a leaf that ask for one more object; its API is in line 7."""
    return f"other:\n  api: {api}\n  kind: {kind}\n  fields: {json.dumps(fields)}\n"
