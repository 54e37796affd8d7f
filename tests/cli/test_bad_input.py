"""Bad input: a finding at its place or exit 3, no trace, no output, and the others are judged."""

import json
import os

import pytest

from cli.conftest import web_leaf
from cli.in_process import inside
from cli.run import catalogc, tree
from repository import make_repository, write, written

BAD = "catalog/web/bad/dev.yaml"
GOOD = web_leaf("bad")
CHART = "charts/basic-container-load"

# name -> (files to write, exit code, what the JSON report must hold: rule, path, line, column)
HEAD = (
    "apiVersion: catalogc.dev/v1\nkind: Catalog\nargocd: {repoURL: https://git.example.com/x.git}\n"
)
CASES = {
    "syntax error": ({BAD: "a: b: c\n"}, 1, ("syntax-error", BAD, 1, 5)),
    "wrong type": (
        {BAD: GOOD.replace("port: 9898", "port: x")},
        1,
        ("wrong-type", BAD, 8, 9),
    ),
    "unknown type": (
        {BAD: GOOD.replace("BASIC_CONTAINER_LOAD", "BASIC_LOAD")},
        1,
        ("workload-type", BAD, 1, 15),
    ),
    "misspelt workloadType": (
        {BAD: GOOD.replace("workloadType", "workloadtype")},
        1,
        ("workload-type", BAD, 1, 1),
    ),
    "unknown field": (
        {BAD: GOOD.replace("  port:", "  prot:")},
        1,
        ("unknown-field", BAD, 8, 3),
    ),
    "missing field": (
        {BAD: GOOD.replace("serviceName: bad\n", "")},
        1,
        ("missing-field", BAD, 1, 1),
    ),
    "unknown environment": (
        {BAD: GOOD.replace("dev", "prd")},
        1,
        ("unknown-environment", BAD, 5, 14),
    ),
    "unknown catalog": (
        {BAD: GOOD.replace("serviceCatalog: web", "serviceCatalog: wbe")},
        1,
        ("catalog-owned", BAD, 3, 17),
    ),
    "a host with a line break": (
        {BAD: GOOD + 'ingress: {enabled: true, host: "a.b\\nc"}\n'},
        1,
        ("invalid-value", BAD, 10, 32),
    ),
    "declared twice": (
        {BAD: web_leaf("one")},
        1,
        ("duplicate-release", "catalog/web/one/dev.yaml", 2, 14),
    ),
    "a list": ({BAD: "- a\n"}, 1, ("wrong-type", BAD, 1, 1)),
    "not UTF-8": ({BAD: None}, 1, ("encoding", BAD, 1, 4)),
    "a key twice": ({BAD: GOOD + "namespace: web\n"}, 1, ("duplicate-key", BAD, 10, 1)),
    "missing chart": (
        {".cat/backstage/basic-container-load.catalog-info.yaml": "ENTITY"},
        1,
        ("missing-chart", ".cat/backstage/basic-container-load.catalog-info.yaml", 6, 30),
    ),
    "broken template": (
        {f"{CHART}/templates/service.yaml": "{{ .Values.x.y.z }}\n"},
        1,
        ("template-error", "catalog/web/one/dev.yaml", 1, 15),
    ),
    "template that is not YAML": (
        {f"{CHART}/templates/service.yaml": "a: b: c\n"},
        1,
        ("invalid-manifest", "catalog/web/one/dev.yaml", 1, 15),
    ),
    "broken schema": (
        {f"{CHART}/values.schema.json": "{\n"},
        1,
        ("broken-chart", f"{CHART}/values.schema.json", 1, 1),
    ),
    "schema that is none": (
        {f"{CHART}/values.schema.json": '{"type": "wat"}\n'},
        1,
        ("broken-chart", f"{CHART}/values.schema.json", 1, 1),
    ),
    "bad inventory": (
        {"catalog/clusters/dev-gpu.yaml": "apiVersion: catalogc.dev/v1\nkind: Clster\n"},
        1,
        ("invalid-value", "catalog/clusters/dev-gpu.yaml", 2, 7),
    ),
    "policy over no rule": (
        {
            "policies/x.yaml": "apiVersion: catalogc.dev/v1\nkind: Policy\n"
            "metadata: {name: x}\nspec: {rule: gpu-capacty}\n"
        },
        2,
        ("unknown-rule", "policies/x.yaml", 4, 14),
    ),
    "bad configuration": (
        {"catalogc.yaml": "apiVersion: catalogc.dev/v1\nkind: Catalog\nargocd: {repoUrl: x}\n"},
        2,
        ("unknown-field", "catalogc.yaml", 3, 10),
    ),
    "a Gateway without a namespace": (
        {"catalogc.yaml": f"{HEAD}gateways:\n  - name: a\n"},
        2,
        ("missing-field", "catalogc.yaml", 5, 5),
    ),
    "a Gateway for a wildcard": (
        {"catalogc.yaml": HEAD + 'gateways: [{name: a, namespace: b, hosts: ["*.c"]}]\n'},
        2,
        ("invalid-value", "catalogc.yaml", 4, 44),
    ),
    "configuration that is not YAML": (
        {"catalogc.yaml": "a: b: c\n"},
        2,
        ("syntax-error", "catalogc.yaml", 1, 5),
    ),
}
ENTITY = """\
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: basic-container-load
  annotations:
    catalogc.dev/chart-path: charts/none
spec: {type: platform-base-chart, lifecycle: production, owner: me}
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Two leaves of two environments, built; tests put back what they write."""
    leaves = {
        "catalog/web/one/dev.yaml": web_leaf("one"),
        "catalog/web/two/prod.yaml": web_leaf("two", "prod"),
    }
    root = make_repository(tmp_path_factory.mktemp("bad-input"), leaves)
    assert inside("build", cwd=root).returncode == 0
    return root


@pytest.mark.parametrize("name", CASES)
def test_bad_input(built, name):
    files, code, expected = CASES[name]
    before = tree(built / "rendered")
    texts = {path: ENTITY if text == "ENTITY" else text or "" for path, text in files.items()}
    with written(built, texts):
        if name == "not UTF-8":
            (built / BAD).write_bytes(b"a: \xe9\n")
        result = inside("build", "--format", "json", cwd=built)
    assert result.returncode == code, result.stdout + result.stderr
    assert "Traceback" not in result.stdout + result.stderr
    report = json.loads(result.stdout)
    errors = [item for item in report["findings"] if item["severity"] == "error"]
    places = [(item["rule"], item["path"], item["line"], item["column"]) for item in errors]
    assert expected in places
    assert all(item["help"] for item in errors)
    assert tree(built / "rendered") == before


def test_the_other_leaves_are_still_judged(repository):
    write(
        repository,
        {
            BAD: "a: b: c\n",
            "catalog/web/worse/dev.yaml": web_leaf("worse").replace("9898", "many"),
            f"{CHART}/templates/service.yaml": "{{ .Values.x.y.z }}\n",
        },
    )
    report = json.loads(catalogc("lint", "--format", "json", cwd=repository).stdout)
    found = {(item["rule"], item["path"].split("/")[2]) for item in report["findings"]}
    assert found == {
        ("syntax-error", "bad"),
        ("wrong-type", "worse"),
        ("template-error", "one"),
        ("template-error", "two"),
    }


@pytest.mark.parametrize("kind", ["no permission", "fifo"])
def test_what_cannot_be_read_is_exit_3(repository, kind):
    path = repository / BAD
    path.parent.mkdir(parents=True)
    if kind == "fifo":
        os.mkfifo(path)
    else:
        path.write_text(GOOD, encoding="utf-8")
        path.chmod(0)
        if os.access(path, os.R_OK):
            pytest.skip("the superuser may read every file")
    result = inside("build", cwd=repository)
    assert result.returncode == 3
    assert "unreadable-file" in result.stdout
    assert not (repository / "rendered").exists()


@pytest.mark.parametrize("target", ["/etc/hostname", "../one/dev.yaml"])
def test_links_in_the_catalog_are_refused(repository, target):
    path = repository / BAD
    path.parent.mkdir(parents=True)
    path.symlink_to(target)
    result = inside("lint", "--format", "concise", cwd=repository)
    assert result.returncode == 1
    assert f"{BAD}:1:1: error: {BAD} cannot be read: symbolic links are not followed [symlink]" in (
        result.stdout
    )


def test_a_chart_with_a_link_out_of_the_repository_is_refused(repository):
    (repository / CHART / "files").mkdir()
    (repository / CHART / "files/x").symlink_to("/etc/hostname")
    result = inside("lint", "--format", "concise", cwd=repository)
    assert result.returncode == 1
    assert "missing-chart" in result.stdout
    assert "symbolic links are not followed" in result.stdout
