"""The built-in validator and kubeconform agree, or the difference is explained in the docs."""

import functools
import json
import os
import re
from collections import Counter
from pathlib import Path

import pytest
import yaml
from kubernetes_validate import latest_version

from catalogc.model.catalog import RenderedRelease
from catalogc.model.resource import Resource
from catalogc.procs import closed_environment, run
from catalogc.render.manifests import InvalidManifestError, read_manifests
from catalogc.schemas.manifest import ManifestValidator
from catalogc.validate.kubeconform_schemas import LOCATION, SchemaFolder
from charts.chart_harness import CI_CASES, Helm, documents, load_ci
from tools import ROOT, require_tool
from validate.agreement import custom_schemas, differences, mutations, sources
from validate.objects import UpstreamSchemas

FOLDER = ROOT / "tests/validate/kubeconform"
STREAMS = yaml.safe_load((FOLDER / "streams.yaml").read_text("utf-8"))
# With the same schemas, then with those that kubernetes-validate publishes.
ENGINES = {"repeated-item"}
SCHEMAS = {
    *("allowed-values", "whole-number-range", "empty-list"),
    *("null-item", "null-at-the-root", "null-of-two-types"),
}
MINORS = ["1.29", "1.34", latest_version().removesuffix(".0")]
# The program's own fixtures, where the verdicts differ.
FIXTURES = {
    "duplicate_property.yaml": "repeated-key",
    "generate_name.yaml": "generated-name",
    "multi_invalid_resources.yaml": "first-alone",
}


@pytest.fixture(scope="module")
def objects():
    """Everything that this repository renders: the sample catalog, and all ci values."""
    committed = sorted((ROOT / "rendered").glob("*/manifests/**/*.yaml"))
    found = [yaml.safe_load(path.read_text("utf-8")) for path in committed]
    helm = Helm()
    for chart, feature in CI_CASES:
        found += documents(helm.render(chart, load_ci(chart)[feature]))
    helm.close()
    unique = {json.dumps(manifest, sort_keys=True): manifest for manifest in found}
    return list(unique.values())


def test_all_that_is_rendered_is_valid_for_both(kubeconform, objects):
    ours = sources("1.34")
    assert differences(kubeconform, objects, ours, ours, "1.34") == ([], 0)
    assert len({manifest["kind"] for manifest in objects}) >= 10


def test_mutations_with_the_same_schemas(kubeconform, objects):
    """The same verdict, and the same fields."""
    ours = sources("1.34")
    mutated = mutations(objects, each=6, seed=34)
    found, refused = differences(kubeconform, mutated, ours, ours, "1.34")
    assert {item.reason for item in found} == ENGINES, [item for item in found if not item.reason]
    assert refused > len(mutated) / 3


@pytest.mark.parametrize("minor", MINORS)
def test_mutations_with_the_schemas_of_kubernetes_validate(kubeconform, objects, minor):
    """The built-in schemas are pruned and more exact, which is all that tells them apart."""
    upstream = UpstreamSchemas(minor)
    core = [item for item in objects if upstream.find(item["apiVersion"], item["kind"])]
    mutated = mutations(core, each=4, seed=int(minor.replace(".", "")))
    theirs = [upstream, custom_schemas()]
    found, refused = differences(kubeconform, mutated, theirs, sources(minor), minor)
    reasons = Counter(item.reason for item in found)
    assert reasons.keys() <= ENGINES | SCHEMAS, [item for item in found if not item.reason]
    assert reasons.keys() >= {"allowed-values", "whole-number-range"}
    assert refused > len(mutated) / 3


@pytest.mark.parametrize("case", STREAMS, ids=[case["name"] for case in STREAMS])
def test_streams(kubeconform, upstream, tmp_path, case):
    """What counts as an object, and what as none."""
    counts = _direct(case["text"], tmp_path, upstream)
    assert [counts[name] for name in ("valid", "invalid", "errors")] == case["kubeconform"]
    expected = case["catalogc"]
    if isinstance(expected, str):
        with pytest.raises(InvalidManifestError, match=re.escape(expected)):
            _read(case["text"])
    else:
        expected = [*expected, 0][:4]
        assert _ours(kubeconform, _read(case["text"]), upstream) == (expected, expected)
    counted = [0, 0, 1] if isinstance(expected, str) else expected[:3]
    assert (case["kubeconform"] == counted) == ("reason" not in case)


def test_every_difference_is_in_the_docs():
    text = (ROOT / "docs/explanation/validation.md").read_text("utf-8")
    rows = set(re.findall(r"^\| `([a-z-]+)` \|", text, re.MULTILINE))
    streams = {case["reason"] for case in STREAMS if "reason" in case}
    assert rows == ENGINES | SCHEMAS | streams | set(FIXTURES.values()) | {"names-in-any-case"}


@pytest.fixture(scope="module")
def oracle():
    """kubeconform's own fixtures, in the folder that CATALOGC_ORACLES names."""
    folder = Path(os.environ.get("CATALOGC_ORACLES") or "/nowhere") / "kubeconform"
    if not folder.is_dir():
        pytest.skip("CATALOGC_ORACLES names no folder with kubeconform/")
    return folder


def test_fixtures_of_kubeconform(kubeconform, upstream, oracle, tmp_path):
    files = sorted((oracle / "fixtures").rglob("*.*"))
    differing = {}
    for file in files:
        text = file.read_text("utf-8")
        counts = _direct(text, tmp_path, upstream)
        theirs = [counts["valid"], counts["invalid"], counts["errors"], counts["without schema"]]
        try:
            ours, builtin = _ours(kubeconform, _read(text), upstream)
        except InvalidManifestError:
            ours = builtin = [0, 0, 1, 0]
        if not theirs == ours == builtin:
            differing[file.name] = (theirs, ours, builtin)
    assert len(files) > 40
    assert differing.keys() == FIXTURES.keys(), differing


_COMMAND = re.compile(r"bin/kubeconform (?:-summary |-verbose )*(-strict .*)?fixtures/(\S+)\Z")
# Without -strict, or of Kubernetes 1.20: what the acceptance tests expect of another question.
_NOT_STRICT = {"extra_property.yaml"}


def test_acceptance_tests_of_kubeconform(upstream, oracle, tmp_path):
    """Its expected exit status, where neither a network nor another option decides on it."""
    lines = (oracle / "expected.jsonl").read_text("utf-8").splitlines()
    judged = 0
    for line in map(json.loads, lines):
        match = _COMMAND.match(line["command"])
        file = oracle / "fixtures" / match[2] if match else oracle
        if match is None or not file.is_file() or (not match[1] and file.name in _NOT_STRICT):
            continue
        counts = _direct(file.read_text("utf-8"), tmp_path, upstream)
        refused = counts["invalid"] + counts["errors"] + counts["without schema"]
        assert bool(refused) == bool(line["expected_exit"]), line
        judged += 1
    assert judged >= 15


@functools.cache
def _builtin():
    return ManifestValidator(sources("1.34"))


def _read(text):
    rows = read_manifests([("chart/templates/object.yaml", text)], "chart")
    return tuple(Resource(*row) for row in rows)


def _ours(kubeconform, resources, source):
    """Valid, invalid, errors and skipped: of the wrapper, and of the built-in validator."""
    answer = kubeconform.validate([RenderedRelease(None, resources)], [source], "1.34")
    verdicts = [_builtin().check(item.api_version, item.kind, item.manifest) for item in resources]
    unknown = sum(verdict.schema is None for verdict in verdicts)
    invalid = sum(bool(verdict.problems) for verdict in verdicts)
    return (
        [answer.valid, answer.invalid, answer.errors, answer.skipped],
        [len(verdicts) - invalid - unknown, invalid, 0, unknown],
    )


def _direct(text, folder, source):
    """kubeconform's own count of a text, as it is."""
    schemas = SchemaFolder(folder, [source])
    for api_version, kind in re.findall(
        r"apiVersion[\"']?: *[\"']?([\w./]+)[\"']?,?\s+[\"']?kind[\"']?: *[\"']?(\w+)", text
    ) + [(version, kind) for kind, version in re.findall(_KIND_FIRST, text)]:
        schemas.find(api_version, kind)
    schemas.find("v1", "ConfigMap")
    options = ["-n", "1", "-strict", "-summary", "-output", "json", "-kubernetes-version", "1.34.0"]
    answer = run(
        [require_tool("kubeconform"), *options, "-schema-location", LOCATION],
        environment=closed_environment(),
        timeout_seconds=60,
        cwd=folder,
        stdin=text.encode(),
    )
    data = json.loads(answer.stdout)
    unknown = sum(row["msg"].startswith("could not find") for row in data["resources"])
    errors = data["summary"]["errors"] - unknown
    return {**data["summary"], "errors": errors, "without schema": unknown}


_KIND_FIRST = r"kind: *(\w+)\s+apiVersion: *([\w./]+)"
