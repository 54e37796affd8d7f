"""Every ci values file is a valid leaf and renders to objects that a cluster accepts."""

import jsonschema_rs
import kubernetes_validate
import pytest
import yaml

from charts.chart_harness import (
    ADAPTERS,
    CI_CASES,
    CONTAINER_CASES,
    KUBERNETES,
    documents,
    effective,
    load_ci,
    load_schema,
    only,
    workload,
)
from charts.expected_kinds import CLUSTER_SCOPED, NAMED_BY_VALUES, expected

CORE = {
    "ConfigMap",
    "Deployment",
    "HorizontalPodAutoscaler",
    "PersistentVolumeClaim",
    "PodDisruptionBudget",
    "Service",
    "ServiceAccount",
    "StatefulSet",
}


@pytest.fixture(params=CI_CASES, ids="/".join)
def case(request, helm):
    """Chart, effective values, rendered files and resources of one ci file."""
    return _rendered(helm, *request.param)


@pytest.fixture(params=CONTAINER_CASES, ids="/".join)
def container_case(request, helm):
    """The same of an adapter that runs a container of the leaf's choice."""
    return _rendered(helm, *request.param)


def _rendered(helm, chart, feature):
    leaf = load_ci(chart)[feature]
    files = helm.render(chart, leaf)
    return chart, effective(chart, leaf), files, documents(files)


@pytest.mark.parametrize(("chart", "feature"), CI_CASES)
def test_leaf_is_valid_over_the_defaults(chart, feature):
    values = effective(chart, load_ci(chart)[feature])
    validator = jsonschema_rs.Draft7Validator(load_schema(chart))
    assert [error.message for error in validator.iter_errors(values)] == []


@pytest.mark.parametrize("chart", ADAPTERS)
def test_every_chart_has_at_least_four_features(chart):
    assert {"minimal", "full"} < set(load_ci(chart))
    assert len(load_ci(chart)) >= 4


def test_one_object_per_template(case):
    _, _, files, _ = case
    for name, text in files.items():
        assert len(list(yaml.safe_load_all(text))) == 1, name


def test_expected_kinds(case):
    _, values, _, resources = case
    assert sorted(resource["kind"] for resource in resources) == sorted(expected(values))


def test_core_kinds_match_the_strict_schema(case):
    *_, resources = case
    for resource in resources:
        if resource["kind"] in CORE:
            kubernetes_validate.validate(resource, KUBERNETES, strict=True)


def test_identity_is_on_every_object(case):
    _, values, _, resources = case
    labels = {
        "app.kubernetes.io/name": values["serviceName"],
        "app.kubernetes.io/part-of": values["serviceCatalog"],
        "app.kubernetes.io/managed-by": "catalogc",
        "catalogc.dev/environment": values["environment"],
        "catalogc.dev/workload-type": values["workloadType"],
    }
    names = set()
    for resource in resources:
        metadata = resource["metadata"]
        if resource["kind"] not in CLUSTER_SCOPED:
            assert metadata["namespace"] == (values["namespace"] or "fallback")
        assert labels.items() <= metadata["labels"].items()
        if not {values["workloadType"], resource["kind"]} & (NAMED_BY_VALUES | CLUSTER_SCOPED):
            assert metadata["name"].startswith(values["serviceName"])
        names.add((resource["kind"], metadata["name"]))
    assert len(names) == len(resources)


def test_restricted_pod_security(container_case):
    _, values, _, resources = container_case
    pod = workload(resources)["spec"]["template"]["spec"]
    root = values["container"]["securityContext"].get("runAsUser") == 0
    assert pod["securityContext"]["runAsNonRoot"] is not root
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert pod["automountServiceAccountToken"] is False
    assert not {"hostNetwork", "hostPID", "hostIPC"} & set(pod)
    for container in (*pod.get("initContainers", ()), *pod["containers"]):
        context = container["securityContext"]
        assert context["allowPrivilegeEscalation"] is False
        assert context["capabilities"] == {"drop": ["ALL"]}
        assert "privileged" not in context
    for volume in pod["volumes"]:
        assert {"configMap", "emptyDir", "persistentVolumeClaim"} & set(volume)


def test_references_between_objects_hold(container_case):
    *_, resources = container_case
    owner = workload(resources)
    services = [resource for resource in resources if resource["kind"] == "Service"]
    template = owner["spec"]["template"]
    pod = template["spec"]
    ports = {port["name"] for container in pod["containers"] for port in container["ports"]}
    for spec in (
        owner["spec"]["selector"]["matchLabels"],
        *(s["spec"]["selector"] for s in services),
    ):
        assert spec.items() <= template["metadata"]["labels"].items()
    for service in services:
        assert {port["targetPort"] for port in service["spec"]["ports"]} <= ports
    kinds = {(resource["kind"], resource["metadata"]["name"]) for resource in resources}
    claims = owner["spec"].get("volumeClaimTemplates", ())
    volumes = {volume["name"] for volume in pod["volumes"]}
    volumes |= {claim["metadata"]["name"] for claim in claims}
    keys = {
        (resource["spec"]["target"]["name"], entry["secretKey"])
        for resource in resources
        if resource["kind"] == "ExternalSecret"
        for entry in resource["spec"]["data"]
    }
    for volume in pod["volumes"]:
        if claim := volume.get("persistentVolumeClaim"):
            assert ("PersistentVolumeClaim", claim["claimName"]) in kinds
        if files := volume.get("configMap"):
            assert ("ConfigMap", files["name"]) in kinds
    for container in (*pod.get("initContainers", ()), *pod["containers"]):
        assert {mount["name"] for mount in container["volumeMounts"]} <= volumes
        names = [variable["name"] for variable in container.get("env", ())]
        assert len(names) == len(set(names))
        for variable in container.get("env", ()):
            if source := variable.get("valueFrom"):
                secret = source["secretKeyRef"]
                assert (secret["name"], secret["key"]) in keys


def test_external_secrets(container_case):
    _, values, _, resources = container_case
    store = values["container"]["secretStore"]
    for resource in resources:
        if resource["kind"] != "ExternalSecret":
            continue
        assert resource["apiVersion"] == "external-secrets.io/v1"
        spec = resource["spec"]
        assert spec["secretStoreRef"] == {"kind": store["kind"], "name": store["name"]}
        assert spec["refreshInterval"] == store["refreshInterval"]
        assert spec["target"]["name"] == resource["metadata"]["name"]
        for entry in spec["data"]:
            assert entry["remoteRef"]["key"].startswith("/secret/")
            assert entry["remoteRef"]["property"]


def test_http_route(container_case):
    _, values, _, resources = container_case
    routes = [resource for resource in resources if resource["kind"] == "HTTPRoute"]
    for route in routes:
        assert route["apiVersion"] == "gateway.networking.k8s.io/v1"
        (parent,) = route["spec"]["parentRefs"]
        gateway = values["ingress"]["gateway"]
        if values["ingress"]["ownGateway"]["enabled"]:
            own = f"{values['serviceName']}-gateway"
            gateway = {"name": own, "namespace": "", "sectionName": "https"}
        assert (parent["kind"], parent["name"]) == ("Gateway", gateway["name"])
        assert parent.get("namespace", "") == gateway["namespace"]
        assert parent.get("sectionName", "") == gateway["sectionName"]
        assert route["spec"]["hostnames"] == [values["ingress"]["host"]]
        services = [item["metadata"]["name"] for item in resources if item["kind"] == "Service"]
        backend, *canary = route["spec"]["rules"][0]["backendRefs"]
        assert (backend["name"], backend["port"]) == (values["serviceName"], 80)
        assert all(reference["name"] in services for reference in canary)


def test_own_gateway(container_case):
    _, values, _, resources = container_case
    if not (values["ingress"]["enabled"] and values["ingress"]["ownGateway"]["enabled"]):
        return
    gateway, certificate = only(resources, "Gateway"), only(resources, "Certificate")
    (listener,) = gateway["spec"]["listeners"]
    (reference,) = listener["tls"]["certificateRefs"]
    assert reference["name"] == certificate["spec"]["secretName"]
    assert [listener["hostname"]] == certificate["spec"]["dnsNames"]
    assert listener["hostname"] == values["ingress"]["host"]
    assert gateway["spec"]["gatewayClassName"] == values["ingress"]["ownGateway"]["className"]
    issuer = certificate["spec"]["issuerRef"]
    assert {"group": "cert-manager.io", **values["ingress"]["ownGateway"]["issuer"]} == issuer


def test_pull_secrets_exist_or_are_named_by_the_leaf(container_case):
    _, values, _, resources = container_case
    pod = workload(resources)["spec"]["template"]["spec"]
    own = {
        resource["metadata"]["name"]: resource["spec"]["target"]["template"]
        for resource in resources
        if resource["kind"] == "ExternalSecret" and "template" in resource["spec"]["target"]
    }
    image = values["container"]["image"]
    named = [secret["name"] for secret in pod.get("imagePullSecrets", ())]
    assert named == [*image["pullSecrets"], *own]
    assert len(own) == image["ghcrPullSecret"]["enabled"]
    for template in own.values():
        assert template["type"] == "kubernetes.io/dockerconfigjson"
        assert template["data"] == {
            ".dockerconfigjson": '{"auths":{"ghcr.io":{"auth":'
            '"{{ printf "%s:%s" .username .token | b64enc }}"}}}'
        }


def test_rendering_twice_gives_the_same_bytes(case, helm):
    chart, values, files, _ = case
    assert helm.render(chart, values) == files
