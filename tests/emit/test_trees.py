"""The tree of an environment: names, marker, and the same bytes each time."""

import hashlib
import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogc.emit.plan import plan_environment
from catalogc.goyaml.load import load_documents
from catalogc.model.output_names import file_names
from emit.releases import CONFIG, DEPLOYMENT, record, rendered, resource

RBAC = "rbac.authorization.k8s.io/v1"
INPUTS = {"charts/web/Chart.yaml": "1" * 64, "catalog/a.yaml": "0" * 64}
VERSIONS = {"engine": "helm 4", "catalogc": "1.2.3"}
ITEMS = [
    rendered(DEPLOYMENT, resource("Service", "podinfo")),
    rendered(resource("Service", "b"), service="b"),
    rendered(resource("Service", "c"), service="c", catalog="ml"),
]


def plan(items=ITEMS, inputs=INPUTS):
    return plan_environment(items, CONFIG, record(inputs, VERSIONS))


def test_paths_and_manifests():
    tree = plan()
    assert list(tree) == [
        "argocd/apps/ml/c.yaml",
        "argocd/apps/web/b.yaml",
        "argocd/apps/web/podinfo.yaml",
        "argocd/projects/ml.yaml",
        "argocd/projects/web.yaml",
        "argocd/root.yaml",
        "catalogc.json",
        "manifests/ml/c/service-c.yaml",
        "manifests/web/b/service-b.yaml",
        "manifests/web/podinfo/deployment-podinfo.yaml",
        "manifests/web/podinfo/service-podinfo.yaml",
    ]
    assert tree["manifests/web/podinfo/deployment-podinfo.yaml"] == DEPLOYMENT.text.encode()
    kinds = [document["kind"] for document in load_documents(tree["argocd/root.yaml"].decode())]
    assert kinds == ["AppProject", "Application"]
    assert not [path for path, content in tree.items() if b"\r" in content]
    assert not [path for path, content in tree.items() if not content.endswith(b"\n")]


def test_the_marker_lists_every_other_file():
    tree = plan()
    marker = json.loads(tree["catalogc.json"])
    assert list(marker) == [
        "formatVersion",
        "environment",
        "versions",
        "inputs",
        "charts",
        "leaves",
        "outputs",
    ]
    assert (marker["formatVersion"], marker["environment"]) == (1, "dev")
    assert list(marker["versions"].items()) == [("catalogc", "1.2.3"), ("engine", "helm 4")]
    assert marker["inputs"] == [
        {"path": "catalog/a.yaml", "sha256": "0" * 64},
        {"path": "charts/web/Chart.yaml", "sha256": "1" * 64},
    ]
    objects = [output.pop("object", None) for output in marker["outputs"]]
    assert objects[-3:] == [
        ["v1", "Service", "", "b"],
        ["apps/v1", "Deployment", "", "podinfo"],
        ["v1", "Service", "", "podinfo"],
    ]
    assert marker["outputs"] == [
        {"path": path, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for path, content in tree.items()
        if path != "catalogc.json"
    ]


def test_the_order_of_the_input_does_not_matter():
    expected = list(plan().items())
    chance = random.Random(5)
    for _ in range(10):
        items = chance.sample(ITEMS, len(ITEMS))
        inputs = dict(chance.sample(sorted(INPUTS.items()), len(INPUTS)))
        assert list(plan(items, inputs).items()) == expected


NAMES = {
    "kinds in lower case": (
        [resource("ServiceAccount", "x"), resource("Service", "x")],
        ["service-x.yaml", "serviceaccount-x.yaml"],
    ),
    "odd characters": (
        [resource("ClusterRole", "system:node/a b", RBAC)],
        ["clusterrole-system_node_a_b.yaml"],
    ),
    "no way out": ([resource("Role", "../../x", RBAC)], ["role-.._.._x.yaml"]),
    "namespaces": (
        [resource("Role", "x", RBAC, "a"), resource("Role", "x", RBAC, "b")],
        ["role-x~1.yaml", "role-x~2.yaml"],
    ),
    "groups": (
        [resource("Service", "x"), resource("Service", "x", "serving.knative.dev/v1")],
        ["service-x~1.yaml", "service-x~2.yaml"],
    ),
    "odd characters that become the same": (
        [resource("Role", "a:b", RBAC), resource("Role", "a/b", RBAC)],
        ["role-a_b~1.yaml", "role-a_b~2.yaml"],
    ),
    "only the case differs": (
        [resource("Role", "Admin", RBAC), resource("Role", "admin", RBAC)],
        ["role-admin~1.yaml", "role-admin~2.yaml"],
    ),
    "too long": ([resource("Service", "x" * 253)], [f"service-{'x' * 192}~1.yaml"]),
}


def numbered(names):
    """Write 1, 2, … for the digests, whose values are no promise."""
    result = []
    for name in sorted(names):
        stem, mark, digest = name.removesuffix(".yaml").partition("~")
        assert len(digest) in (0, 12)
        count = sum(other.startswith(f"{stem}~") for other in result) + 1
        result.append(f"{stem}~{count}.yaml" if mark else name)
    return result


@pytest.mark.parametrize("name", NAMES)
def test_file_names(name):
    resources, expected = NAMES[name]
    assert numbered(file_names(resources)) == expected


def test_a_neighbour_does_not_rename_the_others():
    one, two, three = (resource("Role", "x", RBAC, namespace) for namespace in "abc")
    before = {item.key: name for name, item in file_names([one, two]).items()}
    after = {item.key: name for name, item in file_names([three, one, two]).items()}
    assert before.items() <= after.items()


def test_the_same_object_twice_is_not_lost_in_silence():
    with pytest.raises(ValueError, match="rendered twice"):
        file_names([resource("Service"), resource("Service")])


_parts = st.text("aA:/._-~", min_size=1, max_size=3)


@given(st.sets(st.tuples(_parts, st.sampled_from(["", "a", "b"]), st.sampled_from(["v1", RBAC]))))
def test_no_resource_is_lost(keys):
    resources = [resource("Role", name, api, namespace) for name, namespace, api in keys]
    named = file_names(resources)
    assert sorted(item.key for item in named.values()) == sorted(item.key for item in resources)
    assert len({name.lower() for name in named}) == len(named)
    assert not [name for name in named if "/" in name or ":" in name]
