"""A small umbrella chart: a subchart with a switch, which has a library of its own."""

import json

STACK_SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["workloadType", "serviceName", "serviceCatalog", "environment"],
    "x-catalogc-handed-down": [
        {"from": "serviceName", "to": "child.serviceName"},
        {"from": "namespace", "to": "child.leaf.namespace"},
    ],
    "properties": {
        "workloadType": {"const": "STACK"},
        **{
            name: {"type": "string"}
            for name in ("serviceName", "serviceCatalog", "environment", "namespace")
        },
        "child": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "enabled": {"type": "boolean"},
                "size": {"type": "integer"},
                "serviceName": {"type": "string"},
                "leaf": {"type": "object"},
            },
        },
    },
}
CHILD_SCHEMA = {"type": "object", "properties": {"workloadType": {"const": "CHILD"}}}
ENTITY = """\
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: stack
  annotations: {catalogc.dev/chart-path: charts/stack}
spec: {type: platform-base-chart, lifecycle: production, owner: group:default/platform}
"""


def chart_yaml(name, dependencies=(), *, library=False, condition=""):
    lines = [f"apiVersion: v2\nname: {name}\nversion: 0.1.0\n"]
    lines.append(f"type: {'library' if library else 'application'}\n")
    lines.append("dependencies:\n" if dependencies else "")
    for dependency in dependencies:
        lines.append(f"  - name: {dependency}\n    version: 0.1.0\n")
        lines.append(f"    repository: file://../{dependency}\n")
        lines.append(f"    condition: {condition}\n" if condition else "")
    return "".join(lines)


def umbrella_files(**leaves):
    """Files of a repository: the charts, the entity, and a leaf of each name and text."""
    config = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s}\ndata: {size: %s}\n"
    named = '{{ include "lib.name" . | quote }}'
    return {
        "charts/stack/Chart.yaml": chart_yaml("stack", ["child"], condition="child.enabled"),
        "charts/stack/values.schema.json": json.dumps(STACK_SCHEMA),
        "charts/stack/templates/own.yaml": config % ("{{ .Values.serviceName }}-own", '"0"'),
        "charts/child/Chart.yaml": chart_yaml("child", ["lib"]),
        "charts/child/values.yaml": "size: 1\n",
        "charts/child/values.schema.json": json.dumps(CHILD_SCHEMA),
        "charts/child/templates/child.yaml": config % (named, '"{{ .Values.size }}"'),
        "charts/lib/Chart.yaml": chart_yaml("lib", library=True),
        "charts/lib/templates/_name.tpl": (
            '{{- define "lib.name" }}{{ .Values.serviceName }}-child{{ end }}\n'
        ),
        ".cat/backstage/stack.catalog-info.yaml": ENTITY,
        **{f"catalog/web/{name}.yaml": text for name, text in leaves.items()},
    }


def stack_leaf(name, child=""):
    head = f"workloadType: STACK\nserviceName: {name}\nserviceCatalog: web\nnamespace: web\n"
    return f"{head}environment: dev\n{child}"
