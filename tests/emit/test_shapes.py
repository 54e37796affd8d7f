"""Every shape gives Argo CD the same Applications, by other files."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from catalogc.emit.errors import DeletionRefused
from catalogc.emit.guard import guard_deletions
from catalogc.emit.plan import plan_environment
from catalogc.goyaml.load import load_documents
from catalogc.model.configuration import SyncPolicy
from catalogc.model.delivery import Delivery, Hydrator, ManifestSource, Shape
from emit.argo_cd import documents, evaluated, generated, of_kind
from emit.releases import CONFIG, DEPLOYMENT, DEV, REPOSITORY, hpa, record, rendered, resource
from emit.test_helm_release import OCI, third_party
from tools import expect_file

RECORD = record()
TARGET = {"apiVersion": "apps/v1", "kind": "Deployment", "name": "podinfo"}
ODD = 'a {{ .name }} "b" <c> & \\ : # é 🎈'


def items(environment=DEV):
    found = [
        rendered(
            DEPLOYMENT, hpa(scaleTargetRef=TARGET), values={"model": ODD, "gpu": {"count": 1}}
        ),
        rendered(resource("Namespace", "b"), service="b", values={"namespace": "b"}),
        rendered(
            resource("Service", "c"), service="c", catalog="ml", path="catalog/{{ 'x' }}.yaml"
        ),
        third_party(service="keda", values={"odd": ODD, "list": [1, 2.5, True], "empty": {}}),
        third_party(OCI, service="kserve", values={"none": None, "big": 2**60 + 1}),
        third_party(service="plain", values={"text": "a\x7fb", "on": "yes"}, syncWave=3),
    ]
    return [replace(item, release=replace(item.release, environment=environment)) for item in found]


def config(**choices):
    return replace(CONFIG, argocd=replace(CONFIG.argocd, delivery=Delivery(**choices)))


def plan(environment=DEV, **choices):
    return plan_environment(items(environment), config(**choices), RECORD)


SETS = {"shape": Shape.APPLICATION_SET}
BY_HAND = replace(DEV, finalizer="", sync_policy=SyncPolicy(automated=False, prune=False))
ENVIRONMENTS = {"automated": DEV, "by hand, without finalizer": BY_HAND}


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_an_application_set_makes_the_applications_of_app_of_apps(name):
    environment = ENVIRONMENTS[name]
    expected = of_kind(plan(environment), "Application")
    del expected["root.catalogc.dev"]
    assert len(expected) == 6
    assert evaluated(plan(environment, **SETS), "rendered/dev") == expected


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_so_says_the_controller_of_argo_cd(name):
    environment = ENVIRONMENTS[name]
    expected = of_kind(plan(environment), "Application")
    tree = plan(environment, **SETS)
    made, given = generated(tree, list(expected.values()), "rendered/dev")
    assert len(made) == 6
    assert made == given


def test_a_rolling_sync_adds_a_label_to_each_application():
    tree = plan(**SETS, rolling_sync=True)
    expected = of_kind(plan(), "Application")
    del expected["root.catalogc.dev"]
    for application in expected.values():
        wave = application["metadata"]["annotations"]["argocd.argoproj.io/sync-wave"]
        application["metadata"]["labels"]["catalogc.dev/sync-wave"] = f"wave{wave}"
    assert evaluated(tree, "rendered/dev") == expected
    steps = of_kind(tree, "ApplicationSet")["web.dev"]["spec"]["strategy"]["rollingSync"]["steps"]
    found = [step["matchExpressions"][0]["values"] for step in steps]
    assert found == [["wave-10"], ["wave0"], ["wave3"]]


def test_an_application_set():
    found = of_kind(plan(**SETS), "ApplicationSet")["web.dev"]
    assert found["metadata"]["annotations"] == {"argocd.argoproj.io/sync-wave": "-10"}
    spec = found["spec"]
    assert spec["goTemplate"] is True
    assert spec["goTemplateOptions"] == ["missingkey=error"]
    [generator] = spec["generators"]
    assert generator["git"] == {
        "repoURL": REPOSITORY,
        "revision": "main",
        "files": [{"path": "rendered/dev/argocd/apps/web/*/config.json"}],
    }
    assert spec["syncPolicy"] == {"applicationsSync": "sync", "preserveResourcesOnDeletion": False}
    assert spec["template"]["spec"]["project"] == "web.dev"
    assert "strategy" not in spec
    by_hand = of_kind(plan(BY_HAND, **SETS), "ApplicationSet")["web.dev"]["spec"]
    assert by_hand["syncPolicy"] == {
        "applicationsSync": "create-update",
        "preserveResourcesOnDeletion": True,
    }


def test_a_file_of_a_leaf_holds_what_the_template_reads():
    found = json.loads(plan(**SETS)["argocd/apps/web/b/config.json"])
    assert found == {
        "annotations": {
            "argocd.argoproj.io/manifest-generate-paths": ".",
            "argocd.argoproj.io/sync-wave": "0",
            "catalogc.dev/leaf": "catalog/a.yaml",
        },
        "ignoreDifferences": [],
        "info": [],
        "name": "b-dev",
        "namespace": "b",
        "source": {
            "repoURL": REPOSITORY,
            "targetRevision": "main",
            "path": "rendered/dev/manifests/web/b",
            "directory": {"recurse": False, "include": "*.yaml"},
        },
        "syncPolicy": {
            "syncOptions": [
                "ServerSideApply=true",
                "ApplyOutOfSyncOnly=true",
                "PruneLast=true",
                "RespectIgnoreDifferences=true",
            ]
        },
        "workloadType": "WEB",
    }


def test_the_root_may_hold_what_the_shape_needs():
    for choices, kind in (({}, "Application"), (SETS, "ApplicationSet")):
        root_project = of_kind(plan(**choices), "AppProject")["root.catalogc.dev"]
        assert root_project["spec"]["namespaceResourceWhitelist"] == [
            {"group": "argoproj.io", "kind": "AppProject"},
            {"group": "argoproj.io", "kind": kind},
        ]


HYDRATED = {
    "its own branch": (
        Hydrator(),
        {"targetBranch": "environments/dev", "path": "web/b"},
        None,
        [REPOSITORY],
    ),
    "staged in another repository": (
        Hydrator("env/", staged=True, repo_url="https://git.example.com/out.git"),
        {
            "targetBranch": "env/dev",
            "path": "web/b",
            "repoURL": "https://git.example.com/out.git",
        },
        {"targetBranch": "env/dev-next"},
        [REPOSITORY, "https://git.example.com/out.git"],
    ),
}


@pytest.mark.parametrize("name", HYDRATED)
def test_the_source_hydrator(name):
    hydrator, sync_source, hydrate_to, repositories = HYDRATED[name]
    tree = plan(shape=Shape.HYDRATOR, hydrator=hydrator)
    plain, found = of_kind(plan(), "Application"), of_kind(tree, "Application")
    for application, other in zip(plain.values(), found.values(), strict=True):
        source = application["spec"].get("source", {})
        if "directory" in source and application["metadata"]["name"] != "root.catalogc.dev":
            assert other["spec"].pop("sourceHydrator")["drySource"] == application["spec"].pop(
                "source"
            )
        assert other == application  # third-party charts and all other fields stay
    hydrated = load_documents(tree["argocd/apps/web/b.yaml"].decode())[0]["spec"]["sourceHydrator"]
    assert hydrated["syncSource"] == sync_source
    assert hydrated.get("hydrateTo") == hydrate_to
    project = of_kind(tree, "AppProject")["web.dev"]
    assert project["spec"]["sourceRepos"][: len(repositories)] == repositories


SHAPES = {
    "app-of-apps": {},
    "applicationset": SETS,
    "rolling": {**SETS, "rolling_sync": True},
    "hydrator": {"shape": Shape.HYDRATOR},
    "chart": {"source": ManifestSource.CHART},
    "chart, applicationset": {**SETS, "source": ManifestSource.CHART},
    "chart, hydrator": {"shape": Shape.HYDRATOR, "source": ManifestSource.CHART},
}


@pytest.mark.parametrize("name", SHAPES)
def test_manifests_and_projects_are_in_every_shape(name):
    tree, plain = plan(**SHAPES[name]), plan()
    assert documents(tree)
    assert {path: tree[path] for path in tree if path.startswith("manifests/")} == {
        path: plain[path] for path in plain if path.startswith("manifests/")
    }
    projects = of_kind(tree, "AppProject")
    del projects["root.catalogc.dev"]
    assert projects.keys() == {"web.dev", "ml.dev"}
    order = list(reversed(items()))
    assert plan_environment(order, config(**SHAPES[name]), RECORD) == tree


@pytest.mark.parametrize("before", SHAPES)
@pytest.mark.parametrize("after", ["app-of-apps", "applicationset"])
def test_another_shape_is_no_deletion(before, after):
    old, new = plan(**SHAPES[before]), plan(**SHAPES[after])
    guard_deletions({"dev": frozenset(old)}, {"dev": new}, 0)


@pytest.mark.parametrize("name", SHAPES)
def test_deletions_are_counted_by_application(name):
    before = frozenset(plan(**SHAPES[name]))
    less = plan_environment(items()[2:3], config(**SHAPES[name]), RECORD)
    with pytest.raises(DeletionRefused) as refused:
        guard_deletions({"dev": before}, {"dev": less}, None)
    services = ["b", "keda", "kserve", "plain", "podinfo"]
    assert (refused.value.count, refused.value.limit) == (5, 3)
    assert [path.split("/")[4].removesuffix(".yaml") for path in refused.value.names] == services
    guard_deletions({"dev": before}, {"dev": less}, 5)


def test_an_environment_overrides():
    own = replace(DEV, delivery=Delivery(shape=Shape.APPLICATION_SET))
    assert plan(own) == plan(**SETS)
    back = replace(DEV, delivery=Delivery())
    assert plan(back, **SETS) == plan()


GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("name", SHAPES)
def test_golden_tree(name):
    """What Argo CD reads of two Applications, to be looked at in a review."""
    small = [items()[0], third_party(service="keda", values={"replicas": 2})]
    tree = plan_environment(small, config(**SHAPES[name]), RECORD)
    folder = GOLDEN / name.replace(", ", "-")
    expected = {path: content for path, content in tree.items() if path.startswith("argocd/")}
    for path, content in expected.items():
        expect_file(folder / path, content)
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert present == expected.keys()


@pytest.mark.slow
def test_a_strict_check_of_argo_cd(tmp_path):
    """Another validator, over the upstream CRDs, of every shape at once."""
    crds = Path(os.environ.get("CATALOGC_CRDS", "no-such-folder"))
    checker = crds.parent / "tools/check-argo.py"
    if not checker.is_file():
        pytest.skip("there is no tools/check-argo.py beside the folder that CATALOGC_CRDS names")
    for kind in ("application", "appproject", "applicationset"):
        shutil.copy(crds / f"argoproj.io/{kind}.yaml", tmp_path / f"{kind}-crd.yaml")
    files = []
    for name, choices in SHAPES.items():
        for path, content in plan(**choices).items():
            if path.startswith("argocd/") and path.endswith(".yaml"):
                file = tmp_path / name / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
                files.append(str(file))
    command = [sys.executable, str(checker), str(tmp_path), *files]
    answer = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert answer.stdout.splitlines() == [f"{len(files) + len(SHAPES)} objects, 0 findings"]
