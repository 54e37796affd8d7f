"""STATEFUL_CONTAINER_LOAD: pods with names and volumes of their own."""

import pytest

from charts.chart_harness import documents, is_valid, load_ci, only, replace

CHART = "stateful-container-load"


@pytest.fixture
def render(helm):
    return lambda feature: documents(helm.render(CHART, load_ci(CHART)[feature]))


def services(resources):
    return {
        item["metadata"]["name"]: item["spec"] for item in resources if item["kind"] == "Service"
    }


def test_pods_have_names(render):
    resources = render("minimal")
    headless = services(resources)["orders-db-headless"]
    assert headless["clusterIP"] == "None"
    assert headless["publishNotReadyAddresses"] is True
    assert only(resources, "StatefulSet")["spec"]["serviceName"] == "orders-db-headless"


def test_each_volume_is_a_claim_template_and_mounted(render):
    spec = only(render("volumes"), "StatefulSet")["spec"]
    (container,) = spec["template"]["spec"]["containers"]
    mounts = {mount["name"]: mount["mountPath"] for mount in container["volumeMounts"]}
    assert mounts == {
        "tmp": "/tmp",
        "data": "/usr/share/opensearch/data",
        "snapshots": "/snapshots",
    }
    assert [
        (claim["metadata"]["name"], claim["spec"]["accessModes"], claim["spec"]["storageClassName"],
         claim["spec"]["resources"]["requests"]["storage"])
        for claim in spec["volumeClaimTemplates"]
    ] == [
        ("data", ["ReadWriteOncePod"], "fast-ssd", "200Gi"),
        ("snapshots", ["ReadWriteMany"], "nfs", "1Ti"),
    ]  # fmt: skip


def test_claim_templates_hold_nothing_that_may_change(render):
    (claim,) = only(render("full"), "StatefulSet")["spec"]["volumeClaimTemplates"]
    assert claim["metadata"] == {
        "name": "data",
        "labels": {"app.kubernetes.io/name": "checkout"},
    }


def test_updates_are_ordered(render):
    spec = only(render("minimal"), "StatefulSet")["spec"]
    assert spec["podManagementPolicy"] == "OrderedReady"
    assert spec["updateStrategy"] == {"type": "RollingUpdate", "rollingUpdate": {"partition": 0}}
    assert spec["minReadySeconds"] == 10
    staged = only(render("volumes"), "StatefulSet")["spec"]
    assert staged["updateStrategy"]["rollingUpdate"] == {"partition": 2}
    assert staged["podManagementPolicy"] == "Parallel"


def test_data_is_kept(render):
    data = only(render("minimal"), "StatefulSet")
    options = data["metadata"]["annotations"]["argocd.argoproj.io/sync-options"]
    assert options.split(",") == ["Prune=confirm", "Delete=confirm"]
    retention = data["spec"]["persistentVolumeClaimRetentionPolicy"]
    assert retention == {"whenDeleted": "Retain", "whenScaled": "Retain"}


def test_the_service_speaks_what_the_container_speaks(render):
    (port,) = services(render("minimal"))["orders-db"]["ports"]
    assert port == {"name": "tcp", "port": 8080, "targetPort": "tcp", "protocol": "TCP"}
    (port,) = services(render("full"))["checkout"]["ports"]
    assert (port["name"], port["port"], port["appProtocol"]) == ("http", 80, "http")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("container", "protocol"), "tcp"),  # with a route
        (("storage", "volumes"), []),
        (("storage", "volumes", 0, "mountPath"), "data"),
        (("storage", "whenDeleted"), "Keep"),
        (("update", "partition"), -1),
        (("serviceName",), "a" * 53),
    ],
)
def test_refused(path, value):
    leaf = replace(load_ci(CHART)["full"], path, value)
    assert not is_valid(CHART, leaf)
