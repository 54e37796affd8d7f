"""The schemas that ship: what they take, what they refuse, and that upstream says the same."""

import functools
from copy import deepcopy
from pathlib import Path

import pytest
import yaml

from catalogc.files import Repository
from catalogc.schemas.bundled import FOLDER, bundled_versions
from catalogc.schemas.custom import CustomSchemas
from catalogc.schemas.manifest import ManifestValidator
from schemas_crds.corpus import load, require
from scripts import compact_crds
from tools import ROOT

KINDS = load("kinds.yaml")
CASES = [pytest.param(case, id=case["kind"]) for case in KINDS]


@functools.cache
def validator():
    nowhere = Repository(Path(__file__).parent)
    return ManifestValidator([CustomSchemas(nowhere, "no-such-folder")])


def valid(case):
    api_version, kind = case["kind"].split()
    spec = {"spec": deepcopy(case["spec"])} if "spec" in case else {}
    return {"apiVersion": api_version, "kind": kind, "metadata": {"name": "shop"}} | spec


def invalid(case):
    """Each changed object, with the place and the keyword that are to be named."""
    for change in case["refuses"]:
        manifest = valid(case)
        path = tuple(int(part) if part.isdecimal() else part for part in change["at"].split("."))
        parent = functools.reduce(lambda node, part: node[part], path[:-1], manifest)
        if "value" in change:
            parent[path[-1]] = change["value"]
        else:
            del parent[path[-1]]
        yield manifest, path, change["because"]


def problems(manifest):
    verdict = validator().check(manifest["apiVersion"], manifest["kind"], manifest)
    assert verdict.schema is not None
    return verdict.problems


@pytest.mark.parametrize("case", CASES)
def test_what_is_valid_has_no_problem(case):
    assert problems(valid(case)) == ()


def rendered():
    """Every custom resource of the sample catalog's output, and its Applications."""
    # Kubernetes' own groups have these suffixes, or no dot at all.
    builtin = ("k8s.io", "authorization.k8s.io", "")
    for path in sorted((ROOT / "rendered").rglob("*.yaml")):
        for manifest in yaml.load_all(path.read_text("utf-8"), Loader=yaml.CSafeLoader):
            group = manifest["apiVersion"].rpartition("/")[0]
            if "." in group and group.partition(".")[2] not in builtin:
                yield manifest


def test_what_the_sample_catalog_renders_is_valid():
    found = [(manifest, problems(manifest)) for manifest in rendered()]
    assert len(found) > 20
    assert [(manifest, refused) for manifest, refused in found if refused] == []


@pytest.mark.parametrize("case", CASES)
def test_each_change_is_refused_at_its_place(case):
    for manifest, path, keyword in invalid(case):
        found = [(problem.path[: len(path)], problem.keyword) for problem in problems(manifest)]
        assert found == [(path, keyword)]


def test_every_kind_that_ships_has_cases():
    shipped = {
        f"{name.partition('/')[0]}/{version} {name.partition('/')[2]}"
        for name, versions in bundled_versions().items()
        for version in versions
    }
    assert {case["kind"] for case in KINDS} == shipped


def test_the_index_is_what_the_files_say():
    files = {
        path.relative_to(FOLDER).as_posix()
        for path in FOLDER.rglob("*.json")
        if path.parent != FOLDER
    }
    indexed = {
        f"{name.partition('/')[0]}/{name.partition('/')[2].lower()}-{version}.json"
        for name, versions in bundled_versions().items()
        for version in versions
    }
    assert files == indexed
    assert sum(path.stat().st_size for path in FOLDER.rglob("*.json")) < 1_500_000


def test_upstream_crds_are_converted_to_what_ships():
    folder = require("CATALOGC_CRDS", "a folder of upstream CRDs")
    assert compact_crds.main([str(folder), "--check"]) == 0


@pytest.mark.parametrize("case", CASES)
def test_upstream_agrees(case, api_server):
    """The API server's own code, with the upstream CRD, says so of every object here."""
    folder = require("CATALOGC_CRDS", "a folder of upstream CRDs")
    api_version, kind = case["kind"].split()
    group, _, version = api_version.partition("/")
    file = folder / group / f"{kind.lower()}.yaml"
    assert api_server.judge(file, version, valid(case)) == []
    for manifest, path, keyword in invalid(case):
        assert api_server.judge(file, version, manifest), (path, keyword)
