"""Cases of this folder as data, and the two that judge them: our schemas and an API server."""

import json
import os
import subprocess
from pathlib import Path

import pytest
import yaml

from catalogc.schemas.crd_import.definitions import read_definitions
from catalogc.schemas.crd_import.record import schema_text
from catalogc.schemas.custom_keys import list_keys
from catalogc.schemas.found import FoundSchema
from catalogc.schemas.manifest import ManifestValidator

FOLDER = Path(__file__).parent


def load(name):
    return yaml.load((FOLDER / name).read_text("utf-8"), Loader=yaml.CSafeLoader)


def crd(structural, group="acme.example", kind="Case", **version):
    """A CRD with one version, of which `spec` has a schema."""
    schema = {"type": "object", "properties": {"spec": structural}}
    entry = {"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": schema}}
    plural = f"{kind.lower()}s"
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": f"{plural}.{group}"},
        "spec": {
            "group": group,
            "scope": "Namespaced",
            "names": {"kind": kind, "plural": plural},
            "versions": [entry | version],
        },
    }


def custom_object(spec, **root):
    return (
        {"apiVersion": "acme.example/v1", "kind": "Case", "metadata": {"name": "case"}}
        | root
        | {"spec": spec}
    )


class OneSchema:
    """A source with the schema of one kind."""

    def __init__(self, schema):
        self.found = FoundSchema(schema, list_keys(schema))

    def find(self, *_):
        return self.found

    def versions(self, *_):
        return ()


def imported(definition):
    """The schema of a CRD's first version, as `catalogc schemas add` writes it."""
    return json.loads(schema_text(read_definitions(json.dumps(definition), "test")[0]))


def problems(schema, manifest):
    validator = ManifestValidator([OneSchema(schema)])
    found = validator.check(manifest["apiVersion"], manifest["kind"], manifest)
    return [(problem.path, problem.keyword) for problem in found.problems]


class ApiServer:
    """The validation code of Kubernetes' API server: see apiserver/main.go."""

    def __init__(self, program):
        self._process = subprocess.Popen(
            [program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )

    def judge(self, crd_file, version, manifest):
        """What it refuses; CEL rules are left out."""
        job = {"crd": str(crd_file), "version": version, "object": manifest}
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        assert not answer["fatal"], answer["fatal"]
        return [*(answer["unknown"] or ()), *(answer["errors"] or ())]

    def close(self):
        self._process.stdin.close()
        self._process.wait(timeout=10)
        self._process.stdout.close()


def require(variable, what):
    """Return what an environment variable names; skip where it is not set."""
    value = os.environ.get(variable)
    if not value:
        pytest.skip(f"{variable} does not name {what}")
    return Path(value)
