"""Which template line writes a field, where it is not obvious."""

import pytest

from catalogc.model.source import parse_path
from catalogc.origin.find import find_origins
from catalogc.origin.places import source_path, template_location
from origin.samples import rendered, rendered_odd, resource
from scripts.origin_accuracy import KUBERNETES

TEMPLATE = "spec.template"
POD = "spec.template.spec"

# kind, path -> what the line of the template holds
ADAPTER = [
    ("Deployment", "kind", "kind: Deployment"),
    ("Deployment", "metadata.name", 'name: {{ printf "%s%s" .root.Values.serviceName'),
    ("Deployment", 'metadata.labels["app.kubernetes.io/managed-by"]', "managed-by: "),
    ("Deployment", f'{TEMPLATE}.metadata.annotations["catalogc.dev/model"]', "catalogc.dev/model:"),
    ("Deployment", f"{POD}.nodeSelector", "{{ $key | quote }}: {{ $value | quote }}"),
    ("Deployment", f"{POD}.tolerations[0].effect", "{{ $field }}: {{ include"),
    ("Deployment", f"{POD}.containers[0].env[5].value", 'value: {{ include "tgi.modelId"'),
    ("Deployment", f"{POD}.containers[0].env[6].name", "- name: REVISION"),
    ("Deployment", f"{POD}.containers[0].securityContext.capabilities.drop[0]", "- ALL"),
    ("ServiceMonitor", "metadata.labels.release", "{{ $key | quote }}: {{ $value | quote }}"),
]  # fmt: skip

ODD = [
    ("ConfigMap", "metadata.labels.tier", "{{ .Values.labelKey }}: backend"),
    ("ConfigMap", "data.script", "script: |"),
    ("ConfigMap", "data.host-1", "host-{{ $index }}: {{ $host | quote }}"),
    ("Service", "spec.ports[1].port", "port: {{ $port }}"),
    ("Service", "metadata.annotations.deep", "annotations:"),
]


@pytest.fixture(scope="module")
def adapter(renderer):
    item = rendered(renderer, "ml-inference-load")
    return item, find_origins(item, renderer, KUBERNETES)


@pytest.fixture(scope="module")
def odd(renderer):
    item = rendered_odd(renderer)
    return item, find_origins(item, renderer, KUBERNETES)


@pytest.mark.parametrize(("kind", "path", "expected"), ADAPTER)
def test_adapter(adapter, kind, path, expected):
    assert expected in line(*adapter, kind, path)


@pytest.mark.parametrize(("kind", "path", "expected"), ODD)
def test_odd_shapes(odd, kind, path, expected):
    assert expected in line(*odd, kind, path)


def line(item, origins, kind, path):
    found = next(r for r in item.resources if r.kind == kind)
    template = origins.of(found.key, parse_path(path)).template
    return template_location(item.release.adapter.chart, template).text


def test_a_library_chart_is_edited_beside_the_chart(adapter):
    chart = adapter[0].release.adapter.chart
    assert (
        source_path(chart, "charts/common/templates/_pod.tpl") == "charts/common/templates/_pod.tpl"
    )
    assert source_path(chart, "templates/_tgi.tpl") == "charts/ml-inference-load/templates/_tgi.tpl"


def test_marks_of_lines_are_in_no_object(adapter):
    item, origins = adapter
    assert resource(item, "Deployment").key in origins.fields
    assert not any("⟦" in str(path) for fields in origins.fields.values() for path in fields)
