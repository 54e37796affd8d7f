"""Applications, AppProjects and the root Application: every field, and nothing more."""

import json
from dataclasses import replace
from pathlib import Path

import jsonschema_rs
import pytest

from catalogc.emit.applications import application
from catalogc.emit.projects import project
from catalogc.emit.root import root_documents
from catalogc.model.configuration import SyncPolicy
from catalogc.model.naming import application_name
from catalogc.model.output_names import safe
from emit.releases import CONFIG, DEPLOYMENT, DEV, REPOSITORY, hpa, rendered, resource

SCHEMAS = {
    kind: jsonschema_rs.validator_for(
        json.loads((Path(__file__).parent / f"schemas/{kind.lower()}.schema.json").read_text())
    )
    for kind in ("Application", "AppProject")
}
BY_HAND = replace(DEV, finalizer="", sync_policy=SyncPolicy(automated=False))


def errors(document):
    return [str(error) for error in SCHEMAS[document["kind"]].iter_errors(document)]


def test_an_application():
    item = rendered(DEPLOYMENT, values={"model": "phi:latest", "gpu": {"count": 2}})
    built = application(item, CONFIG)
    assert errors(built) == []
    assert built == {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "Application",
        "metadata": {
            "name": "podinfo-dev",
            "namespace": "argocd",
            "labels": {
                "app.kubernetes.io/managed-by": "catalogc",
                "app.kubernetes.io/part-of": "web",
                "catalogc.dev/environment": "dev",
                "catalogc.dev/workload-type": "WEB",
            },
            "annotations": {
                "argocd.argoproj.io/manifest-generate-paths": ".",
                "argocd.argoproj.io/sync-wave": "0",
                "catalogc.dev/leaf": "catalog/a.yaml",
            },
            "finalizers": ["resources-finalizer.argocd.argoproj.io"],
        },
        "spec": {
            "project": "web.dev",
            "source": {
                "repoURL": REPOSITORY,
                "targetRevision": "main",
                "path": "rendered/dev/manifests/web/podinfo",
                "directory": {"recurse": False, "include": "*.yaml"},
            },
            "destination": {"name": "dev-gpu", "namespace": "apps"},
            "info": [{"name": "Model", "value": "phi:latest"}, {"name": "GPUs", "value": "2"}],
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


def target(kind="Deployment", name="podinfo", api="apps/v1"):
    return hpa(scaleTargetRef={"apiVersion": api, "kind": kind, "name": name})


def ignored(group, kind):
    return [{"group": group, "kind": kind, "name": "podinfo", "jsonPointers": ["/spec/replicas"]}]


ROLLOUT = resource("Rollout", "podinfo", "argoproj.io/v1alpha1")
STATEFUL = resource("StatefulSet", "podinfo", "apps/v1")


def scaled_object(**spec):
    return resource("ScaledObject", "podinfo", "keda.sh/v1alpha1", spec=spec)


def rollout(plugins):
    canary = {
        "stableService": "podinfo",
        "canaryService": "podinfo-canary",
        "trafficRouting": {"plugins": plugins},
    }
    return resource(
        "Rollout", "podinfo", "argoproj.io/v1alpha1", spec={"strategy": {"canary": canary}}
    )


IGNORED = {
    "no autoscaler": ([DEPLOYMENT], None),
    "a Deployment": ([DEPLOYMENT, target()], ignored("apps", "Deployment")),
    "a StatefulSet": ([STATEFUL, target("StatefulSet")], ignored("apps", "StatefulSet")),
    "a Rollout": (
        [ROLLOUT, target("Rollout", api="argoproj.io/v1alpha1")],
        ignored("argoproj.io", "Rollout"),
    ),
    "an object that is not in the release": ([DEPLOYMENT, target(name="other")], None),
    "a kind without replicas": ([resource("Thing", "podinfo"), target("Thing", api="v1")], None),
    "no target": ([DEPLOYMENT, hpa(maxReplicas=3)], None),
    "a target that is a list": ([DEPLOYMENT, hpa(scaleTargetRef=[])], None),
    "a KEDA scaler, whose target is a Deployment unless it says otherwise": (
        (DEPLOYMENT, scaled_object(scaleTargetRef={"name": "podinfo"})),
        ignored("apps", "Deployment"),
    ),
    "a canary behind a route": (
        (rollout(plugins={"argoproj-labs/gatewayAPI": {"httpRoute": "podinfo-http-route"}}),),
        [
            *[
                {
                    "group": "",
                    "kind": "Service",
                    "name": name,
                    "jsonPointers": ["/spec/selector/rollouts-pod-template-hash"],
                }
                for name in ("podinfo", "podinfo-canary")
            ],
            {
                "group": "gateway.networking.k8s.io",
                "kind": "HTTPRoute",
                "name": "podinfo-http-route",
                "jqPathExpressions": [".spec.rules[].backendRefs[].weight"],
            },
        ],
    ),
    "a rollout that says nothing": (
        (resource("Rollout", "podinfo", "argoproj.io/v1alpha1", spec=None),),
        None,
    ),
}


@pytest.mark.parametrize("name", IGNORED)
def test_what_a_controller_owns_is_ignored(name):
    resources, expected = IGNORED[name]
    built = application(rendered(*resources), CONFIG)
    assert errors(built) == []
    assert built["spec"].get("ignoreDifferences") == expected


INFO = {
    "nothing": ({}, None),
    "a model with a revision": (
        {"model": {"id": "org/model", "revision": "abc"}},
        [{"name": "Model", "value": "org/model"}],
    ),
    "no GPU": ({"gpu": {"count": 0}}, [{"name": "GPUs", "value": "0"}]),
    "values of other types": ({"model": ["x"], "gpu": {"count": True}}, None),
    "gpu is no mapping": ({"gpu": 1}, None),
}


@pytest.mark.parametrize("name", INFO)
def test_info(name):
    values, expected = INFO[name]
    assert application(rendered(values=values), CONFIG)["spec"].get("info") == expected


def test_sync_by_hand_and_without_finalizer():
    built = application(rendered(environment=BY_HAND), CONFIG)
    assert errors(built) == []
    assert "automated" not in built["spec"]["syncPolicy"]
    assert "finalizers" not in built["metadata"]


def test_a_namespace_among_the_manifests_is_not_created_by_argo_cd():
    policy = application(rendered(resource("Namespace", "apps")), CONFIG)["spec"]["syncPolicy"]
    assert "CreateNamespace=true" not in policy["syncOptions"]
    assert "managedNamespaceMetadata" not in policy


def test_a_leaf_steers_neither_project_nor_destination_nor_source():
    forged = {
        "project": "default",
        "destination": {"server": "https://evil.example.com"},
        "syncPolicy": {"automated": {"prune": False}},
        "repoURL": "https://evil.example.com",
        "source": {"repoURL": "https://evil.example.com"},
        "finalizers": ["x"],
        "argocd": {"namespace": "kube-system"},
    }
    assert application(rendered(values=forged), CONFIG) == application(rendered(), CONFIG)


@pytest.mark.parametrize(
    ("service", "expected"),
    [
        ("a", "a-dev"),
        ("a" * 49, "a" * 49 + "-dev"),
        ("a" * 50, "a" * 44 + "-e5fdd0f6"),
        ("a" * 43 + "-" + "b" * 19, "a" * 43 + "-2b998013"),
    ],
)
def test_application_names(service, expected):
    assert application_name(service, "dev") == expected
    assert len(expected) <= 53
    assert application_name(service, "prod") != expected


@pytest.mark.parametrize("part", ["", ".", "..", "a/b", "../x", "a\\b", "a\0b"])
def test_path_parts_that_lead_elsewhere(part):
    with pytest.raises(ValueError, match="not a file name"):
        safe(part)


def test_an_app_project_allows_what_is_used():
    items = [
        rendered(DEPLOYMENT, resource("Service", namespace="other")),
        rendered(
            resource("ClusterRole", api="rbac.authorization.k8s.io/v1"),
            service="b",
            values={"namespace": "b"},
        ),
    ]
    built = project("web", items, CONFIG)
    assert errors(built) == []
    assert built["metadata"]["name"] == "web.dev"
    assert built["metadata"]["annotations"] == {"argocd.argoproj.io/sync-wave": "-1"}
    assert built["spec"] == {
        "description": "web in dev, owned by group:default/team-web.",
        "sourceRepos": [REPOSITORY],
        "destinations": [
            {"name": "dev-gpu", "namespace": "apps"},
            {"name": "dev-gpu", "namespace": "b"},
            {"name": "dev-gpu", "namespace": "other"},
        ],
        "clusterResourceWhitelist": [
            {"group": "", "kind": "Namespace"},
            {"group": "rbac.authorization.k8s.io", "kind": "ClusterRole"},
        ],
        "namespaceResourceWhitelist": [
            {"group": "", "kind": "Service"},
            {"group": "apps", "kind": "Deployment"},
        ],
    }


def test_the_root_holds_applications_and_projects_alone():
    root_project, root = root_documents(CONFIG, DEV)
    assert errors(root_project) == errors(root) == []
    here = {"server": "https://kubernetes.default.svc", "namespace": "argocd"}
    assert root_project["spec"] == {
        "description": "Applications and AppProjects of dev, written by catalogc.",
        "sourceRepos": [REPOSITORY],
        "destinations": [here],
        "clusterResourceWhitelist": [],
        "namespaceResourceWhitelist": [
            {"group": "argoproj.io", "kind": "AppProject"},
            {"group": "argoproj.io", "kind": "Application"},
        ],
    }
    assert root["spec"]["project"] == root_project["metadata"]["name"] == "root.catalogc.dev"
    assert root["spec"]["destination"] == here
    assert root["spec"]["source"] == {
        "repoURL": REPOSITORY,
        "targetRevision": "main",
        "path": "rendered/dev/argocd",
        "directory": {"recurse": True, "include": "*.yaml", "exclude": "root.yaml"},
    }
    assert root["spec"]["ignoreDifferences"][0]["jsonPointers"] == [
        "/spec/syncPolicy/automated",
        "/metadata/annotations/argocd.argoproj.io~1refresh",
        "/operation",
    ]


@pytest.mark.parametrize("catalog", ["root", "catalogc", "root-catalogc"])
def test_no_catalog_has_the_name_of_the_root_project(catalog):
    item = rendered(catalog=catalog)
    assert project(catalog, [item], CONFIG)["metadata"]["name"] != "root.catalogc.dev"


@pytest.mark.parametrize(
    ("kind", "field"),
    [("Application", "selfHeall"), ("AppProject", "sourceRepo")],
)
def test_the_schemas_see_misspelt_fields(kind, field):
    documents = root_documents(CONFIG, DEV)
    document = next(document for document in documents if document["kind"] == kind)
    document["spec"][field] = "x"
    assert len(errors(document)) == 1
