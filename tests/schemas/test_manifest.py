"""Objects against the schemas of their kinds: what is refused, where, and in which words."""

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogc.schemas.kubernetes import kubernetes_schemas
from catalogc.schemas.manifest import ManifestValidator
from schemas.samples import ABSENT, CONTAINER, DEPLOYMENT, at, changed, places

VALIDATOR = ManifestValidator([kubernetes_schemas("1.34")])
POD = CONTAINER[:3]
ENV = (*CONTAINER, "env")
PORTS = (*CONTAINER, "ports")
LIMITS = (*CONTAINER, "resources", "limits")
METADATA = {"name": "x"}
# Mappings whose keys are anybody's.
OPEN = {"labels", "annotations", "matchLabels", "nodeSelector", "limits"}


def problems(manifest):
    verdict = VALIDATOR.check(manifest["apiVersion"], manifest["kind"], manifest)
    assert verdict.schema.origin == "Kubernetes 1.34"
    return verdict.problems


def test_a_sound_object():
    assert problems(DEPLOYMENT) == ()


ACCEPTED = [
    pytest.param((*LIMITS, "cpu"), 0.5, id="a quantity is a number"),
    pytest.param((*LIMITS, "cpu"), "500m", id="a quantity is text"),
    pytest.param((*LIMITS, "cpu"), None, id="a quantity is null, which is 0"),
    pytest.param((*CONTAINER, "readinessProbe", "httpGet", "port"), 80, id="port number"),
    pytest.param(("spec", "strategy", "rollingUpdate", "maxSurge"), "25%", id="percentage"),
    pytest.param(("spec", "strategy", "rollingUpdate", "maxSurge"), None, id="null for left out"),
    pytest.param(("spec", "replicas"), None, id="null number"),
    pytest.param(("spec", "replicas"), 2.0, id="a whole number with a point"),
    pytest.param(("metadata", "creationTimestamp"), None, id="null time"),
    pytest.param(("metadata", "creationTimestamp"), "2026-01-01T00:00:00Z", id="time"),
    pytest.param(("metadata", "annotations", "note"), None, id="null annotation is empty text"),
    pytest.param((*CONTAINER, "imagePullPolicy"), "", id="an empty choice is left out"),
    pytest.param((*PORTS, 1), {"containerPort": 80, "protocol": "UDP"}, id="another protocol"),
    pytest.param((*POD, "initContainers"), [{"name": "web"}], id="keys are of one list"),
    pytest.param(("status",), {"replicas": 2}, id="status"),
]


@pytest.mark.parametrize(("path", "value"), ACCEPTED)
def test_what_an_api_server_accepts(path, value):
    assert problems(changed(DEPLOYMENT, path, value)) == ()


# Field set, its value, then the one problem: keyword, message below "spec...", label, remedy.
REFUSED = [
    pytest.param(
        (*CONTAINER, "imagee"),
        "web:1",
        "additionalProperties",
        "spec.template.spec.containers[0].imagee is not a field of apps/v1 Deployment",
        "did you mean image?",
        "rename it to image",
        id="misspelt field",
    ),
    pytest.param(
        ("metadata", "team"),
        "web",
        "additionalProperties",
        "metadata.team is not a field of apps/v1 Deployment",
        "unknown field",
        "remove it; known here: annotations, creationTimestamp, deletionGracePeriodSeconds, "
        "deletionTimestamp, finalizers, generateName, generation, labels, managedFields, name, "
        "namespace, ownerReferences, resourceVersion, selfLink, uid",
        id="unknown field of the metadata",
    ),
    pytest.param(
        ("spec", "replicas"),
        "2",
        "type",
        'spec.replicas is "2" (text), expected a whole number',
        "",
        "remove the quotes",
        id="text for a number",
    ),
    pytest.param(
        (*ENV, 0, "value"),
        True,
        "type",
        "spec.template.spec.containers[0].env[0].value is true, expected text",
        "",
        "put it in quotes to make it text",
        id="boolean for text",
    ),
    pytest.param(
        ("metadata", "labels", "1"),
        7,
        "type",
        'metadata.labels["1"] is 7, expected text',
        "",
        "put it in quotes to make it text",
        id="below a key that looks like an index",
    ),
    pytest.param(
        (*LIMITS, "cpu"),
        [],
        "type",
        "spec.template.spec.containers[0].resources.limits.cpu is a list, "
        "expected a number or text",
        "",
        "",
        id="list for a quantity",
    ),
    pytest.param(
        ("spec", "strategy", "rollingUpdate", "maxSurge"),
        1.5,
        "type",
        "spec.strategy.rollingUpdate.maxSurge is 1.5, expected a whole number or text",
        "",
        "put it in quotes to make it text",
        id="fraction for a number or percentage",
    ),
    pytest.param(
        ("spec", "replicas"),
        2**31,
        "maximum",
        "spec.replicas is 2147483648, the maximum is 2147483647",
        "",
        "",
        id="more than 32 bits hold",
    ),
    pytest.param(
        ("spec", "selector"),
        ABSENT,
        "required",
        "spec.selector is missing",
        "selector is missing here",
        "add spec.selector",
        id="missing field",
    ),
    pytest.param(
        (*CONTAINER[:-1], 1),
        None,
        "type",
        "spec.template.spec.containers[1] is null, expected a mapping",
        "",
        "",
        id="null container",
    ),
    pytest.param(
        (*CONTAINER, "imagePullPolicy"),
        "IfNotPresnt",
        "enum",
        'spec.template.spec.containers[0].imagePullPolicy is "IfNotPresnt", '
        'expected one of "Always", "IfNotPresent", "Never"',
        "",
        "did you mean IfNotPresent?",
        id="misspelt choice",
    ),
    pytest.param(
        ("metadata", "creationTimestamp"),
        "today",
        "format",
        'metadata.creationTimestamp is "today", which is not a valid date-time',
        "",
        "",
        id="not a time",
    ),
    pytest.param(
        (*ENV, 2),
        {"name": "MODE"},
        "duplicate",
        'spec.template.spec.containers[0].env[2] has name "MODE", as env[0] has',
        "the same as env[0]",
        "items of env are told apart by name: one of them is lost",
        id="variable twice",
    ),
    pytest.param(
        (*PORTS, 1),
        {"containerPort": 80, "protocol": "TCP"},
        "duplicate",
        "spec.template.spec.containers[0].ports[1] has containerPort 80 and protocol "
        '"TCP", as ports[0] has',
        "the same as ports[0]",
        "items of ports are told apart by containerPort and protocol: one of them is lost",
        id="port twice, TCP where it is left out",
    ),
    pytest.param(
        ("metadata", "finalizers"),
        ["a", "b", "a"],
        "duplicate",
        'metadata.finalizers[2] is "a", as finalizers[0] is',
        "the same as finalizers[0]",
        "leave one of them out",
        id="item of a set twice",
    ),
]
# Where a problem is not the field that was set.
ELSEWHERE = {
    (*ENV, 2): (*ENV, 2, "name"),
    (*PORTS, 1): (*PORTS, 1, "containerPort"),
    ("metadata", "finalizers"): ("metadata", "finalizers", 2),
}


@pytest.mark.parametrize(("path", "value", "keyword", "message", "label", "remedy"), REFUSED)
def test_what_is_refused(path, value, keyword, message, label, remedy):
    [problem] = problems(changed(DEPLOYMENT, path, value))
    assert problem.path == ELSEWHERE.get(path, path)
    assert (problem.keyword, problem.message) == (keyword, message)
    assert (problem.label, problem.remedy) == (label, remedy)


def test_a_duplicate_names_the_first_one():
    manifest = changed(DEPLOYMENT, (*ENV, 2), {"name": "KEY"})
    manifest = changed(manifest, (*ENV, 3), {"name": "KEY"})
    found = [(problem.path, problem.related) for problem in problems(manifest)]
    first = (((*ENV, 1, "name"), "the first one"),)
    assert found == [((*ENV, 2, "name"), first), ((*ENV, 3, "name"), first)]


OTHER_KINDS = [
    ("v1", "Service", {"spec": {"ports": [{"port": 80}, {"port": 80, "targetPort": 8080}]}},
     [("spec", "ports", 1, "port")]),
    ("v1", "Service", {"spec": {"ports": [{"port": 53}, {"port": 53, "protocol": "UDP"}]}}, []),
    ("v1", "Service", {"spec": {"type": "Nodeport"}}, [("spec", "type")]),
    ("v1", "ConfigMap", {"data": {"a": 1}}, [("data", "a")]),
    ("v1", "ConfigMap", {"binaryData": {"a": "YQ=\n="}}, []),
    ("v1", "Secret", {"data": {"a": "YQ"}}, [("data", "a")]),
    ("v1", "PersistentVolumeClaim", {"spec": {"accessModes": ["RWO"]}},
     [("spec", "accessModes", 0)]),
    ("v1", "ServiceAccount", {"imagePullSecrets": [{"name": "a"}, {"name": "a"}]}, []),
    ("batch/v1", "Job", {"spec": {}}, [("spec", "template")]),
    ("policy/v1", "PodDisruptionBudget", {"spec": {"minAvailable": "50%"}}, []),
    ("autoscaling/v2", "HorizontalPodAutoscaler", {"spec": {}},
     [("spec", "maxReplicas"), ("spec", "scaleTargetRef")]),
    ("networking.k8s.io/v1", "Ingress", {"spec": {"rules": [{"http": {}}]}},
     [("spec", "rules", 0, "http", "paths")]),
    ("v1", "Pod", {"spec": {"containers": []}}, [("spec", "containers")]),
    ("v1", "Pod", {"spec": {"volumes": [{"name": "a"}, {"name": "a"}]}},
     [("spec", "containers"), ("spec", "volumes", 1, "name")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("api_version", "kind", "fields", "paths"),
    OTHER_KINDS,
    ids=[f"{number} {case[1]}" for number, case in enumerate(OTHER_KINDS)],
)
def test_other_kinds(api_version, kind, fields, paths):
    manifest = {"apiVersion": api_version, "kind": kind, "metadata": METADATA, **fields}
    assert sorted(problem.path for problem in problems(manifest)) == paths


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"data": {"login": "hunter-2!"}}, "data.login is ***, expected base64 text"),
        ({"stringData": {"login": 815}}, "stringData.login is ***, expected text"),
    ],
)
def test_what_a_secret_holds_is_not_told(data, message):
    secret = {"apiVersion": "v1", "kind": "Secret", "metadata": METADATA, **data}
    [problem] = problems(secret)
    assert problem.message == message
    assert problem.value is None


def test_a_kind_without_a_schema_is_not_decided():
    verdict = VALIDATOR.check("acme.example/v1", "Thing", {"spec": 1})
    assert (verdict.schema, verdict.problems) == (None, ())


def test_any_object_gets_a_verdict():
    for kind, value in (("ConfigMap", []), ("Pod", 7), ("Service", None), ("Secret", "x")):
        manifest = {"apiVersion": "v1", "kind": kind, "metadata": value, "spec": value}
        assert isinstance(VALIDATOR.check("v1", kind, manifest).problems, tuple)


MAPPINGS = [
    path
    for path in [(), *places(DEPLOYMENT)]
    if isinstance(at(DEPLOYMENT, path), dict) and not OPEN & {*path[-1:]}
]


@settings(max_examples=60, deadline=None)
@given(path=st.sampled_from(MAPPINGS), name=st.text(min_size=1), value=st.integers() | st.text())
def test_an_unknown_field_anywhere_is_found_at_its_path(path, name, value):
    manifest = copy.deepcopy(DEPLOYMENT)
    node = at(manifest, path)
    unknown = f"{name}~"  # no field of Kubernetes has this sign
    node[unknown] = value
    found = {(problem.path, problem.keyword) for problem in problems(manifest)}
    assert found == {((*path, unknown), "additionalProperties")}


def test_unknown_fields_are_tried_at_many_depths():
    assert {len(path) for path in MAPPINGS} >= {0, 1, 2, 3, 5, 7}
