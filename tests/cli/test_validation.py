"""Rendered objects against schemas, by the command line: what is found, where, how sure."""

import json
import os
import re
import shutil
import textwrap
from pathlib import Path

import pytest

from catalogc.cli.boundary import run_guarded
from catalogc.cli.command import catalogc as command
from catalogc.schemas import kubernetes
from cli.in_process import inside
from cli.open_chart import (
    CHART,
    DEFAULTS,
    DEPLOYMENT,
    DEV,
    FILES,
    OLD,
    OTHER,
    leaf,
    make_open_catalog,
    other,
)
from cli.run import catalogc, tree
from repository import written
from tools import require_tool

MADE = "rendered/dev/manifests/web/shop"
FLOW_SCHEMA = other(
    "flowcontrol.apiserver.k8s.io/v1beta3",
    "FlowSchema",
    spec={"priorityLevelConfiguration": {"name": "exempt"}},
)
CONFIG = textwrap.dedent(FILES["catalogc.yaml"])
WHO = {
    "policies/who.yaml": """\
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: who-deploys}
spec:
  matchConstraints:
    resourceRules:
      - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments]}
  validations: [{expression: request.userInfo.username == 'argocd'}]
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: who-deploys}
spec: {policyName: who-deploys, validationActions: [Warn]}
"""
}
STORE = {"spec": {"provider": {"fake": {"data": [{"key": "a", "value": "b"}]}}}}
TWICE = 'env:\n  - {name: A, value: "1"}\n  - {name: A, value: "2"}\n'


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return make_open_catalog(tmp_path_factory.mktemp("open"))


def run(root, files, *arguments, verb="lint", environment=None):
    with written(root, files):
        return inside(verb, *arguments, cwd=root, environment=environment)


def found(root, files, *arguments, verb="lint", environment=None):
    """Return the run, and per finding its rule, severity, place and the places beside it."""
    result = run(root, files, "--format", "json", *arguments, verb=verb, environment=environment)
    content = json.loads(result.stdout)
    return result, content, [_row(finding) for finding in content["findings"]]


def _row(finding):
    beside = [place(label) for label in finding["related"]]
    return (finding["rule"], finding["severity"], place(finding), *beside)


def place(item):
    return "{path}:{line}:{column}-{endLine}:{endColumn}".format_map(item)


WIDGET = {
    f"{CHART}/widget.yaml": "apiVersion: acme.example/v1\nkind: Widget\nmetadata: {name: one}\n"
}
TYPO = {
    f"{CHART}/pod.yaml": """\
apiVersion: v1
kind: Pod
metadata: {name: one}
spec: {containers: [{name: main, image: "registry.example.com/a:1", imagePullPolcy: Always}]}
"""
}
WRONG_TYPE = 'Deployment shop: spec.replicas is "two" (text), expected a whole number'
NOT_SERVED = "SecretStore one: external-secrets.io/v1beta1 is no longer served"
REMOVED = "v1beta3 FlowSchema was removed in Kubernetes 1.32; this is 1.34"
UNKNOWN = "is not checked: there is no schema of"
IN_MANIFEST = f"{MADE}/deployment-shop.yaml"

# Name, files, finding and places beside it, message, field; the finding of kubeconform where it
# is another one.
CASES = [
    ("a sound object", {DEV: leaf("replicas: 2\n")}, None, "", "", None),
    (
        "a value of a leaf",
        {DEV: leaf('replicas: "two"\n')},
        (
            "manifest-schema",
            "error",
            f"{DEV}:6:11-6:16",
            f"{IN_MANIFEST}:7:13-7:16",
            f"{DEPLOYMENT}:5:3-5:42",
        ),
        WRONG_TYPE,
        "replicas",
        "kubeconform refuses spec.replicas: got string, want null or integer",
    ),
    (
        "a value of _defaults.yaml",
        {DEV: leaf(), DEFAULTS: 'replicas: "two"\n'},
        (
            "manifest-schema",
            "error",
            f"{DEFAULTS}:1:11-1:16",
            f"{IN_MANIFEST}:7:13-7:16",
            f"{DEPLOYMENT}:5:3-5:42",
        ),
        WRONG_TYPE,
        "replicas",
        "kubeconform refuses spec.replicas: got string, want null or integer",
    ),
    (
        "a constant of the chart",
        {DEV: leaf(), **TYPO},
        (
            "manifest-schema",
            "error",
            f"{CHART}/pod.yaml:4:1-4:94",
            f"{MADE}/pod-one.yaml:9:21-9:27",
        ),
        "Pod one: spec.containers[0].imagePullPolcy is not a field of v1 Pod",
        "spec.containers[0].imagePullPolcy",
        "kubeconform refuses spec.containers[0].imagePullPolcy: additional property",
    ),
    (
        "a field that is missing",
        {DEV: leaf('env: [{value: "a"}]\n')},
        (
            "manifest-schema",
            "error",
            f"{DEV}:6:8-6:13",
            f"{IN_MANIFEST}:20:11-20:19",
            f"{DEPLOYMENT}:13:11-13:40",
        ),
        "spec.template.spec.containers[0].env[0].name is missing",
        "env[0].value",
        "env[0].name: missing property, which is required",
    ),
    (
        "a variable twice",
        {DEV: leaf(TWICE)},
        (
            "duplicate-list-key",
            "error",
            f"{DEV}:8:12-8:13",
            f"{IN_MANIFEST}:22:17-22:18",
            f"{DEPLOYMENT}:13:11-13:40",
            f"{IN_MANIFEST}:20:17-20:18",
        ),
        'spec.template.spec.containers[0].env[1] has name "A", as env[0] has',
        "env[1].name",
        None,
    ),
    (
        "an API that one environment no longer has, and the other does",
        {DEV: leaf(FLOW_SCHEMA), OLD: leaf(FLOW_SCHEMA, "old")},
        (
            "removed-api",
            "error",
            f"{DEV}:7:8-7:44",
            f"{MADE}/flowschema-one.yaml:1:13-1:49",
            f"{OTHER}:2:1-2:23",
        ),
        REMOVED,
        "other.api",
        None,
    ),
    (
        "a version that is listed, and not served",
        {DEV: leaf(other("external-secrets.io/v1beta1", "SecretStore", **STORE))},
        (
            "unserved-version",
            "error",
            f"{DEV}:7:8-7:35",
            f"{MADE}/secretstore-one.yaml:1:13-1:40",
            f"{OTHER}:2:1-2:23",
        ),
        NOT_SERVED,
        "other.api",
        None,
    ),
    (
        "a version that nothing is known of",
        {DEV: leaf(other("external-secrets.io/v1alpha9", "SecretStore", **STORE))},
        (
            "missing-schema",
            "info",
            f"{DEV}:7:8-7:36",
            f"{MADE}/secretstore-one.yaml:1:13-1:41",
            f"{OTHER}:2:1-2:23",
        ),
        f"{UNKNOWN} external-secrets.io/v1alpha9 SecretStore",
        "other.api",
        None,
    ),
    (
        "a kind that nothing is known of",
        {DEV: leaf(), **WIDGET},
        (
            "missing-schema",
            "info",
            f"{CHART}/widget.yaml:2:1-2:13",
            f"{MADE}/widget-one.yaml:2:7-2:13",
        ),
        f"{UNKNOWN} acme.example/v1 Widget",
        "kind",
        None,
    ),
    (
        "a version of Kubernetes that nothing is known of",
        {DEV: leaf(), "catalogc.yaml": CONFIG.replace('"1.34"', '"1.99"')},
        ("missing-schema", "info", "catalogc.yaml:3:14-3:21"),
        "there are no schemas of Kubernetes 1.99",
        "",
        None,
    ),
]
IDS = [case[0] for case in CASES]
WITH_KUBECONFORM = [
    case
    for case in CASES
    if case[-1] or case[2] is None or case[2][0] in ("duplicate-list-key", "unserved-version")
]


@pytest.mark.parametrize(("files", "row", "message", "field", "_"), [c[1:] for c in CASES], ids=IDS)
def test_findings(root, files, row, message, field, _):
    result, content, rows = found(root, files)
    assert rows == ([row] if row else [])
    assert (result.returncode, result.stderr) == (int("error" in (row or ())), "")
    if row:
        (finding,) = content["findings"]
        assert message in finding["message"]
        assert finding["field"] == field


@pytest.mark.parametrize(
    ("files", "row", "message", "_", "said"),
    [case[1:] for case in WITH_KUBECONFORM],
    ids=[case[0] for case in WITH_KUBECONFORM],
)
def test_findings_with_kubeconform(root, files, row, message, _, said):
    """What it refuses is at the same places; what it cannot see is found all the same."""
    path = str(Path(require_tool("kubeconform")).parent)
    with_it = {"PATH": f"{path}:{os.environ['PATH']}"}
    result, content, rows = found(root, files, "--validator", "kubeconform", environment=with_it)
    expected = ("kubeconform", *row[1:]) if said else row
    assert rows == ([expected] if row else [])
    assert (result.returncode, result.stderr) == (int("error" in (row or ())), "")
    assert all((said or message) in finding["message"] for finding in content["findings"])


STRICT = [
    ("a kind without a schema", {DEV: leaf(), **WIDGET}, "missing-schema", 1),
    (
        "a version of Kubernetes without schemas",
        {DEV: leaf(), "catalogc.yaml": CONFIG.replace('"1.34"', '"1.99"')},
        "missing-schema",
        2,
    ),
    (
        "GPUs of an environment without an inventory",
        {DEV: leaf("gpu: {count: 1}\n")},
        "gpu-capacity",
        1,
    ),
    ("a policy that asks who deploys", {DEV: leaf(), **WHO}, "who-deploys", 1),
]


@pytest.mark.parametrize(
    ("files", "rule", "code"), [case[1:] for case in STRICT], ids=[case[0] for case in STRICT]
)
def test_what_is_not_known_is_an_error_if_asked_for(root, files, rule, code):
    result, _, rows = found(root, files)
    assert (result.returncode, [row[:2] for row in rows]) == (0, [(rule, "info")])
    before = tree(root)
    for verb in ("lint", "check", "build"):
        result, content, rows = found(root, files, "--strict", verb=verb)
        assert (result.returncode, [row[:2] for row in rows]) == (code, [(rule, "error")])
        assert content["summary"]["errors"] == 1
    assert tree(root) == before


def test_every_object_is_counted(root):
    files = {DEV: leaf(FLOW_SCHEMA), OLD: leaf(FLOW_SCHEMA, "old"), **WIDGET}
    summary = found(root, files)[1]["summary"]
    assert (summary["resources"], summary["validated"], summary["skipped"]) == (6, 4, 2)


@pytest.mark.parametrize("arguments", [(), ("--ignore", "missing-schema")])
def test_kinds_without_a_schema_are_named_also_where_no_finding_is_wanted(root, arguments):
    last = run(root, {DEV: leaf(), **WIDGET}, *arguments).stdout.splitlines()[-1]
    assert last.endswith("(1 resource not validated: no schema of acme.example/v1 Widget).")
    assert "1 leaf and " in last


def test_the_text_says_which_line_is_to_blame(root):
    text = run(root, {DEV: leaf('replicas: "two"\n')}).stdout
    assert (
        text
        == f"""\
error[manifest-schema]: {WRONG_TYPE}
 --> {DEV}:6:11
  |
6 | replicas: "two"
  |           ^^^^^ becomes spec.replicas of Deployment/shop
  |
 ::: {IN_MANIFEST}:7:13
  |
7 |   replicas: two
  |             --- rendered here, in Deployment/shop
  |
 ::: {DEPLOYMENT}:5:3
  |
5 |   replicas: {{{{ toJson .Values.replicas }}}}
  |   --------------------------------------- the chart's template writes it here
  = field: replicas   leaf: web/shop (dev)
  = help: write a number

"""
        + text.splitlines()[-1]
        + "\n"
    )
    assert re.fullmatch(r"Checked 1 leaf and 1 resource in \S+: 1 error\.", text.splitlines()[-1])


def test_sarif_has_the_places_of_leaf_manifest_and_template(root):
    result = run(root, {DEV: leaf(TWICE)}, "--format", "sarif")
    (finding,) = json.loads(result.stdout)["runs"][0]["results"]
    places = [*finding["locations"], *finding["relatedLocations"]]
    assert finding["ruleId"] == "duplicate-list-key"
    assert [_sarif_place(item) for item in places] == [
        f"{DEV}:8:12",
        f"{IN_MANIFEST}:22:17",
        f"{DEPLOYMENT}:13:11",
        f"{IN_MANIFEST}:20:17",
    ]


def _sarif_place(item):
    physical = item["physicalLocation"]
    region = physical["region"]
    path = physical["artifactLocation"]["uri"]
    return f"{path}:{region['startLine']}:{region['startColumn']}"


def test_a_broken_schema_of_the_repository(root):
    path = "schemas/acme.example/widget-v1.json"
    result, content, rows = found(root, {DEV: leaf(), **WIDGET, path: "{"})
    assert ("broken-schema", "error", f"{path}:1:1-1:1") in rows
    assert result.returncode == 1
    assert content["summary"]["skipped"] == 1


@pytest.mark.parametrize("folder", ["leaves", "schemas", "output"])
def test_folders_are_within_the_repository(root, folder):
    config = f"{CONFIG}paths: {{{folder}: ../elsewhere}}\n"
    result, _, rows = found(root, {DEV: leaf(), "catalogc.yaml": config}, verb="build")
    assert result.returncode == 2
    start = len(f"paths: {{{folder}: ") + 1
    assert rows == [("invalid-value", "error", f"catalogc.yaml:8:{start}-8:{start + 12}")]
    assert not (root.parent / "elsewhere").exists()


def test_a_file_where_schemas_should_be(root):
    config = f"{CONFIG}paths: {{schemas: notes}}\n"
    files = {DEV: leaf(), **WIDGET, "catalogc.yaml": config, "notes": "x"}
    result, _, rows = found(root, files)
    assert result.returncode == 1
    assert ("broken-schema", "error", "notes:1:1-1:1") in rows


def test_an_imported_schema_is_used_from_then_on(root):
    crd = json.dumps(_crd({"size": {"type": "integer"}}))
    widget = {path: f'{text}spec: {{size: "1", colour: red}}\n' for path, text in WIDGET.items()}
    with written(root, {DEV: leaf(), **widget, "crd.yaml": crd}):
        added = catalogc("schemas", "add", "crd.yaml", cwd=root)
        assert (added.returncode, added.stderr) == (0, "")
        findings = json.loads(inside("lint", "--format", "json", cwd=root).stdout)["findings"]
        shutil.rmtree(root / "schemas")
    assert [finding["message"] for finding in findings] == [
        "Widget one: spec.colour is not a field of acme.example/v1 Widget",
        'Widget one: spec.size is "1" (text), expected a whole number',
    ]


def _crd(fields):
    spec = {"type": "object", "properties": fields}
    schema = {"openAPIV3Schema": {"type": "object", "properties": {"spec": spec}}}
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": "widgets.acme.example"},
        "spec": {
            "group": "acme.example",
            "names": {"kind": "Widget", "plural": "widgets"},
            "scope": "Namespaced",
            "versions": [{"name": "v1", "served": True, "storage": True, "schema": schema}],
        },
    }


@pytest.mark.parametrize(
    ("program", "message"),
    [
        (None, "kubeconform is not on PATH: install 0.7.0 or newer"),
        ("echo hello", 'it printed no JSON, but "hello"'),
        ("exec yes", "printed"),
        ("exit 1", "it printed no JSON at all"),
    ],
)
def test_a_kubeconform_that_cannot_be_used(root, tmp_path, program, message):
    if program:
        told = f'#!/bin/sh\nif [ "$1" = -v ]; then echo v0.7.0; exit; fi\n{program}\n'
        (tmp_path / "kubeconform").write_text(told)
        (tmp_path / "kubeconform").chmod(0o755)
    closed = {"PATH": f"{tmp_path}:/bin:/usr/bin" if program else str(tmp_path)}
    files = {DEV: leaf()}
    result = run(root, files, "--validator", "kubeconform", environment=closed)
    assert (result.returncode, result.stdout) == (3, "")
    assert message in result.stderr
    assert "Traceback" not in result.stderr


def test_policies_that_need_rendering_are_named_without_it(root):
    result = run(root, {DEV: leaf(), **WHO}, "--no-render")
    assert (result.returncode, result.stdout) == (0, "1 leaf is clean.\n")
    assert result.stderr == "catalogc: without rendering, not judged by policies who-deploys\n"
    assert run(root, {DEV: leaf(), **WHO}).stderr == ""


def test_settings_name_policies_with_their_level_and_place(root):
    shown = run(root, {DEV: leaf(), **WHO}, "--show-settings").stdout
    assert re.search(r"^who-deploys +warning +policies/who.yaml:3$", shown, re.MULTILINE)
    shown = run(root, {DEV: leaf(), **WHO}, "--show-settings", "--ignore", "who-deploys").stdout
    assert re.search(r"^who-deploys +off +--ignore$", shown, re.MULTILINE)


def test_an_installation_without_schemas(root, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(kubernetes, "_FOLDER", tmp_path)
    kubernetes.kubernetes_schemas.cache_clear()
    kubernetes._minors.cache_clear()
    with written(root, {DEV: leaf()}):
        code = run_guarded(command, ["lint", "--root", str(root), "--jobs", "1"])
    kubernetes._minors.cache_clear()
    assert code == 3
    assert "the schemas of Kubernetes are not part of this installation" in capsys.readouterr().err
