"""Problems of rendered objects as findings, and what is counted."""

from types import SimpleNamespace

import pytest

from catalogc.model.catalog import RenderedRelease
from catalogc.model.finding import Severity
from catalogc.model.inventory import Cluster
from catalogc.model.resource import Resource
from catalogc.model.source import Location
from catalogc.parse.document import parse_document
from catalogc.schemas.found import FoundSchema
from catalogc.schemas.kubernetes import kubernetes_schemas
from catalogc.schemas.manifest import ManifestValidator
from catalogc.validate.schema_findings import schema_findings, version_findings
from schemas.samples import DEPLOYMENT, changed

KUBERNETES = kubernetes_schemas("1.34")
STORE = {"acme.example/v1beta1": False, "acme.example/v1": True}


class Stores:
    """A custom resource with one version that is no longer served."""

    def find(self, api_version, kind):
        if kind != "Store" or api_version not in STORE:
            return None
        return FoundSchema({"required": ["spec"]}, served=STORE[api_version], origin="stores")

    def versions(self, group, kind):
        return ("acme.example/v1",) if (group, kind) == ("acme.example", "Store") else ()


def rendered(*manifests):
    resources = tuple(
        Resource(item["apiVersion"], item["kind"], "", item["metadata"]["name"], "t.yaml", item, "")
        for item in manifests
    )
    return RenderedRelease(SimpleNamespace(), resources)


def made(api_version, kind, name="x", **fields):
    return {"apiVersion": api_version, "kind": kind, "metadata": {"name": name}, **fields}


def check(*manifests):
    item = rendered(*manifests)
    found = schema_findings(item, ManifestValidator([KUBERNETES, Stores()]), KUBERNETES)
    assert found.validated + found.skipped == len(manifests)
    assert all(finding.release is item.release for finding in found.findings)
    return found


CASES = [
    pytest.param(
        changed(DEPLOYMENT, ("spec", "replica"), 2),
        "manifest-schema",
        ("spec", "replica"),
        "Deployment web: spec.replica is not a field of apps/v1 Deployment",
        "rename it to replicas",
        id="unknown field",
    ),
    pytest.param(
        made("v1", "Pod", spec={"containers": [{"name": "a"}, {"name": "a"}]}),
        "duplicate-list-key",
        ("spec", "containers", 1, "name"),
        'Pod x: spec.containers[1] has name "a", as containers[0] has',
        "items of containers are told apart by name: one of them is lost",
        id="same key twice",
    ),
    pytest.param(
        made("policy/v1beta1", "PodDisruptionBudget"),
        "removed-api",
        ("apiVersion",),
        "PodDisruptionBudget x: policy/v1beta1 PodDisruptionBudget was removed in "
        "Kubernetes 1.25; this is 1.34",
        "use apiVersion policy/v1",
        id="removed",
    ),
    pytest.param(
        made("apps/v1", "Deploymnt"),
        "manifest-schema",
        ("kind",),
        "Deploymnt x: apps/v1 has no kind Deploymnt",
        "write Deployment",
        id="no such kind",
    ),
    pytest.param(
        made("acme.example/v1beta1", "Store", spec={}),
        "unserved-version",
        ("apiVersion",),
        "Store x: acme.example/v1beta1 is no longer served",
        "use apiVersion acme.example/v1",
        id="not served",
    ),
    pytest.param(
        made("acme.example/v1", "Store"),
        "manifest-schema",
        ("spec",),
        "Store x: spec is missing",
        "add spec",
        id="custom resource",
    ),
]


@pytest.mark.parametrize(("manifest", "rule", "path", "message", "remedy"), CASES)
def test_one_problem_is_one_finding(manifest, rule, path, message, remedy):
    found = check(manifest)
    [finding] = found.findings
    assert (finding.rule, finding.path) == (rule, path)
    assert (finding.message, finding.help) == (message, remedy)
    assert (finding.severity, finding.unknown) == (Severity.ERROR, False)
    assert found.validated == 1


def test_the_first_item_with_the_key_is_related():
    [finding] = check(
        made("v1", "Pod", spec={"containers": [{"name": "a"}, {"name": "a"}]})
    ).findings
    [label] = finding.related
    assert (label.resource, label.path) == (finding.resource, ("spec", "containers", 0, "name"))


def test_kinds_without_a_schema_are_counted_and_named_once():
    found = check(
        made("acme.example/v1", "Thing", "one"),
        DEPLOYMENT,
        made("acme.example/v1", "Thing", "two"),
        made("acme.example/v2", "Thing", "three"),
    )
    assert (found.validated, found.skipped) == (1, 3)
    assert [(finding.rule, finding.severity, finding.unknown) for finding in found.findings] == [
        ("missing-schema", Severity.INFO, True)
    ] * 2
    assert [finding.message for finding in found.findings] == [
        (
            "Thing one (and 1 more of this kind) is not checked: there is no schema of "
            "acme.example/v1 Thing"
        ),
        "Thing three is not checked: there is no schema of acme.example/v2 Thing",
    ]
    advice = "add its CustomResourceDefinition: catalogc schemas add <file, folder or URL>"
    assert found.findings[0].help == advice


def test_another_version_that_has_a_schema_is_named():
    [finding] = check(made("acme.example/v1alpha1", "Store")).findings
    assert finding.rule == "missing-schema"
    assert finding.help.endswith(", or use acme.example/v1, which has one")


def test_all_versions_that_have_a_schema_are_named():
    [finding] = check(made("autoscaling/v1alpha1", "HorizontalPodAutoscaler")).findings
    assert finding.help == "use apiVersion autoscaling/v2"
    several = SimpleNamespace(
        find=lambda *_: None, versions=lambda *_: ("acme.example/v2", "acme.example/v1")
    )
    item = rendered(made("acme.example/v3", "Other"))
    [finding] = schema_findings(item, ManifestValidator([several]), KUBERNETES).findings
    assert finding.path == ("apiVersion",)
    assert finding.help.endswith(", or use one that has a schema: acme.example/v2, acme.example/v1")


def test_beside_another_program_only_what_no_schema_says_is_judged():
    twice = [{"name": "a", "replicas": "x"}, {"name": "a"}]
    item = rendered(
        made("v1", "Pod", spec={"containers": twice, "colour": "red"}),
        made("acme.example/v1beta1", "Store"),
        made("acme.example/v1", "Thing"),
        made("policy/v1beta1", "PodSecurityPolicy"),
    )
    validator = ManifestValidator([KUBERNETES, Stores()])
    found = schema_findings(item, validator, KUBERNETES, elsewhere=True)
    assert [finding.rule for finding in found.findings] == [
        "duplicate-list-key",
        "unserved-version",
        "removed-api",
        "missing-schema",
    ]
    assert (found.validated, found.skipped) == (3, 1)
    assert found.without_schema == {("acme.example/v1", "Thing"): 1}


def catalog(version, cluster_version):
    """Stand for a catalog of two releases in one environment."""
    text = b"kubernetes:\n  version: x\n"
    config = parse_document("catalogc.yaml", text).value
    inventory = Location.whole_file("catalog/clusters/a.yaml")
    clusters = {"a": Cluster("a", inventory, cluster_version)}
    release = SimpleNamespace(environment=SimpleNamespace(cluster="a"))
    return SimpleNamespace(
        releases=(release, release),
        clusters=clusters,
        config=config,
        kubernetes_version=lambda _: cluster_version or version,
    )


@pytest.mark.parametrize(
    ("version", "cluster_version", "place", "message"),
    [
        ("1.34", "", None, None),
        ("1.99", "1.35", None, None),
        ("1.34", "1.99", ("catalog/clusters/a.yaml", 1), "Kubernetes 1.99: those of 1.37 are used"),
        ("1.20.3", "", ("catalogc.yaml", 2), "Kubernetes 1.20.3: those of 1.29 are used"),
    ],
)
def test_another_version_is_never_used_silently(version, cluster_version, place, message):
    found = list(version_findings(catalog(version, cluster_version)))
    if message is None:
        assert found == []
        return
    [finding] = found
    assert (finding.location.file.path, finding.location.span.line) == place
    assert finding.message == f"there are no schemas of {message}"
    assert (finding.rule, finding.severity) == ("missing-schema", Severity.INFO)
    assert finding.unknown
