"""Small charts and repositories that tests of the Backstage export use."""

import json
from pathlib import Path

CONFIG = """\
apiVersion: catalogc.dev/v1
kind: Catalog
argocd: {repoURL: https://git.example.com/platform/catalog.git}
"""

IDENTITY = {name: {"type": "string"} for name in ("serviceName", "serviceCatalog", "environment")}


def schema(properties, required=(), workload_type="TEST_LOAD", **keywords):
    """A values schema with these fields beside the identity."""
    return {
        "title": "Test load",
        "type": "object",
        "additionalProperties": False,
        "required": ["workloadType", *IDENTITY, *required],
        "properties": {"workloadType": {"const": workload_type}, **IDENTITY, **properties},
        **keywords,
    }


def write_chart(root: Path, name, values_schema, metadata="", values="{}\n"):
    """Write a chart folder."""
    folder = root / "charts" / name
    folder.mkdir(parents=True, exist_ok=True)
    text = f"apiVersion: v2\nname: {name}\nversion: 1.0.0\n{metadata}"
    (folder / "Chart.yaml").write_text(text, "utf-8")
    (folder / "values.yaml").write_text(values, "utf-8")
    (folder / "values.schema.json").write_text(json.dumps(values_schema), "utf-8")


def make_catalog(root: Path, charts, config="", leaves=None):
    """A catalog repository with nothing but charts and leaves; charts: name -> schema."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "catalogc.yaml").write_text(CONFIG + config, "utf-8")
    for name, values_schema in charts.items():
        write_chart(root, name, values_schema)
    for path, text in (leaves or {}).items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return root
