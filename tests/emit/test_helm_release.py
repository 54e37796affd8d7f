"""Applications and AppProjects of third-party charts, which Argo CD renders."""

import json
from dataclasses import replace
from pathlib import Path

import jsonschema_rs
import pytest
import yaml

from catalogc.emit.applications import application
from catalogc.emit.plan import plan_environment
from catalogc.emit.projects import project
from catalogc.emit.waves import sync_waves
from catalogc.goyaml.dump import dump
from catalogc.model import chart_source
from catalogc.model.adapter import RenderedBy
from catalogc.model.catalog import RenderedRelease
from catalogc.model.configuration import CatalogLimits
from emit.releases import CONFIG, DEPLOYMENT, REPOSITORY, record, rendered
from tools import ROOT

CRDS = {
    kind: jsonschema_rs.validator_for(
        json.loads((Path(__file__).parent / f"schemas/{kind.lower()}.schema.json").read_text())
    )
    for kind in ("Application", "AppProject")
}
DIGEST = "sha256:" + "0123456789abcdef" * 4
HTTP = {
    "repository": "https://charts.example.com/stable/",
    "name": "keda",
    "version": "2.20.2",
    "digest": DIGEST,
}
OCI = {**HTTP, "repository": "oci://ghcr.io/acme/charts"}


def third_party(chart=HTTP, service="keda", **values):
    item = rendered(service=service, values={"chart": chart, **values})
    release = item.release
    own = replace(release.adapter.chart, rendered_by=RenderedBy.ARGO_CD)
    release = replace(release, adapter=replace(release.adapter, chart=own))
    return RenderedRelease(release, ())


def built(*args, **values):
    item = third_party(*args, **values)
    found = application(item, CONFIG, sync_waves([item])[item.release.id])
    assert [str(error) for error in CRDS["Application"].iter_errors(found)] == []
    return found


def test_an_application_of_a_chart():
    found = built(values={"replicas": 2})
    assert found["metadata"]["name"] == "keda-dev"
    assert found["metadata"]["annotations"] == {
        "argocd.argoproj.io/sync-wave": "-10",
        "catalogc.dev/chart-digest": DIGEST,
        "catalogc.dev/chart-version": "2.20.2",
        "catalogc.dev/leaf": "catalog/a.yaml",
    }
    spec = found["spec"]
    assert spec["source"] == {
        "repoURL": "https://charts.example.com/stable",
        "chart": "keda",
        "targetRevision": "2.20.2",
        "helm": {"releaseName": "keda", "valuesObject": {"replicas": 2}},
    }
    assert spec["info"] == [{"name": "Chart", "value": "keda 2.20.2"}]
    assert spec["destination"] == {"name": "dev-gpu", "namespace": "apps"}
    assert spec["syncPolicy"]["syncOptions"] == [
        "CreateNamespace=true",
        "ServerSideApply=true",
        "ApplyOutOfSyncOnly=true",
        "PruneLast=true",
        "RespectIgnoreDifferences=true",
        "Delete=confirm",
    ]
    assert "ignoreDifferences" not in spec


def test_a_registry_is_asked_for_the_digest():
    assert built(OCI)["spec"]["source"] == {
        "repoURL": "oci://ghcr.io/acme/charts/keda",
        "path": ".",
        "targetRevision": DIGEST,
        "helm": {"releaseName": "keda"},
    }


HELM = {
    "nothing": ({}, {"releaseName": "keda"}),
    "no values": ({"values": {}}, {"releaseName": "keda"}),
    "a release name": ({"releaseName": "operator"}, {"releaseName": "operator"}),
    "an empty release name": ({"releaseName": ""}, {"releaseName": "keda"}),
    "CRDs left out": ({"skipCrds": True}, {"releaseName": "keda", "skipCrds": True}),
    "CRDs kept": ({"skipCrds": False}, {"releaseName": "keda"}),
    "values keep their types": (
        {"values": {"a": 1, "b": 1.5, "c": "1", "d": True, "e": "true", "f": "0644", "g": [{}]}},
        {
            "releaseName": "keda",
            "valuesObject": {
                "a": 1,
                "b": 1.5,
                "c": "1",
                "d": True,
                "e": "true",
                "f": "0644",
                "g": [{}],
            },
        },
    ),
    "a null is text, since the Kubernetes API drops nulls": (
        {"values": {"a": {"b": None}, "c": "no"}},
        {"releaseName": "keda", "values": 'a:\n  b: null\nc: "no"\n'},
    ),
    "a null in a list": (
        {"values": {"a": [{"b": [None]}]}},
        {"releaseName": "keda", "values": "a:\n- b:\n  - null\n"},
    ),
}


@pytest.mark.parametrize("name", HELM)
def test_helm_options(name):
    values, expected = HELM[name]
    found = built(**values)
    assert found["spec"]["source"]["helm"] == expected
    assert yaml.safe_load(dump(found)) == found


@pytest.mark.parametrize(
    ("values", "wave"),
    [({}, "-10"), ({"syncWave": -100}, "-100"), ({"syncWave": 0}, "0"), ({"syncWave": 7}, "7")],
)
def test_sync_waves(values, wave):
    annotations = built(**values)["metadata"]["annotations"]
    assert annotations["argocd.argoproj.io/sync-wave"] == wave


def test_a_workload_with_the_same_fields_is_a_workload():
    values = {"chart": HTTP, "syncWave": -50, "values": {"a": 1}, "releaseName": "x"}
    assert application(rendered(values=values), CONFIG) == application(rendered(), CONFIG)


@pytest.mark.parametrize("part", ["repository", "name", "version", "digest"])
@pytest.mark.parametrize("value", [None, "", 1, "*"])
def test_a_chart_that_is_not_pinned_is_never_written(part, value):
    with pytest.raises(ValueError, match="names no pinned chart"):
        application(third_party({**HTTP, part: value}), CONFIG)


def limited(**limits):
    return replace(CONFIG, catalogs={"web": CatalogLimits("web", **limits)})


EVERYTHING = [{"group": "*", "kind": "*"}]
PROJECTS = {
    "one chart": ([third_party()], {}, ["https://charts.example.com/stable"], ["apps"], "-11"),
    "two repositories": (
        [third_party(OCI, "a", namespace="b"), third_party(syncWave=-100), third_party()],
        {},
        ["https://charts.example.com/stable", "oci://ghcr.io/acme/charts/keda"],
        ["apps", "b"],
        "-101",
    ),
    "namespaces that the catalog owns": (
        [third_party(syncWave=5)],
        {"namespaces": ("kube-system", "apps")},
        ["https://charts.example.com/stable"],
        ["apps", "kube-system"],
        "-1",
    ),
    "beside a workload": (
        [rendered(DEPLOYMENT), third_party()],
        {},
        [REPOSITORY, "https://charts.example.com/stable"],
        ["apps"],
        "-11",
    ),
}


@pytest.mark.parametrize("name", PROJECTS)
def test_projects(name):
    items, limits, repositories, namespaces, wave = PROJECTS[name]
    found = project("web", items, limited(**limits))
    assert [str(error) for error in CRDS["AppProject"].iter_errors(found)] == []
    assert found["metadata"]["annotations"] == {"argocd.argoproj.io/sync-wave": wave}
    spec = found["spec"]
    assert spec["sourceRepos"] == repositories
    assert [entry["namespace"] for entry in spec["destinations"]] == namespaces
    assert spec["clusterResourceWhitelist"] == EVERYTHING
    assert spec["namespaceResourceWhitelist"] == EVERYTHING


def test_a_grant_that_no_leaf_uses_gives_nothing():
    limits = limited(
        namespaces=("kube-system",), chart_repositories=("https://charts.example.com",)
    )
    items = [rendered(DEPLOYMENT)]
    assert project("web", items, limits)["spec"] == project("web", items, limited())["spec"]


def test_no_folder_of_manifests():
    files = plan_environment([third_party()], CONFIG, record())
    assert sorted(files) == [
        "argocd/apps/web/keda.yaml",
        "argocd/projects/web.yaml",
        "argocd/root.yaml",
        "catalogc.json",
    ]


SPELLINGS = {
    "repository": [
        ("https://charts.example.com", True),
        ("https://charts.example.com:8443/a/b-c/~d/", True),
        ("oci://ghcr.io/acme", True),
        ("http://charts.example.com", False),
        ("charts.example.com", False),
        ("https://", False),
        ("https://a.b/..", False),
        ("https://a.b/%2e%2e/c", False),
        ("https://a.b/c//d", False),
        ("https://a.b/*", False),
        ("https://me@a.b", False),
        ("https://a.b?x", False),
        ("https://a.b/c#d", False),
        ("https://a.b\n", False),
        ("https://ä.example", False),
    ],
    "name": [("keda", True), ("a_b.C-1", True), ("..", False), ("a/b", False), ("a\n", False)],
    "version": [
        ("1.2.3", True),
        ("v1.2.3", True),
        ("1.2.3-rc.1+build", True),
        ("1.2", False),
        ("1.2.x", False),
        (">=1.2.3", False),
        ("1.02.3", False),
        ("1.2.3 ", False),
        ("latest", False),
    ],
    "digest": [
        (DIGEST, True),
        (DIGEST.upper(), False),
        (DIGEST[:-1], False),
        (DIGEST + "0", False),
    ],
}


@pytest.mark.parametrize(
    ("part", "text", "good"),
    [(part, text, good) for part, cases in SPELLINGS.items() for text, good in cases],
)
def test_the_schema_and_the_emitter_agree(part, text, good):
    schema = json.loads((ROOT / "charts/helm-release/values.schema.json").read_text("utf-8"))
    fields = schema["properties"]["chart"]["properties"]
    assert jsonschema_rs.Draft7Validator(fields[part]).is_valid(text) is good
    assert (getattr(chart_source, part.upper()).fullmatch(text) is not None) is good
