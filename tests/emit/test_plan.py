"""What is written, as data: Applications, AppProjects, the root, file names, the marker."""

import hashlib
import json

import pytest

from catalogc.emit.applications import application
from catalogc.emit.names import application_name, safe
from catalogc.emit.plan import file_names, plan_environment
from catalogc.emit.projects import project
from catalogc.emit.root import root_documents
from catalogc.goyaml.load import load_documents
from catalogc.model.catalog import RenderedRelease
from catalogc.model.resource import Resource
from catalogc.pipeline import compile_catalog
from cli.conftest import web_leaf
from repository import make_repository, write


def resource(kind="ConfigMap", name="x", api_version="v1", namespace="web", **manifest):
    return Resource(api_version, kind, namespace, name, "templates/x.yaml", manifest, f"{kind}\n")


def catalog(folder, leaf):
    write(folder, {"catalog/leaf.yaml": leaf})
    return compile_catalog(folder, prepare=None, select=lambda _: True).catalog


@pytest.fixture
def root(tmp_path):
    return make_repository(tmp_path)


def planned(root, leaf, *resources):
    found = catalog(root, leaf)
    [release] = found.releases
    return RenderedRelease(release, resources), found.config


def test_application(root):
    item, config = planned(root, web_leaf("one"), resource())
    assert application(item, config) == {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "Application",
        "metadata": {
            "name": "one-dev",
            "namespace": "argocd",
            "labels": {
                "app.kubernetes.io/managed-by": "catalogc",
                "app.kubernetes.io/part-of": "web",
                "catalogc.dev/environment": "dev",
                "catalogc.dev/workload-type": "BASIC_CONTAINER_LOAD",
            },
            "annotations": {
                "argocd.argoproj.io/manifest-generate-paths": ".",
                "argocd.argoproj.io/sync-wave": "0",
                "catalogc.dev/leaf": "catalog/leaf.yaml",
            },
            "finalizers": ["resources-finalizer.argocd.argoproj.io"],
        },
        "spec": {
            "project": "web.dev",
            "source": {
                "repoURL": "https://git.example.com/platform/catalog.git",
                "targetRevision": "main",
                "path": "rendered/dev/manifests/web/one",
                "directory": {"recurse": False, "include": "*.yaml"},
            },
            "destination": {"name": "dev-gpu", "namespace": "web"},
            "revisionHistoryLimit": 5,
            "syncPolicy": {
                "automated": {
                    "enabled": True,
                    "prune": True,
                    "selfHeal": True,
                    "allowEmpty": False,
                },
                "managedNamespaceMetadata": {
                    "labels": {"app.kubernetes.io/managed-by": "catalogc"}
                },
                "syncOptions": [
                    "CreateNamespace=true",
                    "ServerSideApply=true",
                    "ApplyOutOfSyncOnly=true",
                    "PruneLast=true",
                    "RespectIgnoreDifferences=true",
                ],
                "retry": {
                    "limit": 5,
                    "backoff": {"duration": "5s", "factor": 2, "maxDuration": "3m"},
                },
            },
        },
    }


def test_an_autoscaler_owns_its_replicas(root):
    target = {"apiVersion": "apps/v1", "kind": "Deployment", "name": "one"}
    scaler = resource(
        "HorizontalPodAutoscaler", "one", "autoscaling/v2", spec={"scaleTargetRef": target}
    )
    deployment = resource("Deployment", "one", "apps/v1")
    item, config = planned(root, web_leaf("one"), scaler, deployment)
    assert application(item, config)["spec"]["ignoreDifferences"] == [
        {"group": "apps", "kind": "Deployment", "name": "one", "jsonPointers": ["/spec/replicas"]}
    ]


def test_a_namespace_of_its_own(root):
    item, config = planned(root, web_leaf("one"), resource("Namespace", "web", namespace=""))
    policy = application(item, config)["spec"]["syncPolicy"]
    assert "CreateNamespace=true" not in policy["syncOptions"]
    assert "managedNamespaceMetadata" not in policy
    assert project("web", [item], config)["spec"]["clusterResourceWhitelist"] == [
        {"group": "", "kind": "Namespace"}
    ]


def test_what_an_environment_says_about_syncing(root):
    text = (root / "catalogc.yaml").read_text("utf-8")
    changed = text.replace("dev: {", 'dev: {finalizer: "", syncPolicy: {automated: false}, ')
    write(root, {"catalogc.yaml": changed})
    item, config = planned(root, web_leaf("one"), resource())
    result = application(item, config)
    assert "finalizers" not in result["metadata"]
    assert "automated" not in result["spec"]["syncPolicy"]


def test_a_leaf_does_not_steer_argo_cd(root):
    """Fields of these names are unknown to the schema; even so, nothing is copied from them."""
    hostile = web_leaf("one") + (
        "project: default\ndestination: {server: https://evil.example.com}\n"
        "syncPolicy: {}\nrepoURL: https://evil.example.com\nargocd: {project: default}\n"
    )
    item, config = planned(root, hostile, resource())
    plain, _ = planned(root, web_leaf("one"), resource())
    assert application(item, config) == application(plain, config)


@pytest.mark.parametrize(
    ("model", "entries"),
    [
        ("model: qwen3:4b\n", [("Model", "qwen3:4b"), ("GPUs", "1")]),
        ("model: qwen3:4b\ngpu: {count: 0}\n", [("Model", "qwen3:4b"), ("GPUs", "0")]),
    ],
)
def test_what_a_person_sees_in_argo_cd(root, model, entries):
    leaf = "workloadType: OLLAMA_INFERENCE_LOAD\nserviceName: one\nserviceCatalog: ml-inference\n"
    item, config = planned(root, leaf + "environment: dev\n" + model)
    info = application(item, config)["spec"]["info"]
    assert [(entry["name"], entry["value"]) for entry in info] == entries


def test_a_project_allows_what_is_used_and_no_more(root):
    item, config = planned(
        root,
        web_leaf("one"),
        resource("Deployment", api_version="apps/v1"),
        resource("Deployment", "y", api_version="apps/v1"),
        resource("Role", api_version="rbac.authorization.k8s.io/v1", namespace="other"),
        resource("ClusterRole", api_version="rbac.authorization.k8s.io/v1", namespace=""),
    )
    result = project("web", [item], config)
    assert result["metadata"]["name"] == "web.dev"
    assert result["spec"] == {
        "description": "web in dev, owned by group:default/team-web.",
        "sourceRepos": ["https://git.example.com/platform/catalog.git"],
        "destinations": [
            {"name": "dev-gpu", "namespace": "other"},
            {"name": "dev-gpu", "namespace": "web"},
        ],
        "clusterResourceWhitelist": [
            {"group": "", "kind": "Namespace"},
            {"group": "rbac.authorization.k8s.io", "kind": "ClusterRole"},
        ],
        "namespaceResourceWhitelist": [
            {"group": "apps", "kind": "Deployment"},
            {"group": "rbac.authorization.k8s.io", "kind": "Role"},
        ],
    }
    assert "*" not in json.dumps(result)


def test_the_root_may_hold_applications_and_projects_alone(root):
    item, config = planned(root, web_leaf("one"))
    guard, app = root_documents(config, item.release.environment)
    assert guard["metadata"]["name"] == app["spec"]["project"] == "root.catalogc.dev"
    assert guard["spec"]["namespaceResourceWhitelist"] == [
        {"group": "argoproj.io", "kind": "AppProject"},
        {"group": "argoproj.io", "kind": "Application"},
    ]
    assert guard["spec"]["clusterResourceWhitelist"] == []
    assert guard["spec"]["destinations"] == [
        {"server": "https://kubernetes.default.svc", "namespace": "argocd"}
    ]
    assert app["spec"]["source"]["path"] == "rendered/dev/argocd"
    assert app["spec"]["source"]["directory"]["exclude"] == "root.yaml"


def test_a_tree_and_its_marker(root):
    item, config = planned(root, web_leaf("one"), resource())
    inputs = {"catalog/leaf.yaml": "b" * 64, "catalogc.yaml": "a" * 64}
    tree = plan_environment([item], config, inputs, {"catalogc": "1", "engine": "2"})
    assert list(tree) == [
        "argocd/apps/web/one.yaml",
        "argocd/projects/web.yaml",
        "argocd/root.yaml",
        "catalogc.json",
        "manifests/web/one/configmap-x.yaml",
    ]
    marker = json.loads(tree["catalogc.json"])
    assert marker["versions"] == {"catalogc": "1", "engine": "2"}
    assert [entry["path"] for entry in marker["inputs"]] == sorted(inputs)
    assert marker["outputs"] == [
        {"path": path, "size": len(text), "sha256": hashlib.sha256(text).hexdigest()}
        for path, text in tree.items()
        if path != "catalogc.json"
    ]
    assert [item["kind"] for item in load_documents(tree["argocd/root.yaml"].decode())] == [
        "AppProject",
        "Application",
    ]
    shuffled = dict(reversed(inputs.items()))
    assert plan_environment([item], config, shuffled, {"engine": "2", "catalogc": "1"}) == tree


def test_file_names():
    found = file_names([resource(name="a"), resource("Role", "system:foo")])
    assert sorted(found) == ["configmap-a.yaml", "role-system_foo.yaml"]


@pytest.mark.parametrize(
    "resources",
    [
        [
            resource("Gateway", "g", "gateway.networking.k8s.io/v1"),
            resource("Gateway", "g", "networking.istio.io/v1"),
        ],
        [resource(namespace="a"), resource(namespace="b")],
        [resource("Role", "a:b"), resource("Role", "a_b")],
        [resource("Role", "a" * 250 + "b"), resource("Role", "a" * 250 + "c")],
    ],
    ids=["group", "namespace", "characters", "length"],
)
def test_every_resource_has_a_file_of_its_own(resources):
    found = file_names(resources)
    assert len(found) == 2
    assert file_names(resources[::-1]) == found
    assert all("~" in name and len(name.lower()) <= 255 for name in found)
    assert len({name.lower() for name in found}) == 2


def test_names_stay_short_and_apart():
    long = [application_name("a" * 60 + str(number), "production") for number in range(3)]
    assert len(set(long)) == 3
    assert all(len(name) <= 53 for name in long)
    assert application_name("short", "dev") == "short-dev"


@pytest.mark.parametrize("part", ["", ".", "..", "a/b", "a\\b", "a\0"])
def test_parts_of_paths_are_parts(part):
    with pytest.raises(ValueError, match="not a file name"):
        safe(part)
