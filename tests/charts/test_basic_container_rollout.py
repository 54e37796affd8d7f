"""BASIC_CONTAINER_ROLLOUT: canaries, their traffic and what judges them."""

import pytest

from charts.chart_harness import documents, is_valid, load_ci, only, replace

CHART = "basic-container-rollout"


@pytest.fixture
def render(helm):
    return lambda feature: documents(helm.render(CHART, load_ci(CHART)[feature]))


def canary_of(resources):
    return only(resources, "Rollout")["spec"]["strategy"]["canary"]


def test_steps(render):
    assert canary_of(render("ingress"))["steps"] == [
        {"setWeight": 5},
        {"pause": {"duration": "2m"}},
        {"setWeight": 25},
        {"pause": {"duration": "10m"}},
        {"setWeight": 75},
        {"pause": {}},
    ]


def test_the_route_and_the_rollout_name_the_same_services(render):
    resources = render("ingress")
    canary, route = canary_of(resources), only(resources, "HTTPRoute")
    (rule,) = route["spec"]["rules"]
    assert [(item["name"], item["weight"]) for item in rule["backendRefs"]] == [
        (canary["stableService"], 100),
        (canary["canaryService"], 0),
    ]
    services = {item["metadata"]["name"] for item in resources if item["kind"] == "Service"}
    assert services == {canary["stableService"], canary["canaryService"]}
    plugin = canary["trafficRouting"]["plugins"]["argoproj-labs/gatewayAPI"]
    metadata = route["metadata"]
    assert plugin == {"httpRoute": metadata["name"], "namespace": metadata["namespace"]}


def test_without_a_route_pods_decide(render):
    assert not {"trafficRouting", "scaleDownDelaySeconds"} & set(canary_of(render("minimal")))


def test_the_analysis_measures_the_canary(render):
    resources = render("full")
    template, canary = only(resources, "AnalysisTemplate"), canary_of(resources)
    (used,) = canary["analysis"]["templates"]
    assert used["templateName"] == template["metadata"]["name"]
    given = {entry["name"]: entry["value"] for entry in canary["analysis"]["args"]}
    assert given == {"service": canary["canaryService"], "namespace": "shop-prod"}
    assert [entry["name"] for entry in template["spec"]["args"]] == list(given)
    metrics = {metric["name"]: metric for metric in template["spec"]["metrics"]}
    conditions = {name: metric["successCondition"] for name, metric in metrics.items()}
    known = "len(result) > 0 && !isNaN(result[0]) && "
    assert conditions == {
        "success-rate": f"{known}result[0] >= 99",
        "latency-p95": f"{known}result[0] <= 250",
        "error-rate": f"{known}result[0] <= 2",
    }
    for metric in metrics.values():
        assert metric["failureCondition"] == metric["successCondition"].replace(
            known, f"{known}!("
        ) + ")"  # fmt: skip
        assert metric["provider"]["prometheus"]["address"].startswith("https://metrics.")


def test_default_queries_ask_for_the_canary_and_bear_no_errors(render):
    metrics = only(render("minimal"), "AnalysisTemplate")["spec"]["metrics"]
    queries = {metric["name"]: metric["provider"]["prometheus"]["query"] for metric in metrics}
    for query in queries.values():
        assert 'destination_service_name="{{args.service}}"' in query
        assert 'destination_service_namespace="{{args.namespace}}"' in query
    # A healthy service has no series of errors at all: that is zero, and not nothing.
    assert "or on() vector(0)" in queries["error-rate"]
    assert "or on() vector(0)" in queries["success-rate"]


def test_without_an_analysis_there_is_no_template(render):
    resources = render("hpa")
    assert "analysis" not in canary_of(resources)
    assert "AnalysisTemplate" not in {item["kind"] for item in resources}


def test_the_autoscaler_scales_the_rollout(render):
    resources = render("hpa")
    assert "replicas" not in only(resources, "Rollout")["spec"]
    assert only(resources, "HorizontalPodAutoscaler")["spec"]["scaleTargetRef"] == {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "Rollout",
        "name": "checkout",
    }


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("rollout", "steps"), []),
        (("rollout", "steps", 0, "weight"), 0),
        (("rollout", "steps", 0, "weight"), 101),
        (("rollout", "steps", 0, "pause"), "a while"),
        (("analysis", "prometheus"), "prometheus:9090"),
        (("analysis", "successRate", "query"), ""),
        (("analysis", "errorRate", "maximumPercent"), 101),
    ],
)
def test_refused(path, value):
    leaf = replace(load_ci(CHART)["full"], path, value)
    assert not is_valid(CHART, leaf)
