"""The real Backstage packages take the tree, show the forms, and write leaves for lint."""

import json
import subprocess

import pytest

from catalogc.goyaml.load import load_documents
from cli.run import catalogc
from repository import lint, make_repository
from tools import ROOT, require_node_modules

SCRIPTS = ROOT / "tests" / "node"
TREE = ".cat/backstage"
pytestmark = pytest.mark.slow

DIGEST = f"sha256:{'0' * 64}"
IMAGE = {"repository": "ghcr.io/stefanprodan/podinfo", "tag": "6.7.1"}
WEB = {"serviceCatalog": "web", "serviceName": "shop", "environment": "dev"}
ML = {**WEB, "serviceCatalog": "ml-inference", "serviceName": "model"}
SECRET = {"name": "PASSWORD", "secretKey": "password", "vaultPath": "/secret/web/shop"}
REVISION = "a09a35458c702b33eeacc393d103063234e8bc28"

# workloadType -> what somebody fills in, by the keys of the type's own form.
FILLED = {
    "BASIC_CONTAINER_LOAD": {
        **WEB,
        "container": {
            "image": IMAGE,
            "port": 9898,
            "resources": {"requests": {"cpu": "250m"}},
            "environment": [{"name": "GREETING", "value": 'a: "b" ${{ values.x }} {# #}\n- c'}],
        },
        "containerSecrets": [SECRET],
        "ingress": {"enabled": True, "host": "shop.example.com"},
        "hpa": {"enabled": True, "maxReplicas": 7},
    },
    "BASIC_CONTAINER_ROLLOUT": {**WEB, "container": {"image": IMAGE}},
    "STATEFUL_CONTAINER_LOAD": {
        **WEB,
        "container": {"image": IMAGE},
        "storage": {"volumes": [{"name": "data", "mountPath": "/data", "size": "2Gi"}]},
        "ingress": {"enabled": True, "host": "shop.example.com"},
    },
    "ML_INFERENCE_LOAD": {
        **ML,
        "model": {"id": "Qwen/Qwen2.5-7B-Instruct", "revision": REVISION},
        "gpu": {"count": 2},
        "vault": {"hfTokenPath": "/secret/shared/huggingface/token"},
    },
    "OLLAMA_INFERENCE_LOAD": {**ML, "model": "phi3:3.8b", "container": {"replicas": 1}},
    "GPU_CONTAINER_LOAD": {**ML, "container": {"image": IMAGE}, "gpu": {"count": 1}},
    "HELM_RELEASE": {
        **WEB,
        "serviceCatalog": "platform",
        "namespace": "keda",
        "chart": {
            "repository": "https://kedacore.github.io/charts",
            "name": "keda",
            "version": "2.18.0",
            "digest": DIGEST,
        },
        "values": "replicaCount: 2\nlabels:\n  a: b\n",
    },
}
# workloadType -> fields of its leaf, beside the identity, exactly.
LEAVES = {
    "BASIC_CONTAINER_LOAD": {
        "namespace": "web",
        "container": {
            **FILLED["BASIC_CONTAINER_LOAD"]["container"],
            "secrets": [SECRET],
        },
        "ingress": {"enabled": True, "host": "shop.example.com"},
        "hpa": {"enabled": True, "maxReplicas": 7},
    },
    "STATEFUL_CONTAINER_LOAD": {
        "namespace": "web",
        # The route needs it, and the form filled it in.
        "container": {"image": IMAGE, "protocol": "http"},
        "storage": FILLED["STATEFUL_CONTAINER_LOAD"]["storage"],
        "ingress": {"enabled": True, "host": "shop.example.com"},
    },
    "HELM_RELEASE": {
        "namespace": "keda",
        "chart": FILLED["HELM_RELEASE"]["chart"],
        "values": {"replicaCount": 2, "labels": {"a": "b"}},
    },
}


def node(name, script, *arguments, given=None, options=()):
    folder = require_node_modules(name)
    result = subprocess.run(
        ["node", *options, str(SCRIPTS / name / script), str(folder), *map(str, arguments)],
        input=given,
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=120,
    )
    assert result.returncode == 0, result.stderr[-3000:] + result.stdout[-3000:]
    return result.stdout


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """A repository with the adapters of this one and their forms."""
    folder = make_repository(tmp_path_factory.mktemp("portal") / "r")
    result = catalogc("backstage", cwd=folder)
    assert result.returncode == 0, result.stdout + result.stderr
    return folder


@pytest.fixture(scope="module")
def templates(root):
    """workloadType -> folder of its Template."""
    found = {}
    for path in sorted((root / TREE).glob("*.catalog-info.yaml")):
        for entity in load_documents(path.read_text("utf-8")):
            labels = entity["metadata"].get("labels", {})
            name = entity["metadata"]["name"]
            if "catalogc.dev/workload-type" in labels:
                found[labels["catalogc.dev/workload-type"]] = root / TREE / "templates" / name
    return found


def check(*paths):
    return json.loads(node("backstage-entities", "check.cjs", *paths))


def test_entities_of_this_repository_are_accepted():
    found = check(*sorted((ROOT / TREE).rglob("*.yaml")))
    assert found["problems"] == []
    assert {ref for _, ref in found["unresolved"]} <= {
        "group:default/team-ml",
        "group:default/team-web",
    }
    assert "component:default/ollama-phi-dev" in found["entities"]
    assert "template:default/workload" in found["entities"]


BAD_ENTITIES = {
    "name": ("name: podinfo-dev", "name: podinfo dev"),
    "tag": ("- dev", "- Dev"),
    "annotation": ("argocd/app-name: podinfo-dev", "argocd/app-name: 1"),
    "owner": ("owner: group:default/team-web", "proprietor: group:default/team-web"),
}


@pytest.mark.parametrize(("old", "new"), BAD_ENTITIES.values(), ids=BAD_ENTITIES)
def test_the_entity_check_can_fail(tmp_path, old, new):
    text = (ROOT / TREE / "leaves/web/podinfo-dev.catalog-info.yaml").read_text("utf-8")
    assert old in text
    (tmp_path / "bad.yaml").write_text(text.replace(old, new), "utf-8")
    assert len(check(tmp_path / "bad.yaml")["problems"]) == 1


def camel(workload_type, key):
    first, *others = [*workload_type.lower().split("_"), key]
    return first + "".join(word[:1].upper() + word[1:] for word in others)


def umbrella_data(workload_type, data):
    """The same answers under the umbrella's keys, with what another type has left behind."""
    identity = {*WEB, "namespace"}
    own = {
        key if key in identity else camel(workload_type, key): value for key, value in data.items()
    }
    stale = camel(
        "ML_INFERENCE_LOAD" if workload_type != "ML_INFERENCE_LOAD" else "HELM_RELEASE", "chart"
    )
    return {**own, "workloadType": workload_type, stale: {"name": "stale"}}


def fill(scenarios):
    return json.loads(node("backstage-form", "fill.mjs", given=json.dumps(scenarios)))


@pytest.fixture(scope="module")
def pages(root, templates):
    """Key of a scenario -> pages of its form; all in one run, whose start takes seconds.

    Keys: (workloadType, whether by the umbrella), a name in `REFUSED`, or a bare workloadType for
    a form that nothing is filled in.
    """
    umbrella = root / TREE / "templates/workload"
    scenarios = {}
    for name, data in FILLED.items():
        scenarios[name, False] = (templates[name], data, [])
        scenarios[name, True] = (umbrella, umbrella_data(name, data), [])
    for key, (name, changed, clicks, _, _) in REFUSED.items():
        scenarios[key] = (templates[name], {**FILLED[name], **changed}, clicks)
    told = [
        {"template": str(path / "template.yaml"), "data": data, "click": clicks}
        for path, data, clicks in scenarios.values()
    ]
    told += [{"template": str(path / "template.yaml")} for path in templates.values()]
    return dict(zip([*scenarios, *templates], fill(told), strict=True))


@pytest.fixture(scope="module")
def filled(pages):
    """(workloadType, whether by the umbrella) -> pages as they are when all is filled in."""
    return {case: pages[case] for case in CASES}


CASES = [(name, umbrella) for name in FILLED for umbrella in (False, True)]
IDS = [f"{name}-{'umbrella' if umbrella else 'own'}" for name, umbrella in CASES]


@pytest.mark.parametrize(("workload_type", "umbrella"), CASES, ids=IDS)
def test_a_filled_form_is_accepted(filled, workload_type, umbrella):
    pages = filled[workload_type, umbrella]
    complaints = {page["title"]: page["errors"] for page in pages[:-1] if page["errors"]}
    assert complaints == {}


def test_every_form_can_be_shown_and_asks_for_something(pages, templates):
    """Also those of workload types that nothing here is filled in for."""
    for name in templates:
        empty = pages[name]
        errors = [error for page in empty for error in page["errors"]]
        assert errors
        assert not [error for error in errors if "not supported" in error]
        assert all(page["fields"] for page in empty if page["title"] in ("Identity", "Workload"))


def controls(pages):
    return {
        name: kind for page in pages for name, _, kind in (c.partition(":") for c in page["fields"])
    }


def test_widgets_are_what_the_form_library_makes_of_them(filled):
    shown = controls(filled["OLLAMA_INFERENCE_LOAD", False])
    kinds = {
        "environment": "radio*",
        "serviceCatalog": "select*",
        "model": "text*",
        "gpu_count": "range",
        "ingress_enabled": "checkbox",
    }
    assert {name: shown.get(name) for name in kinds} == kinds
    assert "ingress_host" not in shown
    offered = filled["OLLAMA_INFERENCE_LOAD", False][1]["offered"]
    assert "phi:latest" in offered["model"]


def test_an_umbrella_shows_the_fields_of_the_chosen_type_only(filled):
    for workload_type in FILLED:
        shown = controls(filled[workload_type, True])
        own = camel(workload_type, "")
        others = {camel(other, "") for other in FILLED} - {own}
        assert [name for name in shown if name.startswith(own)]
        assert not [name for name in shown if name.startswith(tuple(others))]


# What is entered, and what the form says: (workloadType, changed data, clicks, page, messages).
REFUSED = {
    "name": (
        "BASIC_CONTAINER_LOAD",
        {"serviceName": "Shop"},
        [],
        "Identity",
        ["must match pattern"],
    ),
    "no model": ("OLLAMA_INFERENCE_LOAD", {"model": None}, [], "Workload", ["must be string"]),
    "host is asked for": (
        "BASIC_CONTAINER_ROLLOUT",
        {},
        ["ingress_enabled"],
        "Networking",
        ["must have required property 'Host'"],
    ),
    "too many GPUs": (
        "ML_INFERENCE_LOAD",
        {"gpu": {"count": 99}},
        [],
        "Workload",
        ["must be <= 8"],
    ),
    "quantity": (
        "BASIC_CONTAINER_LOAD",
        {"container": {"image": IMAGE, "resources": {"requests": {"cpu": "much"}}}},
        [],
        "Workload",
        ["must match pattern"],
    ),
    "foreign namespace": (
        "BASIC_CONTAINER_LOAD",
        {"namespace": "kube-system"},
        [],
        "Identity",
        ["must be equal to one of the allowed values"],
    ),
    "line break in YAML": (
        "HELM_RELEASE",
        {"values": "a: b\rworkloadType: X"},
        [],
        "Workload",
        ["must match pattern"],
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_wrong_values_are_refused_on_their_page(pages, name):
    *_, title, messages = REFUSED[name]
    complaints = {page["title"]: page["errors"] for page in pages[name][:-1] if page["errors"]}
    assert list(complaints) == [title]
    for message in messages:
        assert any(message in complaint for complaint in complaints[title])


@pytest.fixture(scope="module")
def portal(root, templates, filled, tmp_path_factory):
    """What a Backstage backend makes of the tree and of the data of the filled forms."""
    repository = {"repoUrl": "github.com?owner=platform&repo=catalog"}
    runs = [
        {
            "template": str(root / TREE / "templates/workload" if umbrella else templates[name]),
            "values": {**pages[-1]["data"], **repository},
        }
        for (name, umbrella), pages in filled.items()
    ]
    bad = {**runs[0]["values"], "serviceName": "../../shop"}
    runs.append({"template": runs[0]["template"], "values": bad})
    work = tmp_path_factory.mktemp("scaffolder")
    cases = {"location": str(root / TREE / "location.yaml"), "entities": 15, "runs": runs}
    (work / "cases.json").write_text(json.dumps(cases), "utf-8")
    node("backstage-scaffolder", "dry-run.mjs", work, options=["--no-node-snapshot"])
    results = json.loads((work / "results.json").read_text("utf-8"))
    results["runs"] = dict(zip([*filled, "bad"], results["runs"], strict=True))
    return results


def test_the_catalog_backend_takes_the_tree(portal, templates):
    expected = {f"template:leaf-{path.name}" for path in templates.values()}
    assert expected | {"template:workload", "system:workload-adapters"} <= set(portal["entities"])


def test_the_scaffolder_refuses_names_that_are_paths(portal):
    assert portal["runs"]["bad"]["status"] == 400
    assert "serviceName" in portal["runs"]["bad"]["message"]


@pytest.mark.parametrize(("workload_type", "umbrella"), CASES, ids=IDS)
def test_the_scaffolder_writes_a_leaf_that_lint_accepts(portal, tmp_path, workload_type, umbrella):
    run = portal["runs"][workload_type, umbrella]
    assert (run["status"], run["message"]) == (200, "")
    data = FILLED[workload_type]
    [(path, text)] = run["files"].items()
    assert path == f"catalog/{data['serviceCatalog']}/{data['serviceName']}/dev.yaml"
    assert text.startswith("# yaml-language-server: $schema=../../../schemas/leaf.schema.json\n")
    [leaf] = load_documents(text)
    assert leaf.pop("workloadType") == workload_type
    for field in WEB:
        assert leaf.pop(field) == data[field]
    if workload_type in LEAVES:
        assert leaf == LEAVES[workload_type]
    repository = make_repository(tmp_path / "r")
    (repository / path).parent.mkdir(parents=True)
    (repository / path).write_text(text, "utf-8")
    # The text with quotes, braces and lines is there on purpose.
    hostile = {"newline", "template-literal"} if workload_type == "BASIC_CONTAINER_LOAD" else set()
    found = [finding for finding in lint(repository) if finding.rule not in hostile]
    assert [(finding.rule, finding.message) for finding in found] == []
