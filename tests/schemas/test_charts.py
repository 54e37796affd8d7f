"""What this repository's charts render is valid in every version of Kubernetes."""

import pytest

from catalogc.schemas.kubernetes import KubernetesSchemas
from catalogc.schemas.manifest import ManifestValidator
from charts.chart_harness import CI_CASES, Helm, documents, load_ci

MINORS = (29, 34, 37)


@pytest.fixture(scope="module")
def rendered():
    helm = Helm()
    yield {
        (chart, feature): documents(helm.render(chart, load_ci(chart)[feature]))
        for chart, feature in CI_CASES
    }
    helm.close()


@pytest.mark.parametrize("minor", MINORS)
def test_every_object_of_every_chart(rendered, minor):
    validator = ManifestValidator([KubernetesSchemas(minor)])
    checked = set()
    for case, manifests in rendered.items():
        for manifest in manifests:
            verdict = validator.check(manifest["apiVersion"], manifest["kind"], manifest)
            assert verdict.problems == (), case
            if verdict.schema:
                checked.add(manifest["kind"])
    assert checked >= {"Deployment", "StatefulSet", "Service", "PodDisruptionBudget", "ConfigMap"}
