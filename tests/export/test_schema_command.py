"""``catalogc schema``: files written and compared, messages and exit codes."""

import json

import jsonschema
import pytest

from cli.in_process import inside
from cli.run import catalogc
from export.samples import make_tiny
from repository import make_repository
from tools import ROOT

DRAFT = "http://json-schema.org/draft-07/schema#"


EXPORTS = {
    "json-schema": ("leaf.schema.json", []),
    "defaults": ("defaults.schema.json", ["--defaults"]),
    "typescript": ("leaf.ts", ["--format", "typescript"]),
}


@pytest.mark.parametrize(("name", "options"), EXPORTS.values(), ids=EXPORTS)
def test_a_file_is_written_and_then_checked(tmp_path, name, options):
    make_tiny(tmp_path)
    export = ["schema", "export", *options]
    printed = inside(*export, cwd=tmp_path)
    assert (printed.returncode, printed.stderr) == (0, "")
    file = tmp_path / "schemas" / name
    output = ["--output", f"schemas/{name}"]
    missing = inside(*export, *output, "--check", cwd=tmp_path)
    assert (missing.returncode, missing.stdout) == (1, "")
    assert missing.stderr == (
        f"catalogc: schemas/{name} is missing\n"
        "  = help: run the same command without --check, and commit the file\n"
    )
    assert not file.parent.exists()
    assert catalogc(*export, *output, cwd=tmp_path, umask=0o077).returncode == 0
    assert file.read_text("utf-8") == printed.stdout
    assert file.stat().st_mode & 0o777 == 0o644
    assert [path.name for path in file.parent.iterdir()] == [name]
    same = inside(*export, *output, "--check", cwd=tmp_path)
    assert (same.returncode, same.stdout, same.stderr) == (0, "", "")


def test_drift_is_shown_as_a_short_diff(tmp_path):
    make_tiny(tmp_path)
    file = tmp_path / "leaf.ts"
    export = ("schema", "export", "--format", "typescript", "--output", "leaf.ts")
    assert inside(*export, cwd=tmp_path).returncode == 0
    changed = file.read_text("utf-8").replace("repository: string", "repository: number")
    file.write_text(changed, encoding="utf-8")
    run = inside(*export, "--check", cwd=tmp_path)
    assert run.returncode == 1
    assert run.stdout.splitlines()[0:2] == [
        "--- leaf.ts (on disk)",
        "+++ leaf.ts (expected)",
    ]
    assert run.stdout.splitlines()[3:] == [
        " interface ImageFields {",
        "-  repository: number;",
        "+  repository: string;",
        "   tag?: string;",
    ]
    assert run.stderr.startswith("catalogc: leaf.ts is not what the adapters say\n")
    assert file.read_text("utf-8") == changed
    file.write_text("\n".join("old" for _ in range(500)), encoding="utf-8")
    long = inside(*export, "--check", cwd=tmp_path).stdout.splitlines()
    assert (len(long), long[-1]) == (41, "...")


NO_ADAPTER = """\
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: nothing}
spec: {type: service, lifecycle: production, owner: us}
"""
# files, arguments, exit code, text of stderr
REFUSED = {
    "check without a file": ({}, ["--check"], 2, "--check needs --output FILE"),
    "defaults as types": (
        *({}, ["--defaults", "--format", "typescript"]),
        *(2, "--defaults needs --format json-schema"),
    ),
    "somebody's own file": (
        *({"leaf.ts": "export {};\n"}, ["--output", "leaf.ts"]),
        *(3, "leaf.ts was not written by catalogc schema export"),
    ),
    "folder": ({"leaf.ts/readme": ""}, ["--output", "leaf.ts"], 2, "is a directory"),
    "unknown format": ({}, ["--format", "avro"], 2, "'avro' is not one of"),
    "broken catalogc.yaml": ({"catalogc.yaml": "kind: Catalog\n"}, [], 1, "argocd is missing"),
    "broken chart": (
        *({"charts/tiny/values.schema.json": "{"}, []),
        *(1, "charts/tiny/values.schema.json"),
    ),
    "schema that is none": (
        *({"charts/tiny/values.schema.json": '{"type": 5}'}, []),
        *(1, "charts/tiny/values.schema.json is not a valid JSON Schema"),
    ),
    "remote reference": (
        *({"charts/tiny/values.schema.json": '{"$ref": "https://example.com/x.json"}'}, []),
        *(1, "references outside the file are not followed"),
    ),
    "no adapter": (
        *({".cat/backstage/location.yaml": NO_ADAPTER}, []),
        *(2, "the catalog repository has no adapter"),
    ),
}


@pytest.mark.parametrize(("files", "arguments", "code", "said"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_exported_ends_with_a_message(tmp_path, files, arguments, code, said):
    make_tiny(tmp_path, files)
    run = inside("schema", "export", *arguments, cwd=tmp_path)
    assert said in run.stderr
    assert (run.returncode, run.stdout) == (code, "")
    assert "Traceback" not in run.stderr


def test_a_broken_leaf_does_not_keep_editors_without_a_schema(tmp_path):
    make_repository(
        tmp_path,
        {
            "catalog/web/a/dev.yaml": "workloadType: NOTHING\nserviceName: [\n",
            "catalog/web/b/dev.yaml": "workloadType: NOTHING\nserviceName: b\n",
            "catalog/web/c/dev.yaml": "workloadType: BASIC_CONTAINER_LOAD\nserviceName: 5\n",
        },
    )
    assert inside("lint", "--no-render", cwd=tmp_path).returncode == 1
    run = catalogc("schema", "export", cwd=tmp_path)
    assert (run.returncode, run.stderr) == (0, "")
    assert json.loads(run.stdout)["$schema"] == DRAFT


@pytest.mark.parametrize("name", ["config", "cluster", "policy", "policy-test"])
def test_the_schemas_of_our_own_files_are_printed_anywhere(tmp_path, name):
    run = inside("schema", name, cwd=tmp_path)
    assert (run.returncode, run.stderr) == (0, "")
    jsonschema.Draft7Validator.check_schema(json.loads(run.stdout))
    assert run.stdout == (ROOT / f"catalogc/schemas/{name}.schema.json").read_text("utf-8")
