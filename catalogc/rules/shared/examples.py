"""What the examples of several rules share: a leaf, and a chart that is small enough to read."""

import json
from collections.abc import Mapping

SHOP = """\
workloadType: BASIC_CONTAINER_LOAD
serviceName: shop
serviceCatalog: web
environment: dev
container:
  image: {repository: ghcr.io/acme/shop, tag: 1.4.2}
"""
"""A leaf without findings; its last line is in the mapping ``container``."""

PLAIN = """\
workloadType: PLAIN
serviceName: shop
serviceCatalog: web
environment: dev
"""
"""A leaf of the example chart."""

_ENTITY = """\
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: plain
  annotations: {catalogc.dev/chart-path: charts/plain}
spec: {type: platform-base-chart, lifecycle: production, owner: "group:default/platform"}
"""
_CONFIG_MAP = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: plain}
"""
_IDENTITY = ("workloadType", "serviceName", "serviceCatalog", "environment")


def example_chart(template: str = _CONFIG_MAP, *, kube_version: str = "") -> Mapping[str, str]:
    """Return the files of workloadType PLAIN, by path: an entity and its chart.

    Args:
        template: the only template. Its leaves may have any field.
        kube_version: the constraint of Chart.yaml; empty for none.
    """
    chart = "apiVersion: v2\nname: plain\nversion: 1.0.0\n"
    if kube_version:
        chart += f"kubeVersion: {json.dumps(kube_version)}\n"
    schema = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "type": "object",
        "required": list(_IDENTITY),
        "properties": {"workloadType": {"const": "PLAIN"}},
    }
    return {
        ".cat/backstage/plain.catalog-info.yaml": _ENTITY,
        "charts/plain/Chart.yaml": chart,
        "charts/plain/values.yaml": "{}\n",
        "charts/plain/values.schema.json": json.dumps(schema, indent=2) + "\n",
        "charts/plain/templates/plain.yaml": template,
    }
