"""Both back ends render every chart of this repository with every example alike."""

import pytest
import yaml

from catalogc.discover.listing import refused_file
from catalogc.files import Repository
from catalogc.model.source import Location
from catalogc.parse.document import parse_document, parse_documents
from catalogc.render.cli import HelmRenderer
from catalogc.render.engine import EngineRenderer
from catalogc.render.protocol import RenderJob, RenderSettings
from catalogc.resolve.charts import load_chart
from catalogc.sources import Sources
from charts.chart_harness import handed_down
from tools import ROOT

EXAMPLES = sorted(ROOT.glob("charts/*/ci/*-values.yaml"))


def jobs():
    repository = Repository(ROOT)
    sources = Sources(repository, parse_document, parse_documents, refused_file)
    charts = {}
    for index, path in enumerate(EXAMPLES):
        folder = path.parent.parent.relative_to(ROOT).as_posix()
        if folder not in charts:
            place = Location.whole_file(folder)
            charts[folder] = load_chart(folder, place, repository, sources).value.chart
        written = parse_document("x", path.read_bytes()).value.data
        values = handed_down(path.parent.parent.name, written)
        yield RenderJob(index, values["serviceName"], "ns", values, charts[folder])


def test_there_are_examples_of_every_chart():
    charts = {path.parent.parent.name for path in EXAMPLES}
    applications = {
        path.parent.name
        for path in ROOT.glob("charts/*/Chart.yaml")
        if yaml.safe_load(path.read_text("utf-8")).get("type") != "library"
    }
    assert charts == applications


@pytest.fixture(scope="module")
def by_engine():
    with EngineRenderer(RenderSettings(jobs=2)) as renderer:
        return list(renderer.render(jobs()))


def test_every_example_renders(by_engine):
    assert [result.failure for result in by_engine] == [None] * len(EXAMPLES)
    # Argo CD renders the releases of a chart that has no templates.
    empty = {path.parent.parent.name for path, result in zip(EXAMPLES, by_engine, strict=True)
             if not result.resources}  # fmt: skip
    assert empty == {"helm-release"}


def test_the_helm_command_renders_the_same(by_engine, helm_path):
    with HelmRenderer(RenderSettings(jobs=2), helm_path) as renderer:
        for result, expected, path in zip(
            renderer.render(jobs()), by_engine, EXAMPLES, strict=True
        ):
            assert result == expected, path
