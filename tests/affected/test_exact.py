"""Exactly the leaves that an edit can reach: no other is rendered, judged or reported."""

import pytest

from affected.small_catalog import FILES, commit, git, leaf, make_catalog
from affected.test_any_edit import SCHEMA, SHARED, compile_all
from catalogc.affected.base import Base
from catalogc.cli.output import output_trees, write_output
from catalogc.git.runner import Git
from catalogc.git.trees import GitTree
from catalogc.render.engine import EngineRenderer
from catalogc.render.protocol import RenderSettings
from repository import written

DEV = {"one dev", "two dev", "three dev"}
PROD = {"one prod", "two prod"}
APPS = DEV | PROD
ALL = APPS | {"four dev"}
GROUP = """\
apiVersion: backstage.io/v1alpha1
kind: Group
metadata: {name: t}
spec: {type: team, children: []}
"""
TEMPLATE = "charts/widget/templates/widget.yaml"

# What is edited; the leaves that it changes; those whose objects it can make look wrong.
CASES = {
    "nothing": ({}, set(), set()),
    "a comment": (
        {"catalog/web/two/dev.yaml": "# why\n" + leaf("two", uses="one")},
        {"two dev"},
        set(),
    ),
    "a Deployment": (
        {"catalog/web/two/dev.yaml": leaf("two", uses="one", replicas=3)},
        {"two dev"},
        set(),
    ),
    "a ConfigMap that others may mount": (
        {"catalog/web/two/dev.yaml": leaf("two", uses="one", message="bye")},
        {"two dev"},
        {"one dev", "three dev"},
    ),
    "a new leaf": ({"catalog/web/new/prod.yaml": leaf("new", "prod")}, {"new prod"}, PROD),
    "a leaf that goes": ({"catalog/web/one/dev.yaml": None}, set(), {"two dev", "three dev"}),
    "a leaf of another type": (
        {"catalog/web/two/prod.yaml": leaf("two", "prod", kind="WIDGET")},
        {"two prod"},
        {"one prod"},
    ),
    "a leaf under another name": (
        {"catalog/web/two/dev.yaml": None, "catalog/web/two-b/dev.yaml": leaf("two", uses="one")},
        {"two dev"},
        set(),
    ),
    "defaults of all": ({"catalog/web/_defaults.yaml": "serviceCatalog: web\n#\n"}, ALL, set()),
    "defaults of one folder": ({"catalog/web/three/_defaults.yaml": None}, {"three dev"}, set()),
    "new defaults": (
        {"catalog/web/two/_defaults.yaml": "replicas: 3\n"},
        {"two dev", "two prod"},
        set(),
    ),
    "a template": ({TEMPLATE: FILES[TEMPLATE] + "#\n"}, {"four dev"}, set()),
    "a chart's schema": (
        {"charts/widget/values.schema.json": FILES["charts/widget/values.schema.json"] + "\n"},
        {"four dev"},
        set(),
    ),
    "examples of a chart": ({"charts/widget/ci/a-values.yaml": "size: 2\n"}, set(), set()),
    "the library chart": ({"charts/common/README.md": "# More\n"}, ALL, set()),
    "an adapter's entity": (
        {".cat/backstage/widget.yaml": FILES[".cat/backstage/widget.yaml"] + "#\n"},
        {"four dev"},
        set(),
    ),
    "another entity": (
        {".cat/backstage/team.yaml": GROUP},
        set(),
        set(),
    ),
    "an inventory": (
        {"catalog/clusters/small.yaml": FILES["catalog/clusters/small.yaml"] + "#\n"},
        DEV | {"four dev"},
        set(),
    ),
    "an inventory of no environment": (
        {"catalog/clusters/big.yaml": FILES["catalog/clusters/small.yaml"].replace("small", "big")},
        set(),
        set(),
    ),
    "configuration": ({"catalogc.yaml": FILES["catalogc.yaml"] + "#\n"}, ALL, set()),
    "a policy": ({"policies/few.yaml": SHARED["policies/few.yaml"][0]}, ALL, set()),
    "a baseline": ({".catalogc-baseline.json": '{"version": 1, "findings": []}'}, ALL, set()),
    "a schema of one kind": (
        {"schemas/acme.example.com/widget-v1.json": SCHEMA % 9},
        {"four dev"},
        set(),
    ),
    "a schema of no kind here": ({"schemas/acme.example.com/gadget-v1.json": "{}"}, set(), set()),
    "a file beside the catalog": ({"README.md": "# More\n", "src/main.py": "pass\n"}, set(), set()),
}


@pytest.fixture(scope="module")
def renderer():
    with EngineRenderer(RenderSettings(kube_version="1.34", jobs=1)) as engine:
        yield engine


@pytest.fixture(scope="module")
def built(tmp_path_factory, renderer):
    """The catalog with its output."""
    root = make_catalog(tmp_path_factory.mktemp("exact") / "catalog")
    trees = output_trees(compile_all(root, renderer), None)
    write_output(root / "rendered", trees, allow_delete=None, all_environments=True)
    commit(root)
    return root


def base_of(root):
    return Base(
        "base", GitTree.of_commit(Git.find(root, {}), git(root, "rev-parse", "HEAD").strip())
    )


def names(leaves):
    return {f"{item.service_name} {item.environment}" for item in leaves}


@pytest.mark.parametrize(("edit", "affected", "beside"), CASES.values(), ids=CASES)
def test_edit(built, renderer, edit, affected, beside):
    with written(built, edit):
        found = compile_all(built, renderer, base_of(built))
    assert names(found.made.comparison.affected) == affected
    assert names(found.reached) == affected | beside
    assert found.made.comparison.reasons == ()


def test_another_version_of_the_tool(built, renderer, monkeypatch):
    monkeypatch.setattr("catalogc.pipeline.compilation.__version__", "9.9.9")
    found = compile_all(built, renderer, base_of(built))
    assert names(found.made.comparison.affected) == ALL


UNTRUSTED = {
    "no output": (
        {"rendered/prod/catalogc.json": None},
        PROD,
        "base has no output of prod",
    ),
    "a damaged record": (
        {"rendered/prod/catalogc.json": "{}"},
        PROD,
        "base has an output of prod without a record",
    ),
    "a leaf newer than the output": (
        {"catalog/web/one/prod.yaml": leaf("one", "prod", message="new")},
        {"one prod"},
        None,
    ),
    "configuration newer than the output": (
        {"catalogc.yaml": FILES["catalogc.yaml"] + "#\n"},
        ALL,
        None,
    ),
    "a leaf that was never built": ({"catalog/web/more/dev.yaml": leaf("more")}, set(), None),
    "defaults that were never built, and are gone": (
        {"catalog/web/one/_defaults.yaml": "replicas: 3\n"},
        ALL,
        "the output of dev at base is older than catalog/web/one/_defaults.yaml",
    ),
    "output that was edited": (
        {"rendered/prod/manifests/web/one/configmap-one.yaml": "edited: true\n"},
        set(),
        None,
    ),
}


@pytest.mark.parametrize(("before", "affected", "reason"), UNTRUSTED.values(), ids=UNTRUSTED)
def test_an_output_that_is_not_of_its_sources(built, renderer, before, affected, reason):
    full = output_trees(compile_all(built, renderer), None)
    with written(built, before):
        start = commit(built)
        base = base_of(built)
    found = compile_all(built, renderer, base)
    git(built, "reset", "--quiet", "--soft", f"{start}~1")
    git(built, "add", "--all")
    assert names(found.made.comparison.affected) == affected
    assert found.made.comparison.reasons[:1] == (() if reason is None else (reason,))
    assert output_trees(found, None) == full


def test_a_leaf_that_was_not_built_again_is_rendered_though_it_did_not_change(built, renderer):
    edit = {"catalog/web/one/prod.yaml": leaf("one", "prod", message="new")}
    with written(built, edit):
        start = commit(built)
        found = compile_all(built, renderer, base_of(built))
        full = output_trees(compile_all(built, renderer), None)
        git(built, "reset", "--quiet", "--soft", f"{start}~1")
    git(built, "add", "--all")
    assert names(found.reached) == set()
    assert output_trees(found, None) == full


def test_git_is_started_as_often_for_many_files_as_for_few(built, renderer, monkeypatch):
    calls = []
    run = Git.run

    def counted(self, *arguments, **options):
        calls.append(arguments[0])
        return run(self, *arguments, **options)

    base = base_of(built)
    monkeypatch.setattr(Git, "run", counted)
    found = compile_all(built, renderer, base)
    assert len([item for item in found.rendered if item.resources]) == 6
    # Folders of inputs, the two records, the two folders of manifests, and catalogc.yaml.
    assert calls == ["cat-file"] * len(calls)
    assert len(calls) <= 10
