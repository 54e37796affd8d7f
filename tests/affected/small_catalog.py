"""A small catalog whose leaves look at each other's objects, in a git repository."""

import json
import os
import subprocess

from repository import write

CONFIG = """\
apiVersion: catalogc.dev/v1
kind: Catalog
kubernetes: {version: "1.34"}
argocd: {repoURL: https://git.example.com/catalog.git}
environments:
  dev: {cluster: small}
  prod: {production: true}
"""

ENTITY = """\
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: NAME
  annotations: {platform.example.com/chart-path: charts/NAME}
spec: {type: platform-base-chart, lifecycle: production, owner: group:default/platform}
"""

CHART = """\
apiVersion: v2
name: NAME
version: 1.0.0
dependencies: [{name: common, version: 1.0.0, repository: "file://../common"}]
"""

COMMON = """\
{{- define "common.labels" -}}
app: {{ .Release.Name | quote }}
{{- end }}
"""

APP = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}
  labels: {{- include "common.labels" . | nindent 4 }}
data:
  message: {{ .Values.message | quote }}
  kubernetes: {{ .Capabilities.KubeVersion.Version | quote }}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}
spec:
  replicas: {{ .Values.replicas }}
  selector: {matchLabels: {app: {{ .Release.Name | quote }}}}
  template:
    metadata:
      labels: {{- include "common.labels" . | nindent 8 }}
    spec:
      containers:
        - name: app
          image: ghcr.io/acme/app:1.0.0
          envFrom: [{configMapRef: {name: {{ .Values.uses | quote }}}}]
"""

WIDGET = """\
apiVersion: acme.example.com/v1
kind: Widget
metadata: {name: {{ .Release.Name }}}
spec: {size: {{ .Values.size }}}
"""

CLUSTER = """\
apiVersion: catalogc.dev/v1
kind: Cluster
metadata: {name: small}
spec:
  kubernetesVersion: "1.34"
  nodePools: [{name: cpu, count: 1, allocatable: {cpu: "4", memory: 16Gi}}]
"""

LEAF = "workloadType: {kind}\nserviceName: {name}\nenvironment: {env}\n"


def leaf(name, env="dev", kind="APP", **values):
    """Text of a leaf."""
    head = LEAF.format(kind=kind, name=name, env=env)
    return head + "".join(f"{key}: {json.dumps(value)}\n" for key, value in values.items())


def values_schema(**fields):
    """A values.schema.json that knows the leaf's own fields and ``fields``."""
    own = dict.fromkeys(("workloadType", "serviceName", "serviceCatalog", "environment"), "string")
    properties = {name: {"type": kind} for name, kind in (own | fields).items()}
    return json.dumps({"properties": properties, "additionalProperties": False})


FILES = {
    "catalogc.yaml": CONFIG,
    "charts/common/Chart.yaml": "apiVersion: v2\nname: common\nversion: 1.0.0\ntype: library\n",
    "charts/common/templates/_labels.tpl": COMMON,
    "charts/app/Chart.yaml": CHART.replace("NAME", "app"),
    "charts/app/values.yaml": "message: hello\nreplicas: 2\nuses: one\n",
    "charts/app/values.schema.json": values_schema(
        message="string", replicas="integer", uses="string"
    ),
    "charts/app/templates/app.yaml": APP,
    "charts/widget/Chart.yaml": CHART.replace("NAME", "widget"),
    "charts/widget/values.yaml": "size: 1\n",
    "charts/widget/values.schema.json": values_schema(size="integer"),
    "charts/widget/templates/widget.yaml": WIDGET,
    ".cat/backstage/app.yaml": ENTITY.replace("NAME", "app"),
    ".cat/backstage/widget.yaml": ENTITY.replace("NAME", "widget"),
    "catalog/clusters/small.yaml": CLUSTER,
    "catalog/web/_defaults.yaml": "serviceCatalog: web\n",
    "catalog/web/one/dev.yaml": leaf("one"),
    "catalog/web/two/dev.yaml": leaf("two", uses="one"),
    "catalog/web/three/_defaults.yaml": "replicas: 4\n",
    "catalog/web/three/dev.yaml": leaf("three", uses="two"),
    "catalog/web/four/dev.yaml": leaf("four", kind="WIDGET", size=3),
    "catalog/web/one/prod.yaml": leaf("one", "prod"),
    "catalog/web/two/prod.yaml": leaf("two", "prod", uses="one"),
}


def make_catalog(folder):
    """Write the catalog, as a git repository without a commit."""
    folder.mkdir()
    write(folder, FILES)
    git(folder, "init", "--quiet", "--initial-branch=main")
    return folder


def git(folder, *arguments, **variables):
    """Run git as a person would, whatever the machine's configuration is."""
    own = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "GIT_CONFIG_NOSYSTEM": "1",
        **{
            f"GIT_{who}_{what}": value
            for who in ("AUTHOR", "COMMITTER")
            for what, value in (("NAME", "Ann"), ("EMAIL", "ann@example.com"))
        },
    }
    done = subprocess.run(
        ["git", *arguments], cwd=folder, env=own | variables, capture_output=True, check=True
    )
    return done.stdout.decode()


def commit(folder, message="a change"):
    """Commit everything; return the commit's name."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", message)
    return git(folder, "rev-parse", "HEAD").strip()
