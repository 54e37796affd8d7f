"""Versions of Kubernetes: which schemas stand for which, and why a kind is not there."""

import pytest

from catalogc.schemas.kubernetes import KubernetesSchemas, kubernetes_schemas
from catalogc.schemas.kubernetes_absence import absence

OTHER = "other version"
NEVER = "never"


@pytest.mark.parametrize(
    ("version", "minor", "bundled"),
    [
        ("1.34", 34, 34),
        ("v1.34.2", 34, 34),
        ("1.33.4-gke.100", 33, 33),
        ("1.29", 29, 29),
        ("1.28", 28, 29),
        ("1.9", 9, 29),
        ("1.99", 99, 37),
        ("1", 37, 37),
        ("", 37, 37),
        ("1.99999", 37, 37),
    ],
)
def test_the_nearest_version_that_there_is(version, minor, bundled):
    schemas = kubernetes_schemas(version)
    assert (schemas.minor, schemas.bundled) == (minor, bundled)
    assert schemas.exact == (minor == bundled)


def test_versions_of_a_kind_stable_ones_first():
    schemas = KubernetesSchemas(34)
    assert schemas.versions("resource.k8s.io", "DeviceClass") == (
        "resource.k8s.io/v1",
        "resource.k8s.io/v1beta2",
        "resource.k8s.io/v1beta1",
    )
    assert schemas.versions("autoscaling", "HorizontalPodAutoscaler") == (
        "autoscaling/v2",
        "autoscaling/v1",
    )
    assert schemas.versions("", "Pod") == ("v1",)
    assert schemas.versions("apps", "Pod") == ()


# Version, apiVersion, kind, then: which sort, where, message, remedy.
ABSENT = [
    (
        *("1.34", "policy/v1beta1", "PodDisruptionBudget", OTHER, "apiVersion"),
        "policy/v1beta1 PodDisruptionBudget was removed in Kubernetes 1.25; this is 1.34",
        "use apiVersion policy/v1",
    ),
    (
        *("1.34", "autoscaling/v2beta2", "HorizontalPodAutoscaler", OTHER, "apiVersion"),
        "autoscaling/v2beta2 HorizontalPodAutoscaler was removed in Kubernetes 1.26; this is 1.34",
        "use apiVersion autoscaling/v2",
    ),
    (
        *("1.29", "flowcontrol.apiserver.k8s.io/v1beta2", "FlowSchema", OTHER, "apiVersion"),
        (
            "flowcontrol.apiserver.k8s.io/v1beta2 FlowSchema was removed in Kubernetes 1.29; "
            "this is 1.29"
        ),
        "use apiVersion flowcontrol.apiserver.k8s.io/v1",
    ),
    (
        *("1.32", "flowcontrol.apiserver.k8s.io/v1beta3", "FlowSchema", OTHER, "apiVersion"),
        (
            "flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema was removed in Kubernetes 1.32; "
            "this is 1.32"
        ),
        "use apiVersion flowcontrol.apiserver.k8s.io/v1",
    ),
    (
        *("1.34", "extensions/v1beta1", "Ingress", OTHER, "apiVersion"),
        "extensions/v1beta1 Ingress was removed in Kubernetes 1.22; this is 1.34",
        "use apiVersion networking.k8s.io/v1",
    ),
    (
        *("1.34", "apps/v1beta2", "Deployment", OTHER, "apiVersion"),
        "apps/v1beta2 Deployment was removed in Kubernetes 1.16; this is 1.34",
        "use apiVersion apps/v1",
    ),
    (
        *("1.34", "policy/v1beta1", "PodSecurityPolicy", OTHER, "kind"),
        "policy/v1beta1 PodSecurityPolicy was removed in Kubernetes 1.25; this is 1.34",
        "label the namespace for Pod Security admission instead",
    ),
    (
        *("1.33", "resource.k8s.io/v1", "ResourceClaim", OTHER, "apiVersion"),
        "resource.k8s.io/v1 ResourceClaim comes with Kubernetes 1.34; this is 1.33",
        "use apiVersion resource.k8s.io/v1beta2",
    ),
    (
        *("1.99", "batch/v1beta1", "CronJob", OTHER, "apiVersion"),
        "batch/v1beta1 CronJob was removed in Kubernetes 1.25; this is 1.99",
        "use apiVersion batch/v1",
    ),
    (
        *("1.34", "apps/v1", "Deploymnt", NEVER, "kind"),
        "apps/v1 has no kind Deploymnt",
        "write Deployment",
    ),
    (
        *("1.34", "apps/v3", "Deployment", NEVER, "apiVersion"),
        "Kubernetes 1.34 has no apps/v3 Deployment",
        "use apiVersion apps/v1",
    ),
    (
        *("1.34", "v1", "Deployment", NEVER, "apiVersion"),
        "Kubernetes 1.34 has no v1 Deployment",
        "use apiVersion apps/v1",
    ),
    (
        *("1.34", "policy/v1", "Zebra", NEVER, "kind"),
        "Kubernetes 1.34 has no policy/v1 Zebra",
        "kinds of policy/v1: Eviction, PodDisruptionBudget",
    ),
    (
        *("1.34", "extensions/v1", "Zebra", NEVER, "kind"),
        "Kubernetes 1.34 has no extensions/v1 Zebra",
        "remove it",
    ),
]


@pytest.mark.parametrize(
    ("version", "api_version", "kind", "sort", "part", "message", "remedy"),
    ABSENT,
    ids=[f"{case[1]} {case[2]} {case[0]}" for case in ABSENT],
)
def test_why_a_kind_is_not_there(version, api_version, kind, sort, part, message, remedy):
    schemas = kubernetes_schemas(version)
    assert schemas.find(api_version, kind) is None
    found = absence(schemas, api_version, kind)
    assert (found.message, found.remedy, found.path) == (message, remedy, (part,))
    assert found.other_version == (sort == OTHER)


@pytest.mark.parametrize(
    ("version", "api_version", "kind"),
    [
        ("1.34", "acme.example/v1", "Thing"),
        ("1.34", "gateway.networking.k8s.io/v1", "HTTPRoute"),
        ("1.34", "metrics.k8s.io/v1beta1", "PodMetrics"),
        ("1.99", "apps/v3", "Deployment"),
        ("1.25", "policy/v2", "PodDisruptionBudget"),
    ],
)
def test_nothing_certain_is_known_of_others(version, api_version, kind):
    schemas = kubernetes_schemas(version)
    assert schemas.find(api_version, kind) is None
    assert absence(schemas, api_version, kind) is None


def test_a_removal_begins_with_its_version():
    assert KubernetesSchemas(31).find("flowcontrol.apiserver.k8s.io/v1beta3", "FlowSchema")
    assert (
        absence(KubernetesSchemas(26), "flowcontrol.apiserver.k8s.io/v1beta2", "FlowSchema") is None
    )
