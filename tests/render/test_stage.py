"""Findings of the render stage: exact text and exact places."""

import pytest

from catalogc.model.adapter import Adapter
from catalogc.model.configuration import Environment
from catalogc.model.document import Document, FieldSpan
from catalogc.model.finding import Severity
from catalogc.model.leaf import Leaf, LeafId
from catalogc.model.release import Release
from catalogc.model.source import START_OF_FILE, Location, SourceFile, Span
from catalogc.model.values import Origin, Values
from catalogc.render.protocol import FailureKind, RenderFailure, RenderResult
from catalogc.render.stage import render_releases
from render.fixture_charts import CONFIG_MAP, make_chart

LEAF = SourceFile("catalog/shop/web/dev.yaml", "# a leaf\nworkloadType: DEMO\nnamespace: shop\n")
VALUE = Span(2, 15, 2, 19, 23, 27)
KEY = Span(2, 1, 2, 13, 9, 21)
TEMPLATE = (
    "a: é {{ .Values.model.gpu }}\nb: {{ fail .Values.why }}\n  kind: {{ .Values.kind }}\nend"
)


def newest(environment):
    return {"dev": "1.34"}[environment.name]


def release(chart, name="web", **values):
    data = {"workloadType": "DEMO", "namespace": "shop", **values}
    spans = {(): FieldSpan(None, START_OF_FILE), ("workloadType",): FieldSpan(KEY, VALUE)}
    document = Document(LEAF, data, spans)
    merged = Values(data, {(): Origin(document, ())})
    declared = Location.whole_file(".cat/backstage/demo.yaml")
    adapter = Adapter("DEMO", "demo", declared, chart, {})
    leaf = Leaf(LeafId("dev", "shop", name), "DEMO", document, merged)
    return Release(leaf, adapter, Environment("dev"), merged)


class Recorded:
    """A renderer that knows its answers."""

    version = "recorded"

    def __init__(self, failures):
        self.failures = failures
        self.jobs = []

    def render(self, jobs):
        for job, failure in zip(jobs, self.failures, strict=True):
            self.jobs.append(job)
            yield RenderResult(job.index, (), failure)


def finding_of(failure, files=None):
    chart = make_chart({"templates/a.yaml": TEMPLATE, **(files or {})})
    outcome = render_releases([release(chart)], Recorded([failure]), newest)
    assert outcome.value == ()
    [finding] = outcome.findings
    return finding


def test_a_release_becomes_a_job():
    chart = make_chart({})
    renderer = Recorded([None, None])
    releases = [release(chart), release(chart, "api", size=2)]
    outcome = render_releases(releases, renderer, newest)
    assert [(r.release, r.resources) for r in outcome.value] == [(r, ()) for r in releases]
    assert outcome.findings == ()
    assert [
        (j.index, j.release_name, j.namespace, j.values.get("size")) for j in renderer.jobs
    ] == [
        (0, "web", "shop", None),
        (1, "api", "shop", 2),
    ]
    assert all(job.chart is chart for job in renderer.jobs)


HELP = {
    "template-error": (
        "give the leaf the value that the template reads, or fix the chart charts/demo"
    ),
    "render-timeout": "look in the chart charts/demo for a loop over a number that the leaf sets",
    "render-crash": (
        "look in the chart charts/demo for `tpl` or `include` that calls itself, and for text that "
        "grows in a loop"
    ),
    "invalid-manifest": (
        "fix the chart charts/demo: quote what comes from values, and check the indentation; "
        "`helm template --debug` prints the text"
    ),
    "kube-version": (
        "take another version of the chart charts/demo, or change kubernetes.version in "
        "catalogc.yaml"
    ),
    "non-deterministic-template": (
        "take the value from the leaf or from a secret store, or sort the list in the chart "
        "charts/demo: every build must write the same bytes"
    ),
}


@pytest.mark.parametrize(("kind", "help_text"), HELP.items())
def test_a_failure_is_a_finding_of_its_kind_about_the_leaf(kind, help_text):
    finding = finding_of(RenderFailure(FailureKind(kind), "a reason", "templates/a.yaml"))
    assert finding.rule == kind
    assert finding.severity is Severity.ERROR
    assert finding.message == "chart demo cannot be rendered: templates/a.yaml: a reason"
    assert finding.location == Location(LEAF, VALUE)
    assert finding.location.text == "DEMO"
    assert finding.field == ("workloadType",)
    assert finding.leaf == LeafId("dev", "shop", "web")
    assert finding.help == help_text


ERROR = FailureKind.TEMPLATE_ERROR
INVALID = FailureKind.INVALID_MANIFEST


@pytest.mark.parametrize(
    ("failure", "place", "text", "label"),
    [
        (
            # Go counts bytes and points behind the first name of the chain.
            RenderFailure(ERROR, "m", "templates/a.yaml", 1, 17, ".Values.model.gpu"),
            (1, 9),
            ".Values.model.gpu",
            "`.Values.model.gpu` fails here",
        ),
        (RenderFailure(ERROR, "m", "templates/a.yaml", 2, 7), (2, 7), "fail", "from here"),
        (
            RenderFailure(ERROR, "m", "templates/a.yaml", 2, 12, "fail (other)"),
            (2, 12),
            ".Values.why",
            "`fail (other)` fails here",
        ),
        (
            RenderFailure(ERROR, "m", "templates/a.yaml", 3, 0),
            (3, 3),
            "kind: {{ .Values.kind }}",
            "from here",
        ),
        (RenderFailure(ERROR, "m", "templates/a.yaml", 4, 99), (4, 4), "", "from here"),
        (RenderFailure(ERROR, "m", "templates/a.yaml", 99, 1), (1, 1), "", "from here"),
        (RenderFailure(ERROR, "m", "templates/a.yaml"), (1, 1), "", "from here"),
        (
            RenderFailure(INVALID, "m", "templates/a.yaml", expression="  kind: hunter2"),
            (3, 3),
            "kind: {{ .Values.kind }}",
            "from here",
        ),
        (
            RenderFailure(INVALID, "m", "templates/a.yaml", expression="elsewhere: hunter2"),
            (1, 1),
            "",
            "from here",
        ),
    ],
)
def test_the_template_is_related(failure, place, text, label):
    finding = finding_of(failure)
    [related] = finding.related
    assert related.location.file == SourceFile("charts/demo/templates/a.yaml", TEMPLATE)
    assert (related.location.span.line, related.location.span.column) == place
    assert related.location.text == text
    assert related.message == label
    assert "hunter2" not in repr((finding.message, finding.related[0].message))


@pytest.mark.parametrize(
    ("template", "path"),
    [
        ("charts/common/templates/_a.tpl", "charts/demo/charts/common/templates/_a.tpl"),
        ("Chart.yaml", "charts/demo/Chart.yaml"),
        ("charts/alias/templates/a.yaml", None),
        ("", None),
    ],
)
def test_files_of_a_chart(template, path):
    files = {"charts/common/templates/_a.tpl": "x"}
    finding = finding_of(RenderFailure(ERROR, "m", template), files)
    assert [related.location.file.path for related in finding.related] == ([path] if path else [])


def test_one_identity_twice(engine):
    files = {
        "templates/a.yaml": CONFIG_MAP,
        # The same object: Argo CD puts what names no namespace into the release's.
        "templates/b.yaml": CONFIG_MAP.replace("}}}", "}}, namespace: shop}"),
        "templates/c.yaml": CONFIG_MAP.replace("ConfigMap", "Secret"),
    }
    other = make_chart({"templates/a.yaml": CONFIG_MAP}, "other")
    outcome = render_releases([release(make_chart(files)), release(other)], engine, newest)
    assert [rendered.release.adapter.chart.name for rendered in outcome.value] == ["other"]
    [finding] = outcome.findings
    assert finding.rule == "duplicate-resource"
    assert finding.severity is Severity.ERROR
    assert finding.message == (
        "chart demo renders ConfigMap web twice, in templates/a.yaml and templates/b.yaml"
    )
    assert finding.location == Location(LEAF, VALUE)
    assert [related.location.file.path for related in finding.related] == [
        "charts/demo/templates/a.yaml",
        "charts/demo/templates/b.yaml",
    ]
    assert finding.help == "give the objects of the chart charts/demo different names"


def test_a_real_failure_next_to_a_real_success(engine):
    broken = make_chart({"templates/a.yaml": "a: 1\nb: {{ .Values.model.gpu }}\n"}, "broken")
    good = make_chart({"templates/a.yaml": CONFIG_MAP}, "good")
    releases = [release(broken), release(good, "api")]
    outcome = render_releases(releases, engine, newest)
    [rendered] = outcome.value
    assert rendered.release is releases[1]
    assert [resource.name for resource in rendered.resources] == ["api"]
    [finding] = outcome.findings
    assert finding.message == (
        "chart broken cannot be rendered: templates/a.yaml: .Values.model is not set, so gpu "
        "cannot be read from it"
    )
    assert finding.related[0].location.span == Span(2, 7, 2, 24, 11, 28)
