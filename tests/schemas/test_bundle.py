"""The bundle of Kubernetes' schemas: complete, small, and the same bytes every time."""

import json
import subprocess
import sys
from itertools import pairwise

import pytest

from catalogc.schemas import kubernetes
from catalogc.schemas.compiled import compile_schema
from catalogc.schemas.kubernetes import KubernetesSchemas, MissingBundle
from schemas.samples import build_hook
from tools import ROOT

FOLDER = ROOT / "catalogc/_bundled/kubernetes"
MINORS = range(29, 38)
MAX_BYTES = 700_000


@pytest.fixture(scope="module")
def made():
    return build_hook().bundle()


def test_what_is_installed_is_what_the_hook_makes(made):
    assert {path.name: path.read_bytes() for path in FOLDER.iterdir()} == made


def test_the_same_bytes_whatever_the_order_of_hashes(made, tmp_path):
    code = (
        "import pathlib, sys; sys.path.insert(0, sys.argv[1]); "
        "import hatch_build; hatch_build.write(pathlib.Path(sys.argv[2]))"
    )
    for name in ("stale.json", "1.30.json"):
        (tmp_path / name).write_text("{}")
    subprocess.run(
        [sys.executable, "-c", code, ROOT, tmp_path],
        check=True,
        env={"PYTHONHASHSEED": "7", "PYTHONDONTWRITEBYTECODE": "1"},
        timeout=60,
    )
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == made


def test_every_minor_and_nothing_large(made):
    data = {"definitions.jsonl", "offsets.json", "history.json"}
    assert made.keys() == {f"1.{minor}.json" for minor in MINORS} | data
    assert sum(map(len, made.values())) < MAX_BYTES


def test_offsets_are_those_of_the_lines(made):
    lines = made["definitions.jsonl"].splitlines(keepends=True)
    offsets = json.loads(made["offsets.json"])
    assert [end - start for start, end in pairwise(offsets)] == [len(line) for line in lines]
    assert len(set(lines)) == len(lines)
    assert b"description" not in {key for line in lines for key in json.loads(line)}


def test_what_is_asked_for_beyond_the_schemas_is_of_real_fields(made):
    lines = map(json.loads, made["definitions.jsonl"].splitlines())
    known = {
        (name, field)
        for line in lines
        for name, schema in line.items()
        for field in schema.get("properties", {})
    }
    more = json.loads(build_hook().VALIDATION.read_bytes())
    asked = {
        (name, field)
        for part in ("choices", "filled")
        for name in more[part]
        for field in more[part][name]
    }
    assert len(asked) > 60
    assert asked <= known


@pytest.mark.parametrize("minor", MINORS)
def test_every_kind_compiles(minor):
    schemas = KubernetesSchemas(minor)
    index = json.loads((FOLDER / f"1.{minor}.json").read_bytes())
    kinds = [(api_version, kind) for api_version, found in index.items() for kind in found]
    assert len(kinds) >= 77
    for api_version, kind in kinds:
        found = schemas.find(api_version, kind)
        head = {"apiVersion": api_version, "kind": kind, "unknown": 1}
        errors = list(compile_schema(found.schema).iter_errors(head))
        assert ["unknown"] in [
            error.kind.unexpected for error in errors if error.kind.name == "additionalProperties"
        ]


def test_an_incomplete_installation_says_so(monkeypatch, tmp_path):
    monkeypatch.setattr(kubernetes, "_FOLDER", tmp_path)
    kubernetes._minors.cache_clear()
    try:
        with pytest.raises(MissingBundle, match="install catalogc anew"):
            KubernetesSchemas(34)
    finally:
        kubernetes._minors.cache_clear()
