"""Leaves of third-party charts, by the command line."""

import json
import shutil

import pytest
import yaml

from cli.conftest import web_leaf
from cli.in_process import inside
from cli.run import catalogc, tree
from repository import make_repository, write
from tools import ROOT

LEAF = """\
workloadType: {type}
serviceName: {name}
serviceCatalog: {catalog}
environment: dev
chart:
  repository: https://kedacore.github.io/charts
  name: keda
  version: {version}
  digest: sha256:db60b1fa60f0565fefa4ce2f87e855b6a8854363ee82962fbe28a12a70d64c4c
namespace: keda
"""
CHART = "charts/helm-release/Chart.yaml"
SAMPLE = sorted(
    path
    for path in (ROOT / "catalog/platform").glob("*/*.yaml")
    if "HELM_RELEASE" in path.read_text("utf-8")
)


def leaf(name="keda", catalog="platform", version="2.20.2", workload_type="HELM_RELEASE"):
    return LEAF.format(name=name, catalog=catalog, version=version, type=workload_type)


def report(*arguments, cwd):
    result = inside(*arguments, "--format", "json", cwd=cwd)
    assert result.stderr == ""
    return result.returncode, json.loads(result.stdout)


def found(result):
    _, data = result
    return [
        f"{item['path']}:{item['line']}:{item['column']} {item['rule']}"
        for item in data["findings"]
        if item["rule"] != "namespace-owned"
    ]


@pytest.fixture
def repository(tmp_path):
    return make_repository(tmp_path / "repository", {"catalog/keda.yaml": leaf()})


def test_an_application_without_resources(repository):
    assert catalogc("build", cwd=repository).returncode == 0
    assert sorted(tree(repository / "rendered/dev")) == [
        "argocd/apps/platform/keda.yaml",
        "argocd/projects/platform.yaml",
        "argocd/root.yaml",
        "catalogc.json",
    ]
    code, data = report("check", cwd=repository)
    assert (code, data["findings"]) == (0, [])
    assert {key: data["summary"][key] for key in ("leaves", "rendered", "resources")} == {
        "leaves": 1,
        "rendered": 0,
        "resources": 0,
    }


def test_a_new_version_is_drift_of_one_application(repository):
    write(repository, {"catalog/one.yaml": web_leaf("one")})
    assert inside("build", cwd=repository).returncode == 0
    write(repository, {"catalog/keda.yaml": leaf(version="2.20.1")})
    code, data = report("check", cwd=repository)
    assert code == 1
    assert [item["path"] for item in data["findings"]] == [
        "rendered/dev/argocd/apps/platform/keda.yaml",
        "rendered/dev/catalogc.json",
    ]
    assert (data["summary"]["leaves"], data["summary"]["rendered"]) == (2, 1)


def test_vanishing_applications_are_counted(repository):
    names = [f"op-{number}" for number in range(4)]
    write(repository, {f"catalog/{name}.yaml": leaf(name) for name in names})
    assert inside("build", cwd=repository).returncode == 0
    for name in names:
        (repository / f"catalog/{name}.yaml").unlink()
    refused = inside("build", cwd=repository)
    assert refused.returncode == 1
    assert "--allow-delete 4" in refused.stderr
    assert inside("build", "--allow-delete", "4", cwd=repository).returncode == 0


def test_what_is_not_granted_is_not_written(repository):
    write(repository, {"catalog/keda.yaml": leaf(catalog="web")})
    result = report("build", cwd=repository)
    assert result[0] == 1
    assert found(result) == ["catalog/keda.yaml:6:15 chart-repository"]
    assert not (repository / "rendered").exists()


def test_without_catalogs_nothing_is_granted(repository):
    config = repository / "catalogc.yaml"
    text = config.read_text("utf-8")
    start, end = text.index("catalogs:"), text.index("reservedNamespaces:")
    config.write_text(text[:start] + text[end:], "utf-8")
    result = report("lint", cwd=repository)
    assert found(result) == ["catalog/keda.yaml:6:15 chart-repository"]
    assert "platform may use no chart repository" in result[1]["findings"][0]["message"]
    assert result[1]["findings"][0]["related"] == []


@pytest.mark.parametrize("policies", [(), ("chart-repository",)])
def test_no_policy_switches_it_off(repository, policies):
    shutil.rmtree(repository / "policies")
    text = (
        "apiVersion: catalogc.dev/v1\nkind: Policy\nmetadata: {{name: x}}\n"
        "spec: {{rule: {}, level: {{production: info, default: info}}}}\n"
    )
    write(repository, {f"policies/{rule}.yaml": text.format(rule) for rule in policies})
    write(repository, {"catalog/keda.yaml": leaf(catalog="web")})
    _, data = result = report("lint", cwd=repository)
    assert found(result) == ["catalog/keda.yaml:6:15 chart-repository"]
    assert data["findings"][0]["severity"] == "error"


GRANTS = {
    "https://charts.example.com": [],
    "oci://ghcr.io/acme/charts/": [],
    "http://charts.example.com": ["catalogc.yaml:5:36 invalid-value"],
    "https://charts.example.com/../x": ["catalogc.yaml:5:36 invalid-value"],
    "https://charts.example.com/*": ["catalogc.yaml:5:36 invalid-value"],
    "'*'": ["catalogc.yaml:5:36 invalid-value"],
    "''": ["catalogc.yaml:5:36 invalid-value"],
}


@pytest.mark.parametrize("grant", GRANTS)
def test_grants_are_urls(tmp_path, grant):
    config = (
        "apiVersion: catalogc.dev/v1\nkind: Catalog\n"
        "argocd: {repoURL: https://git.example.com/x.git}\n"
        f"catalogs:\n  platform: {{ chartRepositories: [ {grant} ] }}\n"
    )
    write(tmp_path, {"catalogc.yaml": config})
    assert found(report("lint", "--no-render", cwd=tmp_path)) == GRANTS[grant]


CHARTS = {
    "an unknown renderer": (
        "annotations: {catalogc.dev/renderer: flux}\n",
        {},
        "1:38",
        'annotation catalogc.dev/renderer is "flux"',
    ),
    "a renderer that is a list": (
        "annotations: {catalogc.dev/renderer: [argocd]}\n",
        {},
        "1:38",
        "annotation catalogc.dev/renderer is a list",
    ),
    "templates that nobody renders": (
        "annotations: {catalogc.dev/renderer: argocd}\n",
        {"charts/helm-release/templates/x.yaml": "a: b\n"},
        "1:38",
        "Argo CD renders the releases of this chart, so templates/x.yaml is never read",
    ),
}


@pytest.mark.parametrize("name", CHARTS)
def test_charts_that_cannot_be(repository, name):
    annotation, files, place, message = CHARTS[name]
    head = f"{annotation}apiVersion: v2\nname: helm-release\nversion: 0.1.0\n"
    write(repository, {CHART: head, **files})
    _, data = report("lint", "--no-render", cwd=repository)
    broken = [item for item in data["findings"] if item["rule"] == "broken-chart"]
    assert [f"{item['path']}:{item['line']}:{item['column']}" for item in broken] == [
        f"{CHART}:{place}"
    ]
    assert broken[0]["message"] == message


def test_catalogc_may_be_named_as_renderer(repository):
    chart = repository / "charts/basic-container-load/Chart.yaml"
    text = chart.read_text("utf-8").replace(
        "annotations:\n", "annotations:\n  catalogc.dev/renderer: catalogc\n"
    )
    chart.write_text(text, "utf-8")
    write(repository, {"catalog/one.yaml": web_leaf("one")})
    _, data = report("lint", cwd=repository)
    assert (data["findings"], data["summary"]["rendered"]) == ([], 1)


UNPINNED = {
    "version: 2.20.2": ("version: '>=2'", '8:12 chart.version is ">=2"'),
    "repository: https://": ("repository: http://", '6:15 chart.repository is "http://'),
    "name: keda": ("name: 7", "7:9 chart.name is 7"),
    "digest: sha256:": ("digest: sha1:", '9:11 chart.digest is "sha1:'),
}


@pytest.mark.parametrize("old", UNPINNED)
def test_an_adapter_without_a_schema_pins_charts_all_the_same(repository, old):
    new, expected = UNPINNED[old]
    (repository / "charts/helm-release/values.schema.json").unlink()
    write(repository, {"catalog/keda.yaml": leaf().replace(old, new)})
    code, data = report("build", cwd=repository)
    [finding] = data["findings"]
    rule = "chart-repository" if old.startswith("repository") else "chart-pinned"
    assert (code, finding["rule"]) == (1, rule)
    shown = f"{finding['line']}:{finding['column']} {finding['message']}"
    assert shown.startswith(expected)
    assert not (repository / "rendered").exists()


def test_an_adapter_without_a_schema_misses_what_is_missing(repository):
    (repository / "charts/helm-release/values.schema.json").unlink()
    write(repository, {"catalog/keda.yaml": leaf().partition("chart:")[0] + "namespace: keda\n"})
    _, data = report("lint", cwd=repository)
    messages = [item["message"].partition(",")[0] for item in data["findings"]]
    assert sorted(messages) == [
        f"chart.{part} is missing" for part in ("digest", "name", "repository", "version")
    ]


def test_nulls_of_the_leaf_reach_the_chart(repository):
    values = "values:\n  operator:\n    affinity: null\n    replicas: 2\n"
    write(repository, {"catalog/keda.yaml": leaf() + values})
    assert inside("build", cwd=repository).returncode == 0
    text = (repository / "rendered/dev/argocd/apps/platform/keda.yaml").read_text("utf-8")
    helm = yaml.safe_load(text)["spec"]["source"]["helm"]
    assert helm == {
        "releaseName": "keda",
        "values": "operator:\n  affinity: null\n  replicas: 2\n",
    }


@pytest.mark.parametrize("path", SAMPLE, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_samples_are_written(path):
    data = yaml.safe_load(path.read_text("utf-8"))
    file = ROOT / f"rendered/{path.stem}/argocd/apps/platform/{path.parent.name}.yaml"
    annotations = yaml.safe_load(file.read_text("utf-8"))["metadata"]["annotations"]
    assert annotations["catalogc.dev/chart-digest"] == data["chart"]["digest"]
    wave, own = int(annotations["argocd.argoproj.io/sync-wave"]), data.get("syncWave", -10)
    assert own < wave < 0 if "dependsOn" in data else wave == own


def test_operators_come_in_order():
    waves = {
        path.parent.name: yaml.safe_load(path.read_text("utf-8")).get("syncWave", -10)
        for path in SAMPLE
    }
    assert waves["cert-manager"] < waves["external-secrets"] < waves["keda"] < 0
    assert len(waves) == 9
