"""What Argo CD makes of the output: its schemas, and its ApplicationSet controller."""

import functools
import json
import os
import subprocess
import textwrap
from pathlib import Path

import pytest

from catalogc.files import Repository
from catalogc.goyaml.load import load_documents
from catalogc.render.engine import EngineRenderer
from catalogc.render.protocol import RenderSettings
from catalogc.schemas.custom import CustomSchemas
from catalogc.schemas.manifest import ManifestValidator
from render.fixture_charts import make_chart, render_one


@functools.cache
def _validator():
    return ManifestValidator([CustomSchemas(Repository(Path(__file__).parent), "no-such-folder")])


def problems(document):
    """What the CRD of Argo CD says of an object, unknown fields included."""
    verdict = _validator().check(document["apiVersion"], document["kind"], document)
    assert verdict.schema is not None, document["kind"]
    return verdict.problems


def documents(tree):
    """Every object of Argo CD in a tree, each checked against its CRD."""
    found = [
        document
        for path, content in tree.items()
        if path.startswith("argocd/") and path.endswith(".yaml")
        for document in load_documents(content.decode())
    ]
    assert [(item["metadata"]["name"], problems(item)) for item in found if problems(item)] == []
    return found


def of_kind(tree, kind):
    return {item["metadata"]["name"]: item for item in documents(tree) if item["kind"] == kind}


def evaluated(tree, folder):
    """The Applications that a tree's ApplicationSets make, by name; Helm has their templates.

    Helm's engine has the template language and the functions that are used here. Merging is what
    a strategic merge patch does where no list is patched twice.
    """
    found = {}
    for name, item in of_kind(tree, "ApplicationSet").items():
        spec = item["spec"]
        template = json.dumps(spec["template"])
        patch = textwrap.indent(spec["templatePatch"], "  ")
        text = (
            "{{- range .Values.files }}\n---\napiVersion: v1\nkind: Application\n"
            "metadata: {name: {{ .name }}}\n"
            f"template: {template}\npatch:\n{patch}\n{{{{- end }}}}\n"
        )
        values = {"files": list(_files_of(tree, item, folder).values())}
        with EngineRenderer(RenderSettings(jobs=1)) as engine:
            result = render_one(engine, make_chart({"templates/all.yaml": text}), values)
        assert result.failure is None, (name, result.failure)
        for resource in result.resources:
            made = _merged(resource.manifest["template"], resource.manifest["patch"])
            made["metadata"]["namespace"] = item["metadata"]["namespace"]
            found[resource.name] = {"apiVersion": item["apiVersion"], "kind": "Application", **made}
    return found


def _files_of(tree, application_set, folder):
    [generator] = application_set["spec"]["generators"]
    [pattern] = generator["git"]["files"]
    before, after = pattern["path"].split("*")
    return {
        f"{folder}/{path}": json.loads(content)
        for path, content in tree.items()
        if f"{folder}/{path}".startswith(before) and path.endswith(after)
    }


def _merged(base, patch):
    if not (isinstance(base, dict) and isinstance(patch, dict)):
        return patch
    changed = {key: _merged(base.get(key), value) for key, value in patch.items()}
    return {**base, **changed}


def ask(**job):
    """Ask Argo CD's own code: see argocd-oracle/main.go."""
    program = os.environ.get("CATALOGC_ARGOCD")
    if not program:
        pytest.skip("CATALOGC_ARGOCD does not name the program of argocd-oracle/main.go")
    answer = subprocess.run(
        [program], input=json.dumps(job), capture_output=True, encoding="utf-8", check=False
    )
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


def generated(tree, applications, folder):
    """What the controller's own code makes of a tree, and how it reads ``applications``."""
    files = {f"{folder}/{path}": content.decode() for path, content in tree.items()}
    made, given = [], []
    for item in of_kind(tree, "ApplicationSet").values():
        project = item["metadata"]["name"]
        own = [found for found in applications if found["spec"]["project"] == project]
        answer = ask(applicationSet=item, files=files, applications=own)
        made += answer["generated"]
        given += answer["given"]
    return _by_name(made), _by_name(given)


def _by_name(applications):
    for application in applications:
        for key in ("apiVersion", "kind"):  # the controller's come without
            application.pop(key, None)
    return {item["metadata"]["name"]: item for item in applications}
