"""Entities of adapters, leaves and service catalogs, and the folder that they are written to."""

import hashlib
import json

import pytest

from catalogc.export.backstage.naming import entity_name, is_label_value, tags
from catalogc.goyaml.load import load_documents
from cli.in_process import inside
from cli.run import catalogc, tree
from export.backstage.charts import make_catalog, schema, write_chart
from repository import lint, make_repository, write
from tools import ROOT

FOLDER = ".cat/backstage"
CHANGED = "differs from what catalogc backstage writes"
EXTRA = "stands for nothing in the catalog any more"
MISSING = "is missing: catalogc backstage would write it"
LEAF = """\
workloadType: {type}
serviceName: {name}
serviceCatalog: {catalog}
environment: {environment}
"""


def leaf(name="shop", catalog="web", environment="dev", workload_type="TEST_LOAD"):
    return LEAF.format(type=workload_type, name=name, catalog=catalog, environment=environment)


def run(root, *arguments, code=0):
    result = inside("backstage", *arguments, cwd=root)
    assert result.returncode == code, result.stdout + result.stderr
    return result


def entity(root, path):
    [document] = load_documents((root / FOLDER / path).read_text("utf-8"))
    return document


def problems(result):
    return [finding["message"] for finding in json.loads(result.stdout)["findings"]]


@pytest.fixture
def small(tmp_path):
    """One chart that no entity registers, and one leaf of it."""
    leaves = {"catalog/web/shop/dev.yaml": leaf()}
    return make_catalog(tmp_path / "small", {"test-load": schema({})}, leaves=leaves)


NAMES = {
    "as it is": ("shop-dev", (), "shop-dev"),
    "63 characters": ("a" * 63, (), "a" * 63),
    "64 characters": ("a" * 64, (), "a" * 54 + "-" + hashlib.sha256(b"a" * 64).hexdigest()[:8]),
    "taken": ("shop-dev", {"shop-dev"}, "shop-dev-" + hashlib.sha256(b"shop-dev").hexdigest()[:8]),
    "case is folded": ("Shop", {"shop"}, "Shop-" + hashlib.sha256(b"Shop").hexdigest()[:8]),
    "illegal": ("a/b c", (), "a-b-c-" + hashlib.sha256(b"a/b c").hexdigest()[:8]),
    "nothing legal": ("??", (), "entity-" + hashlib.sha256(b"??").hexdigest()[:8]),
}


@pytest.mark.parametrize(("text", "taken", "expected"), NAMES.values(), ids=NAMES)
def test_entity_names(text, taken, expected):
    name = entity_name(text, taken)
    assert name == expected
    assert len(name) <= 63


@pytest.mark.parametrize(
    ("text", "legal"),
    [("A_B.c-1", True), ("", True), ("phi:latest", False), ("-a", False), ("a" * 64, False)],
)
def test_label_values(text, legal):
    assert is_label_value(text) is legal


def test_tags():
    assert tags(["GPU", "gateway api", "a_b", "c++", "é", "", "x" * 64]) == [
        "a-b",
        "c++",
        "gateway-api",
        "gpu",
    ]


def test_a_new_chart_is_registered_with_its_leaf_and_form(small):
    text = "keywords: [GPU, demo]\nannotations: {catalogc.dev/owner: group:default/ml}\n"
    write_chart(small, "test-load", schema({}), metadata=f"description: A test.\n{text}")
    assert inside("lint", "--no-render", cwd=small).returncode == 1  # nobody knows the type yet
    assert run(small).stdout.startswith("Wrote .cat/backstage/: ")
    assert inside("lint", "--no-render", cwd=small).returncode == 0
    assert entity(small, "test-load.catalog-info.yaml") == {
        "apiVersion": "backstage.io/v1alpha1",
        "kind": "Component",
        "metadata": {
            "name": "test-load",
            "title": "Test load",
            "description": "A test.",
            "labels": {"catalogc.dev/workload-type": "TEST_LOAD"},
            "annotations": {"catalogc.dev/chart-path": "charts/test-load"},
            "tags": ["demo", "gpu", "helm", "kubernetes"],
        },
        "spec": {
            "type": "platform-base-chart",
            "lifecycle": "production",
            "owner": "group:default/ml",
            "system": "workload-adapters",
        },
    }
    assert sorted(tree(small / FOLDER)) == [
        "leaves.catalog-info.yaml",
        "leaves/web/shop-dev.catalog-info.yaml",
        "leaves/web/system.catalog-info.yaml",
        "location.yaml",
        "templates.catalog-info.yaml",
        "templates/test-load/skeleton/${{ values.environment }}.yaml.njk",
        "templates/test-load/template.yaml",
        "templates/workload/skeleton/${{ values.environment }}.yaml.njk",
        "templates/workload/template.yaml",
        "test-load.catalog-info.yaml",
        "workload-adapters.catalog-info.yaml",
    ]


def test_a_leaf_is_a_component_of_its_catalog(tmp_path):
    text = leaf("ollama-phi", "ml-inference", "prod", "OLLAMA_INFERENCE_LOAD")
    path = "catalog/ml-inference/ollama-phi/prod.yaml"
    extra = "namespace: ml-workloads\nmodel: phi3:3.8b\n"
    root = make_repository(tmp_path / "r", {path: text + extra})
    run(root)
    assert entity(root, "leaves/ml-inference/ollama-phi-prod.catalog-info.yaml") == {
        "apiVersion": "backstage.io/v1alpha1",
        "kind": "Component",
        "metadata": {
            "name": "ollama-phi-prod",
            "title": "ollama-phi (prod)",
            "description": "Ollama inference load of ml-inference.",
            "labels": {"catalogc.dev/workload-type": "OLLAMA_INFERENCE_LOAD"},
            "annotations": {
                "catalogc.dev/leaf": path,
                "argocd/app-name": "ollama-phi-prod",
                "backstage.io/kubernetes-label-selector": "app.kubernetes.io/name=ollama-phi",
                "backstage.io/kubernetes-namespace": "ml-workloads",
            },
            "tags": ["ollama-inference-load", "prod"],
        },
        "spec": {
            "type": "service",
            "lifecycle": "production",
            "owner": "group:default/team-ml",
            "system": "ml-inference",
            "dependsOn": ["component:default/ollama-inference-load"],
        },
    }
    assert entity(root, "leaves/ml-inference/system.catalog-info.yaml")["spec"] == {
        "owner": "group:default/team-ml"
    }


def test_long_and_clashing_names_stay_unique(small):
    long = "s" * 50
    write(small, {f"catalog/web/{long}/dev.yaml": leaf(long, environment="development")})
    # The Application test-load would share its name with the adapter.
    write(small, {"catalog/web/test/load.yaml": leaf("test", environment="load")})
    run(small)
    names = {
        entity(small, path)["metadata"]["name"]
        for path in tree(small / FOLDER)
        if path.startswith("leaves/") and "system" not in path
    }
    cut = hashlib.sha256(f"{long}-development".encode()).hexdigest()[:8]
    taken = hashlib.sha256(b"test-load").hexdigest()[:8]
    assert names == {"shop-dev", f"{'s' * 44}-{cut}", f"test-load-{taken}"}


def test_a_second_run_changes_nothing(small):
    run(small)
    before = tree(small)
    assert run(small).stdout == ".cat/backstage/ is up to date: 11 generated files.\n"
    assert run(small, "--check").stdout.startswith("1 leaf is clean")
    assert tree(small) == before


def test_lint_and_build_see_the_same_leaves_before_and_after(tmp_path):
    root = make_repository(tmp_path / "r", {"catalog/web/shop/dev.yaml": WEB})
    before = [finding.message for finding in lint(root)]
    assert inside("build", cwd=root).returncode == 0
    built = tree(root / "rendered")
    run(root)
    assert [finding.message for finding in lint(root)] == before == []
    assert inside("build", cwd=root).returncode == 0
    assert tree(root / "rendered") == built


WEB = """\
workloadType: BASIC_CONTAINER_LOAD
serviceName: shop
serviceCatalog: web
namespace: web
environment: dev
container:
  image: {repository: ghcr.io/stefanprodan/podinfo, tag: 6.7.1}
"""


def test_check_lists_drift_and_changes_nothing(small):
    run(small)
    folder = small / FOLDER
    (folder / "leaves/web/shop-dev.catalog-info.yaml").unlink()
    changed = folder / "test-load.catalog-info.yaml"
    changed.write_text(changed.read_text("utf-8").replace("production", "experimental"), "utf-8")
    stale = folder / "leaves/web/gone-dev.catalog-info.yaml"
    stale.write_text("# Written by catalogc backstage.\nkind: Component\n", "utf-8")
    before = tree(small)
    assert problems(run(small, "--check", "--format", "json", code=1)) == [
        f"{FOLDER}/leaves/web/gone-dev.catalog-info.yaml {EXTRA}",
        f"{FOLDER}/leaves/web/shop-dev.catalog-info.yaml {MISSING}",
        f"{FOLDER}/test-load.catalog-info.yaml {CHANGED}",
    ]
    assert tree(small) == before
    assert run(small).stdout == "Wrote .cat/backstage/: 1 files added, 1 changed, 1 removed.\n"


def test_check_lists_a_chart_that_is_not_registered(tmp_path):
    root = make_catalog(tmp_path, {"test-load": schema({})})
    found = problems(run(root, "--check", "--format", "json", code=1))
    assert f"{FOLDER}/test-load.catalog-info.yaml {MISSING}" in found
    assert not (root / FOLDER).exists()


def test_what_stood_for_a_removed_leaf_goes(small):
    run(small)
    (small / "catalog/web/shop/dev.yaml").unlink()
    assert "2 removed" in run(small).stdout
    assert not (small / FOLDER / "leaves").exists()


def test_a_chart_that_is_gone_takes_its_entity_and_form_along(small):
    run(small)
    (small / "catalog/web/shop/dev.yaml").unlink()
    for path in (small / "charts/test-load").iterdir():
        path.unlink()
    (small / "charts/test-load").rmdir()
    run(small)
    assert sorted(tree(small / FOLDER)) == [
        "leaves.catalog-info.yaml",
        "location.yaml",
        "templates.catalog-info.yaml",
        "workload-adapters.catalog-info.yaml",
    ]


HAND_WRITTEN = {
    "adapter": ("test-load.catalog-info.yaml", "lifecycle: production", "lifecycle: deprecated"),
    "template": ("templates/test-load/template.yaml", "title: Test load", "title: Ours"),
    "leaf": ("leaves/web/shop-dev.catalog-info.yaml", "lifecycle: development", "lifecycle: x"),
}


@pytest.mark.parametrize(("path", "old", "new"), HAND_WRITTEN.values(), ids=HAND_WRITTEN)
def test_files_that_people_wrote_stay(small, path, old, new):
    run(small)
    file = small / FOLDER / path
    text = file.read_text("utf-8").partition("\n")[2].replace(old, new)
    assert new in text
    file.write_text(text, "utf-8")
    run(small)
    assert file.read_text("utf-8") == text
    assert run(small, "--check").returncode == 0


def test_a_hand_written_file_of_the_same_meaning_is_taken_over(small):
    run(small)
    file = small / FOLDER / "test-load.catalog-info.yaml"
    text = file.read_text("utf-8")
    file.write_text("# ours\n" + text.partition("\n")[2], "utf-8")
    assert "1 changed" in run(small).stdout
    assert file.read_text("utf-8") == text


def test_a_skeleton_beside_a_hand_written_form_stays(small):
    run(small)
    folder = small / FOLDER / "templates/test-load"
    form = folder / "template.yaml"
    form.write_text(form.read_text("utf-8").replace("# Written by", "# Adapted from"), "utf-8")
    form.write_text(form.read_text("utf-8").replace("title: Test load", "title: Ours"), "utf-8")
    (folder / "skeleton/${{ values.environment }}.yaml.njk").write_text("mine\n", "utf-8")
    run(small)
    assert tree(folder)["skeleton/${{ values.environment }}.yaml.njk"] == b"mine\n"


def test_a_leaf_that_an_entity_holds_or_names_gets_no_second_one(small):
    named = "metadata: {name: mine, annotations: {catalogc.dev/leaf: catalog/web/shop/dev.yaml}}"
    head = "apiVersion: backstage.io/v1alpha1\nkind: Component\n"
    inner = leaf("held").replace("\n", "\n    ").rstrip()
    spec = "spec:\n  type: service\n  lifecycle: production\n  owner: us\n"
    held = f"metadata: {{name: held}}\n{spec}  workload:\n    {inner}\n"
    write(small, {f"{FOLDER}/named.yaml": f"{head}{named}\n{spec}"})
    (small / FOLDER / "held.yaml").write_text(head + held, "utf-8")
    run(small)
    assert not (small / FOLDER / "leaves").exists()


def test_a_root_location_that_leads_nowhere_is_reported(small):
    location = """\
        apiVersion: backstage.io/v1alpha1
        kind: Location
        metadata: {name: root}
        spec: {targets: [./named.yaml], presence: optional}
        """
    write(small, {f"{FOLDER}/location.yaml": location})
    result = run(small, "--format", "json", code=1)
    messages = problems(result)
    assert len(messages) == 4
    assert messages[0] == (
        "no target leads to leaves.catalog-info.yaml, which catalogc backstage writes"
    )


def test_errors_of_leaves_stop_the_run(small):
    run(small)
    before = tree(small / FOLDER)
    write(small, {"catalog/web/bad/dev.yaml": leaf("Bad_Name")})
    result = run(small, code=1)
    assert "Bad_Name" in result.stdout
    assert tree(small / FOLDER) == before


def test_links_are_not_followed(small, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (small / ".cat").mkdir()
    (small / FOLDER).symlink_to(outside)
    result = run(small, code=3)
    assert "symbolic link" in result.stderr
    assert not list(outside.iterdir())


def test_a_schema_that_is_none_is_refused(small):
    broken = schema({"model": {"type": "text"}})
    write_chart(small, "test-load", broken)
    result = run(small, code=1)
    assert "test-load/values.schema.json" in result.stdout + result.stderr
    assert not (small / FOLDER / "templates").exists()


CHARTS_LEFT_OUT = {
    "a library": (schema({}), "type: library\n"),
    "no workloadType": ({"type": "object"}, ""),
    "not an object": ([], ""),
}


@pytest.mark.parametrize(("values", "metadata"), CHARTS_LEFT_OUT.values(), ids=CHARTS_LEFT_OUT)
def test_other_charts_are_not_registered(tmp_path, values, metadata):
    root = make_catalog(tmp_path, {})
    write_chart(root, "other", values, metadata)
    run(root)
    assert not (root / FOLDER / "other.catalog-info.yaml").exists()


def test_this_repository_is_up_to_date():
    result = catalogc("backstage", "--check", cwd=ROOT)
    assert result.returncode == 0, result.stdout + result.stderr
