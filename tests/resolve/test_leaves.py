"""Leaves wherever they are written, defaults under them, and where each value comes from."""

import pytest

from catalogc.pipeline import compile_catalog
from cli.conftest import web_leaf
from repository import lint_stages, make_repository, place, write

COMPONENT = """\
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: {name}
  annotations: {{note: x{annotations}}}
spec:
  type: service
  lifecycle: production
  owner: group:default/team
{workload}"""


def component(name, annotations="", workload=""):
    return COMPONENT.format(name=name, annotations=annotations, workload=workload)


def embedded(leaf):
    return "  workload:\n" + "".join(f"    {line}\n" for line in leaf.splitlines())


def compiled(root):
    return compile_catalog(root, prepare=None, select=lambda _: True)


def identities(root):
    return [str(release.id) for release in compiled(root).catalog.releases]


@pytest.fixture
def root(tmp_path):
    return make_repository(tmp_path)


def test_bare_embedded_and_referenced_leaves(root):
    write(
        root,
        {
            "catalog/web/bare/dev.yaml": web_leaf("bare"),
            ".cat/backstage/embedded.yaml": component("e", workload=embedded(web_leaf("embedded"))),
            ".cat/backstage/named.yaml": component(
                "named", ", catalogc.dev/leaf: other/named.yaml"
            ),
            "other/named.yaml": web_leaf("named"),
        },
    )
    assert lint_stages(root) == ()
    assert identities(root) == ["web/bare (dev)", "web/embedded (dev)", "web/named (dev)"]


def test_findings_in_an_embedded_leaf_point_into_the_entity(root):
    leaf = web_leaf("embedded").replace("port: 9898", "port: x")
    write(root, {".cat/backstage/e.yaml": component("e", workload=embedded(leaf))})
    [finding] = lint_stages(root)
    assert finding.rule == "wrong-type"
    assert place(finding) == ".cat/backstage/e.yaml:18:13-18:14"


def test_a_file_reached_both_ways_is_one_leaf(root):
    write(
        root,
        {
            "catalog/web/bare/dev.yaml": web_leaf("bare"),
            ".cat/backstage/n.yaml": component(
                "named", ", catalogc.dev/leaf: catalog/web/bare/dev.yaml"
            ),
        },
    )
    assert lint_stages(root) == ()
    assert identities(root) == ["web/bare (dev)"]


@pytest.mark.parametrize(
    ("target", "rule"),
    [("other/none.yaml", "missing-file"), ("../../etc/passwd", "outside-root")],
)
def test_an_entity_that_names_no_leaf(root, target, rule):
    write(root, {".cat/backstage/n.yaml": component("named", f", catalogc.dev/leaf: {target}")})
    [finding] = lint_stages(root)
    assert (finding.rule, place(finding)[:24]) == (rule, ".cat/backstage/n.yaml:5:")


def test_locations_lead_to_entities_and_never_out(root):
    location = "apiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata: {name: l}\nspec:\n"
    write(
        root,
        {
            ".cat/backstage/more.yaml": location
            + "  targets:\n    - ../../teams/*/entity.yaml\n    - ../../deep/**/e.yaml\n"
            "    - ../../../outside.yaml\n    - ./none.yaml\n    - https://example.com/x.yaml\n",
            "teams/a/entity.yaml": component("a", workload=embedded(web_leaf("a"))),
            "teams/b/entity.yaml": component("b", workload=embedded(web_leaf("b"))),
            "teams/b/other.yaml": component("o", workload=embedded(web_leaf("other"))),
            "deep/x/y/e.yaml": location + "  target: ../../z.yaml\n",
            "deep/z.yaml": component("z", workload=embedded(web_leaf("z"))),
        },
    )
    assert identities(root) == ["web/a (dev)", "web/b (dev)", "web/z (dev)"]
    found = [(item.rule, item.location.span.line) for item in lint_stages(root)]
    assert found == [("outside-root", 8), ("missing-file", 9), ("outside-root", 10)]


def test_defaults_lie_under_leaves_and_keep_their_lines(root):
    write(
        root,
        {
            "catalog/_defaults.yaml": "namespace: low\ncontainer:\n  port: 1\n  replicas: 1\n",
            "catalog/web/_defaults.yaml": "workloadType: BASIC_CONTAINER_LOAD\n"
            "serviceCatalog: web\ncontainer: {replicas: 2, image: {repository: r, tag: t}}\n"
            "namespace: web\n",
            "catalog/web/one/dev.yaml": "serviceName: one\nenvironment: dev\n"
            "container:\n  image: {tag: u}\n  port: 9\n",
        },
    )
    [release] = compiled(root).catalog.releases
    values = release.leaf.values
    assert values.data == {
        "workloadType": "BASIC_CONTAINER_LOAD",
        "serviceName": "one",
        "serviceCatalog": "web",
        "namespace": "web",
        "environment": "dev",
        "container": {"image": {"repository": "r", "tag": "u"}, "port": 9, "replicas": 2},
    }
    places = {
        ("namespace",): "catalog/web/_defaults.yaml:4:12",
        ("container", "replicas"): "catalog/web/_defaults.yaml:3:23",
        ("container", "image", "repository"): "catalog/web/_defaults.yaml:3:46",
        ("container", "image", "tag"): "catalog/web/one/dev.yaml:4:16",
        ("container", "port"): "catalog/web/one/dev.yaml:5:9",
    }
    for path, expected in places.items():
        location = values.at(path)
        assert f"{location.file.path}:{location.span.line}:{location.span.column}" == expected
    chart_default = release.effective.at(("container", "secretStore", "name"))
    assert chart_default.file.path == "charts/basic-container-load/values.yaml"


def test_a_null_deletes_a_default_of_the_chart(root):
    leaf = web_leaf("one") + "podDisruptionBudget:\n"
    write(root, {"catalog/web/one/dev.yaml": leaf})
    [release] = compiled(root).catalog.releases
    assert "podDisruptionBudget" not in release.effective.data


def test_a_finding_about_a_default_points_at_the_defaults(root):
    leaf = web_leaf("one").replace("namespace: web\n", "")
    write(root, {"catalog/_defaults.yaml": "namespace: Low\n", "catalog/web/one/dev.yaml": leaf})
    [finding] = lint_stages(root)
    assert place(finding) == "catalog/_defaults.yaml:1:12-1:15"
    assert str(finding.leaf) == "web/one (dev)"


FLAT = """\
workloadType: ML_INFERENCE_LOAD
serviceName: flat
serviceCatalog: ml-inference
environment: dev
model: {id: a/b, revision: 4e20de362430cd3b72f300e6b0f18e50e7166e08}
vault: {hfTokenPath: /secret/shared/t}
inference:
  image: {repository: r, tag: t}
  maxInputLength: 7
resources:
  limits: {memory: 1}
"""


def test_moved_fields_are_read_at_their_new_place(root):
    write(root, {"catalog/flat.yaml": FLAT})
    findings = lint_stages(root)
    shown = [(item.rule, str(item.severity), item.location.span[:2]) for item in findings]
    assert shown == [
        ("moved-field", "warning", (8, 3)),
        ("moved-field", "warning", (10, 1)),
        ("wrong-type", "error", (11, 20)),
    ]
    assert "container.resources.limits.memory is 1" in findings[2].message
    [release] = compiled(root).catalog.releases
    assert release.leaf.values.data["inference"] == {"maxInputLength": 7}
    assert release.leaf.values.data["container"]["image"] == {"repository": "r", "tag": "t"}


def test_both_spellings_are_an_error(root):
    leaf = FLAT.replace("memory: 1", "memory: 1Gi") + "container: {image: {tag: x}}\n"
    write(root, {"catalog/flat.yaml": leaf})
    errors = [item for item in lint_stages(root) if item.severity == "error"]
    assert [
        (item.rule, item.location.span[:2]) for item in errors if item.rule == "moved-field"
    ] == [("moved-field", (8, 3))]


def test_two_names_that_make_one_application(root):
    write(
        root,
        {
            "catalog/a.yaml": web_leaf("same"),
            "catalog/b.yaml": web_leaf("same").replace("Catalog: web", "Catalog: ml-team"),
        },
    )
    assert [item.rule for item in lint_stages(root)] == ["application-name-collision"]


def test_two_environments_can_make_one_application_too(root):
    """Service a-b in c, and service a in b-c: one Argo CD holds both."""
    text = (root / "catalogc.yaml").read_text("utf-8")
    write(root, {"catalogc.yaml": text.replace("  dev: {", "  c: {}\n  b-c: {}\n  dev: {")})
    write(
        root,
        {
            "catalog/a.yaml": web_leaf("a-b", "c"),
            "catalog/b.yaml": web_leaf("a", "b-c"),
        },
    )
    assert [item.rule for item in lint_stages(root)] == ["application-name-collision"]


def test_node_lists_are_inventories(root):
    node = (
        "- kind: Node\n  metadata: {{name: n{n}, labels: {{nvidia.com/gpu.present: 'true', "
        "nvidia.com/gpu.product: L4, nvidia.com/gpu.memory: '23034', "
        "kubernetes.io/hostname: n{n}}}}}\n"
        "  spec: {{taints: [{{key: k, effect: NoSchedule}}]}}\n"
        "  status:\n    allocatable: {{cpu: '8', nvidia.com/gpu: '2'}}\n"
        "    nodeInfo: {{kubeletVersion: v1.33.4-gke.1}}\n"
    )
    text = "apiVersion: v1\nkind: List\nitems:\n" + node.format(n=1) + node.format(n=2)
    write(root, {"catalog/clusters/live.yaml": text})
    cluster = compiled(root).catalog.clusters["live"]
    [pool] = cluster.node_pools
    assert (cluster.kubernetes_version, pool.count, pool.allocatable["nvidia.com/gpu"]) == (
        "1.33",
        2,
        "2",
    )
    assert (pool.gpu.product, pool.gpu.memory) == ("L4", 23034 * 2**20)
    assert pool.location.span[:2] == (5, 20)


@pytest.mark.parametrize(
    ("old", "new", "label"),
    [
        ("  port:", "  prot:", "did you mean port?"),
        ("container:", "contianer:", "did you mean container?"),
        ("BASIC_CONTAINER_LOAD", "BASIC_CONTAINR_LOAD", "did you mean BASIC_CONTAINER_LOAD?"),
        ("environment: dev", "environment: prd", "did you mean prod?"),
        ("serviceCatalog: web", "serviceCatalog: wbe", "did you mean web?"),
        ("  port: 9898", "  host: x", "did you mean ingress.host?"),
    ],
)
def test_did_you_mean(root, old, new, label):
    write(root, {"catalog/one.yaml": web_leaf("one").replace(old, new)})
    assert label in [finding.label for finding in lint_stages(root)]
