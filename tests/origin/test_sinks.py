"""What a leaf's text becomes: a command, an argument, a URL, a label, a name, or bare."""

import pytest

from catalogc.model.source import format_path
from catalogc.origin.chart_check.chart_reads import read_chart
from catalogc.origin.find import find_origins
from catalogc.origin.sinks import Sinks
from catalogc.origin.trace import trace_fields, trace_value
from catalogc.origin.variants import Variants
from origin.samples import rendered, rendered_odd
from scripts.origin_accuracy import KUBERNETES

POD = "spec.template.spec"
CONTAINER = f"{POD}.containers[0]"
# sample, field -> sinks
CASES = {
    "a command": ("gpu-container-load", f"Deployment/embedder:{CONTAINER}.command[0]", ["command"]),
    "an argument": ("gpu-container-load", f"Deployment/embedder:{CONTAINER}.args[1]", ["argument"]),
    "a label": (
        "gpu-container-load",
        'Deployment/embedder:metadata.labels["app.kubernetes.io/name"]',
        ["label"],
    ),
    "a label of a selector": (
        "gpu-container-load",
        'Service/embedder:spec.selector["app.kubernetes.io/name"]',
        ["label"],
    ),
    "a name": ("gpu-container-load", "Deployment/embedder:metadata.name", ["name"]),
    "a name of another object": (
        "gpu-container-load",
        f"Deployment/embedder:{POD}.serviceAccountName",
        ["name"],
    ),
    "a URL": (
        "model-serving",
        "InferenceService/llama-70b:spec.predictor.model.storageUri",
        ["url"],
    ),
    "a name without quotes": ("odd", "ConfigMap/alpha:metadata.name", ["name", "unquoted"]),
    "quoted text of no special use": ("odd", "ConfigMap/alpha:data.twice", []),
    "a number": (
        "gpu-container-load", f"Deployment/embedder:{CONTAINER}.ports[0].containerPort", [],
    ),
    "a constant": ("gpu-container-load", "Deployment/embedder:kind", []),
    "a default of the chart": ("odd", "ConfigMap/alpha:data.zone", []),
}  # fmt: skip


@pytest.fixture(scope="module")
def samples(renderer):
    found = {}
    for name in {case[0] for case in CASES.values()}:
        item = rendered_odd(renderer) if name == "odd" else rendered(renderer, name)
        sinks = Sinks.of(item.release, read_chart(item.release.adapter.chart))
        found[name] = (item, find_origins(item, renderer, KUBERNETES), sinks)
    return found


@pytest.mark.parametrize(("sample", "asked", "expected"), CASES.values(), ids=CASES)
def test_fields(samples, sample, asked, expected):
    item, origins, sinks = samples[sample]
    (found,) = trace_fields(item, origins, "rendered", asked, sinks)
    assert list(found.sinks) == expected


def test_forward(samples, renderer):
    item, _, sinks = samples["gpu-container-load"]
    found = trace_value(Variants(item, renderer, KUBERNETES), "container.args[0]", "x", sinks)
    assert [(format_path(one.path), list(one.sinks)) for one in found] == [
        (f"{CONTAINER}.args[0]", ["argument"])
    ]


def test_not_asked_for(samples):
    item, origins, _ = samples["gpu-container-load"]
    found = trace_fields(item, origins, "rendered", CASES["a command"][1])
    assert found[0].sinks == ()
