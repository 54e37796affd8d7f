"""Subcharts that values switch on and off: no release sees the switches of another.

Helm removes a subchart that is off from the loaded chart, for good (helm/helm#9906).
"""

import itertools

import pytest

from catalogc.discover.listing import refused_file
from catalogc.files import Repository
from catalogc.model.source import Location
from catalogc.parse.document import parse_document, parse_documents
from catalogc.render.cli import HelmRenderer
from catalogc.render.engine import EngineRenderer
from catalogc.render.payload import may_switch_subcharts
from catalogc.render.protocol import RenderJob, RenderSettings
from catalogc.resolve.charts import load_chart
from catalogc.sources import Sources
from charts.chart_harness import handed_down, load_ci
from tools import ROOT

SWITCHES = list(itertools.product([True, False], repeat=2))
"""Whether there is model-serving, and whether there is inference-gateway."""

# Every switch before and after every other.
ORDERS = list(itertools.permutations(range(len(SWITCHES))))


@pytest.fixture(scope="module")
def stack():
    repository = Repository(ROOT)
    sources = Sources(repository, parse_document, parse_documents, refused_file)
    folder = "charts/inference-stack"
    return load_chart(folder, Location.whole_file(folder), repository, sources).value.chart


def jobs(chart, switches):
    leaf = handed_down("inference-stack", load_ci("inference-stack")["llama-70b"])
    for index, (serving, gateway) in enumerate(switches):
        values = {
            **leaf,
            "model-serving": {**leaf["model-serving"], "enabled": serving},
            "inference-gateway": {**leaf["inference-gateway"], "enabled": gateway},
        }
        yield RenderJob(index, "stack", "llm-platform", values, chart)


def parts(result):
    """Tell of each part whether there are objects that only it makes."""
    assert result.failure is None
    kinds = {resource.kind for resource in result.resources}
    return "InferenceService" in kinds, "Gateway" in kinds


def test_the_chart_is_loaded_anew_for_each_release(stack):
    assert may_switch_subcharts(stack.files)
    assert stack.has_dependencies


@pytest.mark.parametrize("workers", [1, 2])
def test_any_order_in_one_process_and_in_two(stack, workers):
    switches = [SWITCHES[index] for order in ORDERS for index in order]
    with EngineRenderer(RenderSettings(jobs=workers)) as renderer:
        results = list(renderer.render(jobs(stack, switches)))
    assert [parts(result) for result in results] == switches
    # Also what is left in place is the same, to the byte.
    texts = {}
    for switch, result in zip(switches, results, strict=True):
        objects = [(resource.template, resource.text) for resource in result.resources]
        assert texts.setdefault(switch, objects) == objects


def test_the_helm_command_agrees(stack, helm_path):
    with EngineRenderer(RenderSettings(jobs=1)) as renderer:
        ours = list(renderer.render(jobs(stack, SWITCHES)))
    with HelmRenderer(RenderSettings(jobs=2), helm_path) as renderer:
        theirs = list(renderer.render(jobs(stack, SWITCHES)))
    assert theirs == ours
    assert [parts(result) for result in theirs] == SWITCHES
