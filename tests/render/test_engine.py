"""What the engine renders; what it survives is in test_workers."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogc.render.protocol import FailureKind, RenderFailure, RenderSettings
from render.error_cases import ERROR_CASES, HELPERS
from render.fixture_charts import (
    CONFIG_MAP,
    chart_of,
    job,
    make_chart,
    names,
    read_chart,
    render_one,
)

FEATURES = [
    "ConfigMap/listed-a",
    "ConfigMap/listed-b",
    "ConfigMap/web",
    "Service/web",
    "ServiceAccount/web",
    "CustomResourceDefinition/gadgets.example.com",
    "CustomResourceDefinition/widgets.example.com",
    "Job/migrate",
]


def test_objects_of_a_chart(engine):
    assert names(render_one(engine, read_chart("features"))) == FEATURES


def test_a_resource_knows_its_template_and_text(engine):
    result = render_one(engine, read_chart("features"), {"greeting": "ça va? 🎈"})
    [config] = [resource for resource in result.resources if resource.name == "web"][:1]
    assert (config.api_version, config.kind, config.namespace) == ("v1", "ConfigMap", "shop")
    assert config.template == "templates/config.yaml"
    assert config.manifest["metadata"]["labels"] == {
        "app.kubernetes.io/name": "web",
        "helm.sh/chart": "features-1.2.3",
    }
    assert config.manifest["data"] == {
        "motd": "welcome to {{ not a template }}\n",
        "greeting": "ça va? 🎈",
        "port": "8080",
        "kubeVersion": "v1.34.0",
        "hasWidgets": "true",
        "values": 'greeting: "ça va? \\U0001F388"\nport: 8080\n',
    }
    assert config.text.startswith("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\n")
    crds = {resource.template for resource in result.resources if "Custom" in resource.kind}
    assert crds == {"crds/widget.yaml"}


@pytest.mark.parametrize(
    ("value", "quoted", "bare"),
    [
        (12345678, "1.2345678e+07", 12345678.0),
        (999999, "999999", 999999),
        (1000000, "1e+06", 1000000.0),
        (1.5, "1.5", 1.5),
        (2.0, "2", 2),
        (-0.0, "-0", 0),
        (2**53 + 1, "9.007199254740992e+15", 9007199254740992.0),
        (True, "true", True),
        ("0644", "0644", 420),
        ("1e3", "1e3", 1000.0),
    ],
)
def test_numbers_are_formatted_as_go_does(engine, value, quoted, bare):
    [config] = render_one(engine, read_chart("numbers"), {"numbers": {"number": value}}).resources
    assert config.manifest["data"] == {"number": quoted}
    assert config.manifest["raw"] == {"number": bare}


def test_a_chart_reaches_nothing_outside(engine):
    [config] = render_one(engine, read_chart("reach-out")).resources
    assert config.manifest["data"] == {
        "lookup": "{}",
        "lookupAll": "[]",
        "host": "",
        "parentFile": "",
        "absoluteFile": "",
        "glob": "{}",
        "lines": "[]",
    }


@pytest.mark.parametrize("case", ERROR_CASES, ids=lambda case: case.name)
def test_errors(engine, case):
    chart = make_chart({"templates/a.yaml": case.template, "templates/_helpers.tpl": HELPERS})
    kind = FailureKind(case.kind)
    failure = RenderFailure(kind, case.message, *case.at, case.expression)
    assert render_one(engine, chart, case.values).failure == failure


def test_a_chart_that_cannot_be_loaded(engine):
    chart = make_chart({"values.yaml": "a: [", "templates/a.yaml": CONFIG_MAP})
    failure = render_one(engine, chart).failure
    assert failure.kind is FailureKind.TEMPLATE_ERROR
    assert failure.message.startswith("cannot load values.yaml: ")
    # The worker goes on.
    assert names(render_one(engine, read_chart("reach-out"))) == ["ConfigMap/reach-out"]


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"a": float("nan")}, "Out of range float values are not JSON compliant"),
        ({"a": float("inf")}, "Out of range float values are not JSON compliant"),
        ({"a": {1, 2}}, "Object of type set is not JSON serializable"),
    ],
)
def test_values_that_are_no_json(engine, values, problem):
    failure = render_one(engine, make_chart({"templates/a.yaml": CONFIG_MAP}), values).failure
    message = f"cannot be given to Helm: {problem}"
    assert failure == RenderFailure(FailureKind.TEMPLATE_ERROR, message)


@pytest.mark.parametrize(
    ("constraint", "accepted"),
    [
        (">=1.30.0-0", True),
        (">= 1.34.0", True),
        ("^1.34", True),
        ("1.x", True),
        ("<1.34.0", False),
        (">=1.30.0-0 <1.33.0-0", False),
        ("~1.33 || >=1.35", False),
        ("~1.33 || >=1.34", True),
        ("no constraint", False),
    ],
)
def test_kube_version(engine, constraint, accepted):
    chart = make_chart({"templates/a.yaml": CONFIG_MAP}, more=f'kubeVersion: "{constraint}"\n')
    result = render_one(engine, chart)
    message = f"the chart needs Kubernetes {constraint}, the target is v1.34.0"
    failure = RenderFailure(FailureKind.KUBE_VERSION, message, "Chart.yaml")
    assert result.failure == (None if accepted else failure)


@pytest.mark.parametrize(
    ("version", "full"),
    [
        ("1.34", "v1.34.0"),
        ("v1.34", "v1.34.0"),
        ("1.33.4", "v1.33.4"),
        ("v1.33.4-gke.1245000", "v1.33.4-gke.1245000"),
    ],
)
def test_kubernetes_versions_are_given_in_full(version, full):
    settings = RenderSettings(kube_version=version)
    of_settings = job(make_chart({}), {})
    assert settings.version_for(of_settings) == full
    of_job = replace(of_settings, kube_version=version)
    assert RenderSettings(kube_version="1.20").version_for(of_job) == full


def test_each_release_is_rendered_for_its_own_cluster(engine):
    text = CONFIG_MAP + "data: {version: {{ .Capabilities.KubeVersion.Version | quote }}}"
    chart = make_chart({"templates/a.yaml": text}, more='kubeVersion: ">=1.30.0"\n')
    jobs = [replace(job(chart), kube_version=version) for version in ("1.33", "1.29", "1.35.2")]
    results = list(engine.render(jobs))
    assert [result.failure and result.failure.kind for result in results] == [
        None,
        FailureKind.KUBE_VERSION,
        None,
    ]
    versions = [item.manifest["data"]["version"] for result in results for item in result.resources]
    assert versions == ["v1.33.0", "v1.35.2"]


@pytest.mark.parametrize(
    "use", ["date", "seconds", "age", "random", "uuid", "key", "password hash", "keys", "tpl"]
)
def test_volatile_templates(engine, use):
    values = {
        "use": use,
        "labels": dict.fromkeys("abcdefgh", 1),
        "template": "{{ randAlpha 9 }}",
    }
    failure = render_one(engine, read_chart("volatile"), values).failure
    assert failure.kind is FailureKind.NON_DETERMINISTIC_TEMPLATE
    assert failure.template == "templates/config.yaml"


def test_a_chart_that_only_mentions_the_clock(engine):
    result = render_one(engine, read_chart("volatile"), {"use": "nothing"})
    assert names(result) == ["ConfigMap/other", "ConfigMap/volatile"]


def test_leaf_text_with_a_random_template_in_a_quiet_chart(engine):
    chart = make_chart({"templates/a.yaml": CONFIG_MAP + "data: {a: {{ tpl .Values.a . }}}"})
    failure = render_one(engine, chart, {"a": "{{ randAlpha 9 }}"}).failure
    assert failure.kind is FailureKind.NON_DETERMINISTIC_TEMPLATE


toggle_values = st.fixed_dictionaries(
    {},
    optional={
        "child": st.fixed_dictionaries({}, optional={"enabled": st.booleans(), "size": st.just(7)}),
        "tags": st.fixed_dictionaries({"extras": st.booleans()}),
    },
)


@settings(max_examples=30, deadline=None)
@given(st.lists(toggle_values, min_size=1, max_size=6))
def test_a_release_never_sees_the_subchart_toggles_of_another(engine, many):
    chart = read_chart("toggles")
    results = list(engine.render([job(chart, values, n) for n, values in enumerate(many)]))
    for values, result in zip(many, results, strict=True):
        child = values.get("child", {}).get("enabled", True)
        tagged = values.get("tags", {}).get("extras", True)
        expected = (
            ["ConfigMap/child"] * child + ["ConfigMap/parent"] + ["ConfigMap/tagged"] * tagged
        )
        assert names(result) == expected + ["CustomResourceDefinition/children.example.com"] * child


scalars = st.none() | st.booleans() | st.integers(-9, 9) | st.text("ab", max_size=3)
tables = st.dictionaries(st.sampled_from(["depth", "nested", "deep"]), scalars, max_size=3)
library_values = st.dictionaries(
    st.sampled_from(["color", "shape", "imported", "extra"]), scalars | tables, max_size=4
).flatmap(
    lambda values: st.fixed_dictionaries(
        {key: st.just(value) for key, value in values.items()},
        optional={"common": tables, "global": tables, "left": tables, "right": tables},
    )
)


@settings(max_examples=60, deadline=None)
@given(st.lists(library_values, min_size=1, max_size=5))
def test_a_library_chart_does_not_leak_values(engine, many):
    """A chart with libraries alone is loaded once: the same as a fresh one each time."""
    reused = read_chart("library")
    # This comment makes a chart look as if it could switch subcharts, so it is never reused.
    marked = reused.files["Chart.yaml"] + b"# condition\n"
    fresh = chart_of("library", {**reused.files, "Chart.yaml": marked})
    jobs = [job(chart, values) for chart in (reused, fresh) for values in many]
    results = list(engine.render(jobs))
    assert results[: len(many)] == results[len(many) :]


def test_imported_values_of_a_library(engine):
    result = render_one(engine, read_chart("library"), {"imported": {"depth": 2}})
    assert names(result) == ["ConfigMap/part-left", "ConfigMap/part-right", "ConfigMap/web"]
    config = result.resources[2]
    own = config.manifest["data"]["values"].partition("left:")[0]
    assert own == (
        "color: red\ncommon:\n  exports:\n    defaults:\n      color: blue\n      shape: round\n"
        "  global:\n    team: platform\n  settings:\n    depth: 1\n    nested:\n      deep: true\n"
        "global:\n  team: platform\nimported:\n  depth: 2\n  nested:\n    deep: true\n"
    )
