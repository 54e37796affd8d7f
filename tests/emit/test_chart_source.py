"""Charts that Argo CD renders: it gets what catalogc's engine was given, and makes the same."""

import json
import os
import shutil
import subprocess
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogc.emit.applications import application
from catalogc.emit.inline_values import inline_values
from catalogc.goyaml.dump import dump
from catalogc.goyaml.load import load_documents
from catalogc.model.delivery import Delivery, ManifestSource
from catalogc.pipeline import Backend, compile_catalog
from catalogc.render.engine import EngineRenderer
from catalogc.render.protocol import RenderSettings
from emit.argo_cd import problems
from emit.releases import CONFIG, REPOSITORY, rendered
from tools import ROOT, require_tool

SETTINGS = RenderSettings(jobs=1)
CHART = Delivery(source=ManifestSource.CHART)
CONFIG = replace(CONFIG, argocd=replace(CONFIG.argocd, delivery=CHART))


def with_chart(item, folders):
    release = item.release
    chart = replace(release.adapter.chart, dependency_folders=folders)
    return replace(item, release=replace(release, adapter=replace(release.adapter, chart=chart)))


FOLDERS = {
    "no dependency": ({}, "."),
    "library charts": (
        {"charts/common": "charts/common", "charts/lib": "libraries/lib"},
        ".;/charts/common;/libraries/lib",
    ),
    "one folder twice": ({"charts/a": "charts/a", "charts/b": "charts/a"}, ".;/charts/a"),
}


@pytest.mark.parametrize("name", FOLDERS)
def test_the_source_is_the_chart_and_the_inputs_are_its_folders(name):
    folders, expected = FOLDERS[name]
    item = with_chart(rendered(values={"replicas": 2, "text": "{{ x }}"}), folders)
    found = application(item, replace(CONFIG, api_versions=("a/v1",)), 0, "1.33")
    assert problems(found) == ()
    annotations = found["metadata"]["annotations"]
    assert annotations["argocd.argoproj.io/manifest-generate-paths"] == expected
    assert found["spec"]["source"] == {
        "repoURL": REPOSITORY,
        "targetRevision": "main",
        "path": "charts/web",
        "helm": {
            "releaseName": "podinfo",
            "valuesObject": {"namespace": "apps", "replicas": 2, "text": "{{ x }}"},
            "kubeVersion": "1.33",
            "apiVersions": ["v1", "a/v1"],
            "skipSchemaValidation": True,
        },
    }


def test_without_a_cluster_version_that_of_the_configuration_counts():
    helm = application(rendered(), CONFIG)["spec"]["source"]["helm"]
    assert helm["kubeVersion"] == CONFIG.kubernetes_version


VALUES = {
    "plain": ({"a": [1, 2.5, True, "x"], "b": {}}, False),
    "null": ({"a": [{"b": None}]}, True),
    "largest exact number": ({"a": 2**53 - 1}, False),
    "a number that JSON may round": ({"a": -(2**53)}, True),
    "a control character": ({"a": "\x7f"}, True),
    "a control character in a key": ({"\u2028": 1}, True),
}


@pytest.mark.parametrize("name", VALUES)
def test_values_stay_what_they_are(name):
    values, as_text = VALUES[name]
    helm = application(rendered(values=values), CONFIG)["spec"]["source"]["helm"]
    given = {"namespace": "apps", **values}
    if as_text:
        assert "valuesObject" not in helm
        assert load_documents(helm["values"]) == [given]
    else:
        assert helm["valuesObject"] == given


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(-(2.0**53), 2.0**53)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(min_size=1), JSON, min_size=1, max_size=3))
def test_any_values_stay_what_they_are(values):
    found = inline_values(values)
    if "values" in found:
        assert load_documents(found["values"]) == [values]
    else:  # as an ApplicationSet reads it
        assert json.loads(json.dumps(found["valuesObject"]), parse_int=float) == values


def test_a_chart_that_argo_cd_cannot_build_keeps_its_manifests():
    folders = {"charts/serving": "charts/serving", "charts/serving/charts/common": "charts/common"}
    item = with_chart(rendered(), folders)
    assert application(item, CONFIG) == application(item, replace(CONFIG, argocd=plain()))


def plain():
    return replace(CONFIG.argocd, delivery=Delivery())


@pytest.fixture(scope="module")
def sample():
    """One release of each of this repository's adapters, rendered for dev."""
    require_tool("helm")
    seen = set()

    def first(release):
        is_new = release.environment.name == "dev" and release.adapter.name not in seen
        seen.update([release.adapter.name] if is_new else ())
        return is_new

    with EngineRenderer(SETTINGS) as engine:
        compilation = compile_catalog(ROOT, prepare=lambda _: Backend(engine), select=first)
    own = [item for item in compilation.rendered if not item.release.is_third_party]
    assert len(own) > 5
    return compilation.catalog, {item.release.adapter.chart.name: item for item in own}


@pytest.fixture
def argo_cd(tmp_path):
    """What Argo CD's repository server does with a source: see its ``helmTemplate``."""
    helm = require_tool("helm")
    root = tmp_path / "checkout"
    shutil.copytree(ROOT / "charts", root / "charts")
    closed = {"PATH": os.environ["PATH"], "HOME": str(root)}

    def run(folder, *arguments):
        return subprocess.run(
            [helm, *arguments],
            cwd=folder,
            env=closed,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    def render(source, namespace):
        folder, options = root / source["path"], source["helm"]
        values = root / "values.yaml"
        values.write_text(options.get("values") or dump(options["valuesObject"]), "utf-8")
        name = ["--name-template", options["releaseName"], "--namespace", namespace]
        version = ["--kube-version", options["kubeVersion"], "--values", str(values)]
        known = [word for text in options["apiVersions"] for word in ("--api-versions", text)]
        skip = ["--skip-schema-validation"] if options.get("skipSchemaValidation") else []
        command = ["template", ".", *name, *version, *known, "--include-crds", *skip]
        result = run(folder, *command)
        if "missing in charts/ directory" in result.stderr:
            built = run(folder, "dependency", "build")
            assert built.returncode == 0, built.stderr
            result = run(folder, *command)
        return result

    return render


def by_identity(manifests):
    found = [
        ((item["kind"], item["metadata"]["name"]), item) for item in manifests if item is not None
    ]
    return sorted(found, key=lambda pair: pair[0])


def test_argo_cd_renders_what_catalogc_rendered(sample, argo_cd):
    catalog, items = sample
    config = replace(catalog.config, argocd=replace(catalog.config.argocd, delivery=CHART))
    rendered_by_argo_cd = 0
    for name, item in items.items():
        version = catalog.kubernetes_version(item.release.environment)
        found = application(item, config, 0, version)
        source = found["spec"]["source"]
        if "helm" not in source:
            assert any(
                place.count("/") > 1 for place in item.release.adapter.chart.dependency_folders
            )
            continue
        result = argo_cd(source, found["spec"]["destination"]["namespace"])
        assert result.returncode == 0, (name, result.stderr)
        made = by_identity(load_documents(result.stdout))
        assert made == by_identity(resource.manifest for resource in item.resources), name
        rendered_by_argo_cd += 1
    assert rendered_by_argo_cd > 4


def test_helm_leaves_the_dependencies_of_dependencies_out(sample, argo_cd):
    """Why such a chart keeps its manifests: if Helm ever packs them, this test says so."""
    catalog, items = sample
    item = items["inference-stack"]
    chart = replace(item.release.adapter.chart, dependency_folders={})
    release = replace(item.release, adapter=replace(item.release.adapter, chart=chart))
    config = replace(catalog.config, argocd=replace(catalog.config.argocd, delivery=CHART))
    source = application(replace(item, release=release), config)["spec"]["source"]
    result = argo_cd(source, release.namespace)
    assert result.returncode != 0
    assert "error calling include" in result.stderr
