"""What our own charts render has no finding of the rules over rendered objects."""

import pytest

from catalogc.model.catalog import RenderedRelease
from catalogc.model.configuration import ArgoCD, Config, Environment
from catalogc.model.leaf import Leaf, LeafId
from catalogc.model.lint import Profile
from catalogc.model.policy import Policy
from catalogc.model.release import Release
from catalogc.model.resource import Resource
from catalogc.model.resource_index import ResourceIndex
from catalogc.model.values import Origin, Values
from catalogc.parse.document import parse_document
from catalogc.render.manifests import read_manifests
from catalogc.rules import RULES
from catalogc.rules.base import Context
from catalogc.validate.resource_rules import check_rendered
from charts.chart_harness import CI_CASES, Helm, load_ci

CONFIG = Config(ArgoCD("https://git.example.com/catalog.git"))
RULES_OF_OBJECTS = [
    (rule, Context(CONFIG, {}, Policy(rule.slug, rule.slug), rule.severity, Profile.STRICT))
    for rule in RULES
    if rule.check_resources
]
# A leaf may name these, and their makers are elsewhere.
MADE_ELSEWHERE = {
    *("backendRefs", "endpointPickerRef", "imagePullSecrets", "selector", "serviceAccountName")
}
# Its InferenceService takes all else from what the namespace shares.
ALONE = {("model-serving", "use-shared"), ("inference-gateway", "gateway-class")}


@pytest.fixture(scope="module")
def helm():
    running = Helm()
    yield running
    running.close()


def _rendered(files, leaf):
    document = parse_document("catalog/case.yaml", b"{}").value
    values = Values(leaf, {(): Origin(document, ())})
    identity = LeafId("prod", leaf["serviceCatalog"], leaf["serviceName"])
    written = Leaf(identity, leaf["workloadType"], document, values)
    release = Release(written, None, Environment("prod"), values)
    rows = read_manifests([(f"x/templates/{name}", text) for name, text in files.items()], "x")
    return RenderedRelease(release, tuple(Resource(*row) for row in rows))


@pytest.mark.parametrize(("chart", "feature"), CI_CASES)
def test_our_charts_are_sound(helm, chart, feature):
    leaf = load_ci(chart)[feature]
    rendered = _rendered(helm.render(chart, leaf), leaf)
    assert len(rendered.resources) >= (1 if (chart, feature) in ALONE else 2)
    # An environment of one leaf knows less than a catalog: shared Gateways are elsewhere.
    index = ResourceIndex.of([rendered], ["dev", "prod"])
    findings = [
        f"{finding.rule}: {finding.message}"
        for finding in check_rendered([rendered], index, RULES_OF_OBJECTS).findings
        if not (finding.unknown and MADE_ELSEWHERE & set(finding.path))
    ]
    assert findings == []


def test_the_rules_look_at_what_our_charts_render(helm):
    leaf = load_ci("basic-container-load")["full"]
    files = helm.render("basic-container-load", leaf)
    broken = {
        name: text.replace("http", "web") if name == "deployment.yaml" else text
        for name, text in files.items()
    }
    assert broken != files
    rendered = _rendered(broken, leaf)
    index = ResourceIndex.of([rendered], ["dev", "prod"])
    found = check_rendered([rendered], index, RULES_OF_OBJECTS).findings
    assert "port-reference" in {finding.rule for finding in found}
